//! `dlde new`: the site of the next edition.

use super::Outcome;
use crate::{
    cli, interrupt,
    report::Error,
    scaffold::{self, Field, Previous, ThemeSource},
};

/// Makes a site from the options, and from what is answered in a terminal.
///
/// # Errors
/// Where something is not known, or the site cannot be written; nothing is left behind then.
pub fn run(args: &cli::New) -> Result<Outcome, Error> {
    let previous = args.from.as_deref().map(Previous::read).transpose()?;
    let theme = ThemeSource::choose(args.theme, args.theme_from.as_deref())?;
    let mut answers = args.answers.clone();
    if let Some(previous) = &previous {
        answers.follow(previous);
    }
    let mut fields = args.carry.clone().unwrap_or_else(|| Field::ALL.to_vec());
    if scaffold::can_ask() {
        let open = previous.is_some() && args.carry.is_none();
        scaffold::missing(&mut answers, open.then_some(&mut fields))?;
    }
    let plan = answers.plan()?;
    interrupt::listen()?;
    scaffold::make(&args.folder, &plan, previous.as_ref().map(|site| (site, fields.as_slice())), &theme)?;
    println!("made {}", args.folder.display());
    println!("its README.md says how to check, preview and publish it; `dlde check` lists what is missing");
    Ok(Outcome::Fine)
}
