//! `dlde build`: content in, finished site out.

use std::{
    fs,
    io::{self, IsTerminal as _},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{Outcome, archive};
use crate::{
    cli,
    config::{self, Finish, Today},
    content::{self, Content, exceptions, rules},
    files::{self, Files},
    finish::{
        self, Setting,
        pages::{Refusal, Summary},
    },
    html::rewrites::DeadLinks,
    interrupt,
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
    let options = args.target.options(Finish::of(&site)?)?;
    interrupt::listen()?;
    let zola = zola::find(args.zola.zola.as_deref(), &site.cache(), &mut |line| eprintln!("{line}"))?;
    let staging = Staging::beside(&site.output(args.out.as_deref()), &site.root, args.target.force)?;
    let asked = Options { today: args.today, base_url: args.base_url.as_deref(), drafts: args.zola.drafts };
    let record = archive::record(&args.target, Some(&site))?;
    let dead_links = record.as_ref().map(archive::dead_links);
    let job =
        Job { zola, site: &site, files: &files, content: &content, asked, options: &options, dead_links };
    let summary = job.make(&staging)?;
    if !summary.problems.is_empty() {
        report::print(&summary.problems);
    }
    let broken = broken_links(&staging.site(), &site, &mut files, &content, asked)?;
    if !broken.is_empty() {
        report::print(&broken);
    }
    if broken.iter().any(|problem| problem.severity == Severity::Error) {
        return Ok(Outcome::Problems);
    }
    println!("{}", summary.line());
    let output = staging.publish()?;
    println!("built {}", output.display());
    if !options.portable && io::stdout().is_terminal() {
        println!("to look at it: `dlde serve`; to open it from a disk, build with --portable");
    }
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

/// All that a build takes, once the content has no mistakes.
pub(super) struct Job<'a> {
    pub(super) zola: Zola,
    pub(super) site: &'a Site,
    pub(super) files: &'a Files,
    pub(super) content: &'a Content,
    pub(super) asked: Options<'a>,
    /// What is done to the pages.
    pub(super) options: &'a Finish,
    /// The links that are known to be dead; none where nobody looked.
    pub(super) dead_links: Option<DeadLinks<'a>>,
}

impl Job<'_> {
    /// Runs Zola into the staging folder and finishes what it built. What Zola warns of, and the pages that could not be
    /// finished, are printed.
    pub(super) fn make(self, staging: &Staging) -> Result<Summary, Error> {
        let Self { zola, site, files, content, asked, options, dead_links } = self;
        let config = configure(site, staging.folder(), asked.today)?;
        let job = zola::Build {
            root: &site.root,
            config: Some(&config),
            out: &staging.site(),
            base_url: asked.base_url,
            drafts: asked.drafts,
        };
        for warning in zola.build(&job)? {
            eprintln!("zola: {warning}");
        }
        let now = asked.today.map_or_else(Timestamp::now, Today::instant);
        let base = asked.base_url.map(str::to_owned).or(config::base_url(site)?);
        // Zola takes addresses that this does not; the pages are then finished as those of no known address.
        let base = base.and_then(|text| config::address(&text).ok());
        let summary =
            finish::finish(staging, site, files, content, Setting { options, base, now, dead_links })?;
        for Refusal { page, why } in &summary.refused {
            eprintln!("left as Zola made it: {}: {why}", report::visible(page));
        }
        Ok(summary)
    }
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
    // A file that could not be read has stopped the build before.
    match exceptions::read(files, &[]) {
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
