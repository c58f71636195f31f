//! `dlde build`: content in, finished site out.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{Outcome, archive};
use crate::{
    cli,
    config::{self, Finish, Today},
    content, files,
    finish::{self, Setting, pages::Refusal},
    interrupt,
    publish::Staging,
    report::{self, Error},
    site::{CONFIG, Site},
    zola,
};

/// Builds the site: types and checks the content, runs Zola into a staging folder, finishes and publishes.
///
/// # Errors
/// Where it could not run; the site that was there is then as it was.
pub fn run(args: &cli::Build) -> Result<Outcome, Error> {
    let site = Site::find(args.site.root.as_deref())?;
    let (files, mut problems) = files::read(&site)?;
    let (content, more) = content::read(&files);
    problems.extend(more);
    if !problems.is_empty() {
        report::print(&problems);
        return Ok(Outcome::Problems);
    }
    let options = args.target.options(Finish::of(&site)?)?;
    interrupt::listen()?;
    let zola = zola::find(args.zola.zola.as_deref(), &site.cache(), &mut |line| eprintln!("{line}"))?;
    let staging = Staging::beside(&site.output(args.out.as_deref()), &site.root)?;
    let config = configure(&site, staging.folder(), args.today)?;
    let job = zola::Build {
        root: &site.root,
        config: Some(&config),
        out: &staging.site(),
        base_url: args.base_url.as_deref(),
        drafts: args.zola.drafts,
    };
    for warning in zola.build(&job)? {
        eprintln!("zola: {warning}");
    }
    let now = args.today.map_or_else(Timestamp::now, Today::instant);
    let base = args.base_url.clone().or(config::base_url(&site)?);
    // Zola takes addresses that this does not; the pages are then finished as those of no known address.
    let base = base.and_then(|text| config::address(&text).ok());
    let record = archive::record(&args.target, Some(&site))?;
    let dead_links = record.as_ref().map(archive::dead_links);
    let setting = Setting { options: &options, base, now, dead_links };
    let summary = finish::finish(&staging, &site, &files, &content, setting)?;
    if !summary.problems.is_empty() {
        report::print(&summary.problems);
    }
    for Refusal { page, why } in &summary.refused {
        eprintln!("left as Zola made it: {}: {why}", report::visible(page));
    }
    println!("{}", summary.line());
    let output = staging.publish()?;
    println!("built {}", output.display());
    match content::confirm::open(&files).len() {
        0 => {}
        open => println!("to be confirmed: {open} values; `dlde confirm` lists them"),
    }
    Ok(Outcome::Fine)
}

/// Writes the configuration for this build into `folder`.
fn configure(site: &Site, folder: &Path, today: Option<Today>) -> Result<PathBuf, Error> {
    let own = site.root.join(CONFIG);
    let text = fs::read_to_string(&own).map_err(|e| Error::io("read", &own, &e))?;
    let path = folder.join(CONFIG);
    fs::write(&path, config::for_build(&text, today, true)?).map_err(|e| Error::io("write", &path, &e))?;
    Ok(path)
}
