//! Asks in a terminal for what is not known yet; no other module knows the crate that does.

use std::io::IsTerminal as _;

use dialoguer::{Input, MultiSelect, Select, theme::SimpleTheme};

use super::{Answers, answers, carry::Field};
use crate::report::Error;

/// Whether somebody is there to answer.
pub fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks for what is open, and what to carry over where there is something to.
///
/// # Errors
/// Where the terminal is gone.
pub fn missing(open: &mut Answers, carry: Option<&mut Vec<Field>>) -> Result<(), Error> {
    ask(open, carry).map_err(|error| Error::new(format!("cannot ask in this terminal: {error}")))
}

fn ask(open: &mut Answers, carry: Option<&mut Vec<Field>>) -> dialoguer::Result<()> {
    needed(&mut open.acronym, "Short name of the workshop", None, answers::words)?;
    needed(&mut open.title, "Full name of the workshop", None, answers::words)?;
    if open.year.is_none() {
        let year: i16 = Input::with_theme(&SimpleTheme)
            .with_prompt("Year")
            .validate_with(|year: &i16| (1990..2200).contains(year).then_some(()).ok_or("write four digits"))
            .interact_text()?;
        open.year = Some(year);
    }
    optional(&mut open.numeral, "Number of the edition, for instance IV (may stay empty)", answers::words)?;
    needed(&mut open.conference, "Host conference, without its year", None, answers::words)?;
    let date = "Date: a day, 2026-12-05, a month, 2026-12, or \"to be announced\"";
    needed(&mut open.date, date, Some("to be announced"), answers::date)?;
    needed(
        &mut open.zone,
        "Time zone whose clock counts, for instance America/New_York",
        None,
        answers::zone,
    )?;
    if open.mode.is_none() {
        let prompt = Select::with_theme(&SimpleTheme).with_prompt("How people take part");
        open.mode = Some(answers::MODES[prompt.items(answers::MODES).default(0).interact()?].to_owned());
    }
    if open.mode.as_deref() != Some("virtual") {
        optional(&mut open.place, "Building and city (may stay empty)", answers::words)?;
    }
    optional(&mut open.contact, "Mail address for questions (may stay empty)", answers::contact)?;
    let name = open.acronym.as_deref().unwrap_or_default().to_lowercase();
    let usual = open.year.map(|year| format!("https://{name}-{year}.github.io"));
    let usual = usual.filter(|_| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric()));
    needed(&mut open.base_url, "Address of the site", usual.as_deref(), answers::base_url)?;
    if let Some(chosen) = carry {
        let all = Field::ALL.map(|field| (field.words(), true));
        let prompt =
            MultiSelect::with_theme(&SimpleTheme).with_prompt("Carry over (space changes, enter goes on)");
        *chosen = prompt.items_checked(all).interact()?.into_iter().map(|index| Field::ALL[index]).collect();
    }
    Ok(())
}

type Check = fn(&str) -> Result<String, String>;

/// The first line of what is wrong, and what to write.
fn on_one_line(check: Check) -> impl Fn(&String) -> Result<(), String> {
    move |text| check(text).map(|_| ()).map_err(|error| error.replace('\n', "; "))
}

fn needed(
    answer: &mut Option<String>,
    prompt: &str,
    usual: Option<&str>,
    check: Check,
) -> dialoguer::Result<()> {
    if answer.is_some() {
        return Ok(());
    }
    let input =
        Input::<String>::with_theme(&SimpleTheme).with_prompt(prompt).validate_with(on_one_line(check));
    let input = match usual {
        Some(usual) => input.default(usual.to_owned()),
        None => input,
    };
    *answer = check(&input.interact_text()?).ok();
    Ok(())
}

fn optional(answer: &mut Option<String>, prompt: &str, check: Check) -> dialoguer::Result<()> {
    if answer.is_some() {
        return Ok(());
    }
    let text: String = Input::with_theme(&SimpleTheme)
        .with_prompt(prompt)
        .allow_empty(true)
        .validate_with(move |text: &String| if text.is_empty() { Ok(()) } else { on_one_line(check)(text) })
        .interact_text()?;
    *answer = check(&text).ok();
    Ok(())
}
