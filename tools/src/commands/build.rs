//! `dlde build`: content in, finished site out.

use std::{
    fs,
    path::{Path, PathBuf},
};

use url::Url;

use super::Outcome;
use crate::{
    cli,
    config::{self, Today},
    content, files, finish, interrupt,
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
    let base = address(&site, args.base_url.as_deref())?;
    finish::finish(&staging.site(), base.as_ref(), &site, &files, &content)?;
    let output = staging.publish()?;
    println!("built {}", output.display());
    match content::confirm::open(&files).len() {
        0 => {}
        open => println!("to be confirmed: {open} values; `dlde confirm` lists them"),
    }
    Ok(Outcome::Fine)
}

/// The address of the site on the web, with a slash at its end: the one asked for, or that of its configuration.
fn address(site: &Site, asked: Option<&str>) -> Result<Option<Url>, Error> {
    let said = match asked {
        Some(asked) => Some(asked.to_owned()),
        None => config::base_url(site)?,
    };
    Ok(said.and_then(|said| Url::parse(&format!("{}/", said.trim_end_matches('/'))).ok()))
}

/// Writes the configuration for this build into `folder`.
fn configure(site: &Site, folder: &Path, today: Option<Today>) -> Result<PathBuf, Error> {
    let own = site.root.join(CONFIG);
    let text = fs::read_to_string(&own).map_err(|e| Error::io("read", &own, &e))?;
    let path = folder.join(CONFIG);
    fs::write(&path, config::for_build(&text, today, true)?).map_err(|e| Error::io("write", &path, &e))?;
    Ok(path)
}
