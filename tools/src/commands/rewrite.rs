//! `dlde rewrite`: the finish for any folder of pages.

use std::{fmt, io::Write as _, path::Path};

use jiff::Timestamp;
use serde::Serialize;
use similar::TextDiff;
use url::Url;

use super::{Outcome, archive};
use crate::{
    cli::{self, Form},
    config::{self, Finish, Today},
    finish::{
        self, Setting,
        copy::{self, Order, Written},
        pages::{self, Finished, Summary},
        reports::Reports,
    },
    html::{Engine, verify},
    interrupt,
    report::{self, Error, visible},
    site::{OUTPUT, Site},
    tree::Tree,
};

/// Rewrites a folder of pages into another one, or only tells what it would do.
///
/// # Errors
/// Where it could not run; what was there is then as it was.
pub fn run(args: &cli::Rewrite) -> Result<Outcome, Error> {
    let folder = args.folder.canonicalize().map_err(|e| Error::io("open the folder", &args.folder, &e))?;
    if !folder.is_dir() {
        let what = format!("{} is no folder", args.folder.display());
        return Err(Error::new(what).hint("name the folder that the page lies in"));
    }
    let site = match (&args.root, Site::find(args.root.as_deref())) {
        (Some(_), site) => Some(site?),
        (None, site) => site.ok(),
    };
    let mut options = site.as_ref().map(Finish::of).transpose()?.unwrap_or_default();
    // A policy would stop the scripts of pages whose makers knew of none.
    let is_built = site.as_ref().is_some_and(|site| site.root.join(OUTPUT) == folder);
    options.integrity &= is_built || args.root.is_some();
    let options = args.target.options(options)?;
    let now = args.today.map_or_else(Timestamp::now, Today::instant);
    let record = archive::record(&args.target, site.as_ref())?;
    let dead_links = record.as_ref().map(archive::dead_links);
    let base = base(args, &folder, site.as_ref())?;
    let setting = Setting { options: &options, base, now, dead_links };
    interrupt::listen()?;
    let done = match &args.out {
        Some(out) if !args.dry_run => {
            let dead_by = record.as_ref().map(|record| record as &dyn fmt::Debug);
            let cache = site.as_ref().map(Site::cache);
            let cache = cache.as_deref();
            let root = site.as_ref().map(|site| site.root.as_path());
            write(
                args,
                Order {
                    folder: &folder,
                    out,
                    root,
                    setting,
                    dead_by,
                    cache,
                    afresh: args.verify,
                    force: args.target.force,
                },
            )?
        }
        _ => look(args, &folder, setting)?,
    };
    report(args, &done)
}

/// What the report says of a run.
#[derive(Default)]
struct Done {
    summary: Summary,
    /// Whether the copy was there, and nothing was written.
    was_there: bool,
    edits: Vec<Line>,
    differences: String,
    /// What `--verify` found.
    broken: Vec<String>,
}

/// An edit in the report.
#[derive(Debug, Serialize)]
struct Line {
    page: String,
    line: usize,
    column: usize,
    rewrite: &'static str,
    before: String,
    after: String,
}

fn base(args: &cli::Rewrite, folder: &Path, site: Option<&Site>) -> Result<Option<Url>, Error> {
    let own = site.filter(|site| folder.starts_with(&site.root)).map(config::base_url).transpose()?.flatten();
    args.base_url.clone().or(own).map(|text| config::address(&text)).transpose()
}

/// Writes the copy whole or not at all.
fn write(args: &cli::Rewrite, order: Order<'_>) -> Result<Done, Error> {
    let tell = |engine: &Engine<'_>, page: &Finished| match args.verify {
        true => broken(engine, page),
        false => Vec::new(),
    };
    let Written { summary, told, was_there } = copy::write(order, tell)?;
    Ok(Done { summary, was_there, broken: told.concat(), ..Done::default() })
}

/// Only finds out what is to be done.
fn look(args: &cli::Rewrite, folder: &Path, setting: Setting<'_>) -> Result<Done, Error> {
    let tree = Tree::of(folder)?;
    let run = finish::run(folder, &tree, setting)?;
    let engine = Engine::new(&run)?;
    let reports = Reports::default();
    let told = |page: Finished| {
        reports.add(&page);
        Ok(told(args, &engine, &page))
    };
    let pages = pages::each(&engine, folder, pages::of(&tree), told)?;
    Ok(Done::of_all(pages, reports))
}

/// What the report says of a page.
fn told(args: &cli::Rewrite, engine: &Engine<'_>, page: &Finished) -> Done {
    let mut done = Done { summary: page.summary(), ..Done::default() };
    if args.dry_run || args.check {
        done.edits = lines(page);
    }
    if args.diff {
        done.differences = difference(page);
    }
    if args.verify {
        done.broken = broken(engine, page);
    }
    done
}

