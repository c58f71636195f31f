//! `dlde rewrite`: the finish for any folder of pages.

use std::{fs, io::Write as _, path::Path};

use jiff::Timestamp;
use rayon::prelude::*;
use serde::Serialize;
use similar::TextDiff;
use url::Url;

use super::{Outcome, archive};
use crate::{
    cli::{self, Form},
    config::{self, Finish, Today},
    finish::{
        self, Setting, compressed,
        pages::{self, Finished, Summary},
    },
    html::{Engine, Run, verify},
    interrupt,
    publish::Staging,
    report::{self, Error, visible},
    site::Site,
};

/// Rewrites a folder of pages into another one, or only tells what it would do.
///
/// # Errors
/// Where it could not run; what was there is then as it was.
pub fn run(args: &cli::Rewrite) -> Result<Outcome, Error> {
    let folder = args.folder.canonicalize().map_err(|e| Error::io("open the folder", &args.folder, &e))?;
    let site = match (&args.root, Site::find(args.root.as_deref())) {
        (Some(_), site) => Some(site?),
        (None, site) => site.ok(),
    };
    let options = site.as_ref().map(Finish::of).transpose()?.unwrap_or(Finish {
        // A policy would stop the scripts of pages whose makers knew of none.
        integrity: false,
        ..Finish::default()
    });
    let options = args.target.options(options)?;
    let now = args.today.map_or_else(Timestamp::now, Today::instant);
    let record = archive::record(&args.target, site.as_ref())?;
    let dead_links = record.as_ref().map(archive::dead_links);
    let base = base(args, &folder, site.as_ref())?;
    let run = finish::run(&folder, Setting { options: &options, base, now, dead_links })?;
    interrupt::listen()?;
    let engine = Engine::new(&run)?;
    let done = match &args.out {
        Some(out) if !args.dry_run => {
            write(args, &engine, &run, out, site.as_ref().map(Site::cache).as_deref())?
        }
        _ => look(args, &engine, &folder)?,
    };
    report(args, &done)
}

/// What the report says of a run.
#[derive(Default)]
struct Done {
    summary: Summary,
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
fn write(
    args: &cli::Rewrite,
    engine: &Engine<'_>,
    run: &Run<'_>,
    out: &Path,
    cache: Option<&Path>,
) -> Result<Done, Error> {
    let folder = run.folder;
    let within = std::path::absolute(out).is_ok_and(|out| out.starts_with(folder));
    if within {
        return Err(Error::new(format!(
            "the output folder {} lies within the folder it is made from",
            out.display()
        ))
        .hint("choose another place with --out"));
    }
    let staging = Staging::beside(out, folder)?;
    let site = staging.site();
    fs::create_dir_all(&site).map_err(|e| Error::io("make the folder", &site, &e))?;
    let (paths, others) =
        pages::files(folder)?.into_iter().partition::<Vec<_>, _>(|path| pages::is_page(path));
    let done = pages::each(engine, folder, &paths, |page| {
        staging.put(Path::new(&page.path), page.bytes())?;
        told(args, engine, &page)
    })?;
    // A compressed copy would be one of what is no longer there.
    others.par_iter().filter(|path| !compressed::is_copy(&folder.join(path))).try_for_each(|path| {
        interrupt::check()?;
        staging.copy(path, &folder.join(path))
    })?;
    finish::put_parts(run, &site, cache.unwrap_or(staging.folder()))?;
    staging.publish()?;
    Ok(Done::of_all(done))
}

/// Only finds out what is to be done.
fn look(args: &cli::Rewrite, engine: &Engine<'_>, folder: &Path) -> Result<Done, Error> {
    let mut paths = pages::files(folder)?;
    paths.retain(|path| pages::is_page(path));
    Ok(Done::of_all(pages::each(engine, folder, &paths, |page| told(args, engine, &page))?))
}

/// What the report says of a page.
fn told(args: &cli::Rewrite, engine: &Engine<'_>, page: &Finished) -> Result<Done, Error> {
    let mut done = Done { summary: page.summary(), ..Done::default() };
    if args.dry_run || args.check {
        done.edits = lines(page);
    }
    if args.diff {
        done.differences = difference(page);
    }
    if args.verify && page.refused.is_none() {
        let broken = verify::check(engine, &page.path, &page.old, &page.edits);
        done.broken = broken.into_iter().map(|what| format!("{}: {what}", visible(&page.path))).collect();
    }
    Ok(done)
}

fn lines(page: &Finished) -> Vec<Line> {
    let (mut line, mut line_start, mut seen) = (1, 0, 0);
    let text = |range: std::ops::Range<usize>| {
        String::from_utf8_lossy(page.old.get(range).unwrap_or_default()).into_owned()
    };
    let mut lines = Vec::with_capacity(page.edits.len());
    for edit in &page.edits {
        let start = edit.range.start;
        let passed = page.old.get(seen..start).unwrap_or_default();
        line += passed.iter().filter(|byte| **byte == b'\n').count();
        if let Some(last) = passed.iter().rposition(|byte| *byte == b'\n') {
            line_start = seen + last + 1;
        }
        seen = start;
        lines.push(Line {
            page: page.path.clone(),
            line,
            column: text(line_start..start).chars().count() + 1,
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
    fn of_all(pages: Vec<Self>) -> Self {
        let mut all = Self::default();
        let mut summaries = Vec::with_capacity(pages.len());
        for page in pages {
            summaries.push(page.summary);
            all.edits.extend(page.edits);
            all.broken.extend(page.broken);
            all.differences += &page.differences;
        }
        all.summary = Summary::of_all(summaries);
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
    if args.verify && done.broken.is_empty() {
        text += "nothing else has changed, and a second run would change nothing\n";
    }
    text
}
