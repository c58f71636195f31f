//! `dlde build`: content in, finished site out.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::Outcome;
use crate::{
    cli,
    config::{self, Today},
    content::{self, Content, exceptions, rules},
    files::{self, Files},
    finish, interrupt,
    pages::{self, authored::Authored, resolve::Base},
    publish::Staging,
    report::{self, Error, Problem, Severity},
    site::{CONFIG, Site},
    zola::{self, Zola},
};

/// Builds the site: types and checks the content, runs Zola into a staging folder, finishes and publishes.
///
/// # Errors
/// Where it could not run; the site that was there is then as it was.
pub fn run(args: &cli::Build) -> Result<Outcome, Error> {
    let site = Site::find(args.site.root.as_deref())?;
    let (mut files, mut problems) = files::read(&site)?;
    let (content, more) = content::read(&files);
    problems.extend(more);
    if !problems.is_empty() {
        report::print(&problems);
        return Ok(Outcome::Problems);
    }
    interrupt::listen()?;
    let zola = zola::find(args.zola.zola.as_deref(), &site.cache(), &mut |line| eprintln!("{line}"))?;
    let staging = Staging::beside(&site.output(args.out.as_deref()), &site.root)?;
    let options = Options { today: args.today, base_url: args.base_url.as_deref(), drafts: args.zola.drafts };
    for warning in render(&zola, &site, staging.folder(), &staging.site(), options)? {
        eprintln!("zola: {warning}");
    }
    finish::finish(&staging.site(), &site, &files, &content)?;
    let broken = broken_links(&staging.site(), &site, &mut files, &content, options)?;
    if !broken.is_empty() {
        report::print(&broken);
    }
    if broken.iter().any(|problem| problem.severity == Severity::Error) {
        return Ok(Outcome::Problems);
    }
    let output = staging.publish()?;
    println!("built {}", output.display());
    match content::confirm::open(&files).len() {
        0 => {}
        open => println!("to be confirmed: {open} values; `dlde confirm` lists them"),
    }
    Ok(Outcome::Fine)
}

/// What a build may be asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Options<'a> {
    pub(super) today: Option<Today>,
    pub(super) base_url: Option<&'a str>,
    pub(super) drafts: bool,
}

/// Runs Zola into `out`, with a configuration of its own that is kept in `scratch`. Gives Zola's warnings.
pub(super) fn render(
    zola: &Zola,
    site: &Site,
    scratch: &Path,
    out: &Path,
    options: Options<'_>,
) -> Result<Vec<String>, Error> {
    let config = configure(site, scratch, options.today)?;
    let job = zola::Build {
        root: &site.root,
        config: Some(&config),
        out,
        base_url: options.base_url,
        drafts: options.drafts,
    };
    Ok(zola.build(&job)?)
}

/// Addresses within the finished site that lead nowhere and are not recorded as exceptions.
fn broken_links(
    folder: &Path,
    site: &Site,
    files: &mut Files,
    content: &Content,
    options: Options<'_>,
) -> Result<Vec<Problem>, Error> {
    let base = base(files, options.base_url)?;
    let pages = pages::read(folder, base, None)?;
    let broken = pages::rules::broken_links(&pages);
    if broken.is_empty() {
        return Ok(Vec::new());
    }
    files::measure(site, files);
    let mut problems = pages::rules::located(&pages, &Authored::new(files, content), broken);
    match exceptions::read(files) {
        Ok(exceptions) => {
            let now = options.today.map_or_else(Timestamp::now, Today::instant);
            exceptions.forgive(&mut problems, now);
        }
        // Without the exceptions it is not known which of the others are recorded.
        Err(mistakes) => problems.extend(mistakes),
    }
    Ok(problems)
}

/// The address of the site: the one asked for, else that of the configuration.
pub(super) fn base(files: &Files, asked: Option<&str>) -> Result<Base, Error> {
    let own = rules::base_url(files);
    let text = asked.or(own.as_ref().map(|text| text.text)).unwrap_or_default();
    Base::new(text).ok_or_else(|| {
        Error::new(format!("`{}` is no address of a site", report::visible(text)))
            .hint("write base_url = \"https://…\" in config.toml")
    })
}

/// Writes the configuration for this build into `folder`.
fn configure(site: &Site, folder: &Path, today: Option<Today>) -> Result<PathBuf, Error> {
    let own = site.root.join(CONFIG);
    let text = fs::read_to_string(&own).map_err(|e| Error::io("read", &own, &e))?;
    let path = folder.join(CONFIG);
    fs::write(&path, config::for_build(&text, today, true)?).map_err(|e| Error::io("write", &path, &e))?;
    Ok(path)
}