/// What of a page does not hold.
fn broken(engine: &Engine<'_>, page: &Finished) -> Vec<String> {
    if page.refused.is_some() {
        return Vec::new();
    }
    let broken = verify::check(engine, &page.path, &page.old, &page.edits);
    broken.into_iter().map(|what| format!("{}: {what}", visible(&page.path))).collect()
}

fn lines(page: &Finished) -> Vec<Line> {
    let (mut line, mut column, mut seen) = (1, 1, 0);
    let text = |range: std::ops::Range<usize>| {
        String::from_utf8_lossy(page.old.get(range).unwrap_or_default()).into_owned()
    };
    let mut lines = Vec::with_capacity(page.edits.len());
    for edit in &page.edits {
        let start = edit.range.start;
        let passed = page.old.get(seen..start).unwrap_or_default();
        line += passed.iter().filter(|byte| **byte == b'\n').count();
        if let Some(last) = passed.iter().rposition(|byte| *byte == b'\n') {
            (seen, column) = (seen + last + 1, 1);
        }
        column += text(seen..start).chars().count();
        seen = start;
        lines.push(Line {
            page: page.path.clone(),
            line,
            column,
            rewrite: edit.rule,
            before: text(edit.range.clone()),
            after: edit.text.clone(),
        });
    }
    lines
}

fn difference(page: &Finished) -> String {
    let Some(new) = &page.new else { return String::new() };
    let (old, new) = (String::from_utf8_lossy(&page.old), String::from_utf8_lossy(new));
    let header = (format!("a/{}", page.path), format!("b/{}", page.path));
    TextDiff::from_lines(&*old, &*new).unified_diff().header(&header.0, &header.1).to_string()
}

impl Done {
    fn of_all(pages: Vec<Self>, reports: Reports) -> Self {
        let mut all = Self::default();
        let mut summaries = Vec::with_capacity(pages.len());
        for page in pages {
            summaries.push(page.summary);
            all.edits.extend(page.edits);
            all.broken.extend(page.broken);
            all.differences += &page.differences;
        }
        all.summary = Summary::of_all(summaries, reports);
        all
    }
}

/// The report as JSON: one object, of which later versions may add keys.
#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    #[serde(flatten)]
    summary: &'a Summary,
    /// With `--dry-run` and `--check`: each edit.
    listed: &'a [Line],
    /// With `--verify`: what does not hold.
    broken: &'a [String],
    /// What somebody should look at.
    notes: Vec<String>,
}

fn report(args: &cli::Rewrite, done: &Done) -> Result<Outcome, Error> {
    let text = match args.format {
        Form::Json => json(done)?,
        Form::Human => human(args, done),
    };
    if args.format == Form::Human {
        report::print(&done.summary.problems);
    }
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| Error::new(format!("cannot print the report: {error}")))?;
    let is_wrong = !done.broken.is_empty() || (args.check && !done.edits.is_empty());
    Ok(if is_wrong { Outcome::Problems } else { Outcome::Fine })
}

fn json(done: &Done) -> Result<String, Error> {
    let notes =
        done.summary.problems.iter().map(|note| format!("{}: {}", note.source.path, note.what)).collect();
    let document =
        Document { version: 1, summary: &done.summary, listed: &done.edits, broken: &done.broken, notes };
    let text = serde_json::to_string_pretty(&document);
    text.map(|text| text + "\n").map_err(|error| Error::new(format!("cannot write the report: {error}")))
}

fn human(args: &cli::Rewrite, done: &Done) -> String {
    let mut text = String::new();
    for Line { page, line, column, rewrite, before, after } in &done.edits {
        let (before, after) = (visible(before.trim()), visible(after.trim()));
        let change = match (&*before, &*after) {
            ("", "") => "- blanks".to_owned(),
            ("", after) => format!("+ {after}"),
            (before, "") => format!("- {before}"),
            (before, after) => format!("{before} -> {after}"),
        };
        text += &format!("{}:{line}:{column}: {rewrite}: {change}\n", visible(page));
    }
    for line in done.differences.split_inclusive('\n') {
        text += &format!("{}\n", visible(line.trim_end_matches('\n')).replace("\\u{9}", "\t"));
    }
    text += &done.summary.table();
    for broken in &done.broken {
        text += &format!("does not hold: {broken}\n");
    }
    if done.was_there {
        text += "the copy was already there, and nothing was written\n";
    }
    if args.verify && done.broken.is_empty() {
        text += "nothing else has changed, and a second run would change nothing\n";
    }
    text
}
