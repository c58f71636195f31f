//! `dlde check`: everything that is wrong with the content and the pages made of it, before anybody reads them.

use std::{io::Write as _, path::Path, sync::Arc};

use jiff::Timestamp;

use super::{Outcome, build, fix};
use crate::{
    cli,
    config::{Finish, Today, Words},
    content::{
        self, Content,
        exceptions::{self, Checked, PATH},
        rules,
    },
    files::{self, Files},
    history, interrupt,
    pages::{self, authored::Authored},
    publish::Staging,
    report::{self, Error, Format, Problem, Report, RuleText, Severity, Source},
    site::{OUTPUT, Site},
    zola,
};

/// Checks the content and the finished pages by every rule.
///
/// # Errors
/// Where there is no site or no such rule, or the report cannot be written.
pub fn run(args: &cli::Check) -> Result<Outcome, Error> {
    if args.rules {
        return print(&list()).map(|()| Outcome::Fine);
    }
    if let Some(name) = &args.explain {
        return print(&explain(name)?).map(|()| Outcome::Fine);
    }
    let site = Site::find(args.site.root.as_deref())?;
    let now = args.today.map_or_else(Timestamp::now, Today::instant);
    if args.fix {
        return fix::run(&site, now, args.dry_run);
    }
    let found = check(&site, args, now)?;
    if args.accept {
        print(&exceptions::to_fill_in(&found.problems))?;
    } else if !matches!(found.seen, Seen::Failed(_)) || !found.problems.is_empty() {
        print(&found.render(args))?;
    }
    if matches!(found.seen, Seen::NoZola) && !args.quiet {
        eprintln!("{NO_ZOLA}");
    }
    let error = found.problems.iter().any(|problem| problem.severity == Severity::Error);
    match found.seen {
        Seen::Failed(error) => Err(error),
        _ => Ok(if error { Outcome::Problems } else { Outcome::Fine }),
    }
}

/// What a check found.
struct Found {
    problems: Vec<Problem>,
    excepted: usize,
    files: usize,
    /// Whether the exceptions cannot be read, so that nothing else was checked.
    unread: bool,
    seen: Seen,
}

/// Last lines of a report for people.
const EXPLAIN: &str = "`dlde check --explain RULE` says more about a rule\n";
const NO_BUILD: &str = "the pages are checked when they can be built again\n";
const NO_ZOLA: &str = "the pages were not checked: there is no Zola yet; `dlde build` installs it";
const UNREAD: &str = "everything else is checked when the exceptions can be read\n";

/// What became of the finished pages.
enum Seen {
    /// So many were checked.
    Pages(usize),
    /// They were not wanted.
    NotAsked,
    /// Nothing can be built before the problems that were found are put right.
    NoBuild,
    /// There is no Zola to build them.
    NoZola,
    /// They could not be built or read.
    Failed(Error),
}

fn check(site: &Site, args: &cli::Check, now: Timestamp) -> Result<Found, Error> {
    let (mut files, mut problems) = files::read(site)?;
    let exceptions = match exceptions::read(&files, &problems) {
        Ok(exceptions) => exceptions,
        // Without the exceptions all they record would hide the mistakes in them.
        Err(problems) => {
            return Ok(Found { problems, excepted: 0, files: 1, unread: true, seen: Seen::NotAsked });
        }
    };
    files::measure(site, &mut files);
    history::read(site, &mut files);
    let (content, found) = content::read(&files);
    problems.extend(found);
    let can_be_built = problems.is_empty();
    problems.extend(rules::check(&content, &files, now));
    let seen = look_at_pages(site, args, &files, &content, can_be_built, &mut problems);
    let checked = match seen {
        _ if !can_be_built => Checked::Parts,
        Seen::Pages(_) if args.pages.is_some() => Checked::Pages,
        Seen::Pages(_) => Checked::Build,
        _ => Checked::Content,
    };
    let excepted = exceptions.apply(&mut problems, now, checked);
    report::sort(&mut problems);
    Ok(Found { problems, excepted, files: files.texts.len(), unread: false, seen })
}

/// Checks the pages of the folder asked for, or of a build made for it in a temporary folder.
fn look_at_pages(
    site: &Site,
    args: &cli::Check,
    files: &Files,
    content: &Content,
    can_be_built: bool,
    problems: &mut Vec<Problem>,
) -> Seen {
    let mut look = |folder: &Path, finished: Vec<Problem>| -> Result<Seen, Error> {
        let words = Words::of(site)?;
        let pages = pages::read(folder, build::base(files, args.base_url.as_deref())?, Some(&words))?;
        problems.extend(pages::rules::check(&pages, &Authored::new(files, content), content));
        // Of pictures, these rules say it already.
        let others = finished.into_iter().filter(|problem| rules::OF_FINISH.contains(&problem.rule));
        problems.extend(others.map(|problem| in_output(problem, files)));
        Ok(Seen::Pages(pages.count()))
    };
    let mut built = || -> Result<Seen, Error> {
        let Some(zola) = zola::find_present(args.zola.zola.as_deref(), &site.cache())? else {
            return Ok(Seen::NoZola);
        };
        interrupt::listen()?;
        let folder =
            tempfile::tempdir().map_err(|e| Error::new(format!("cannot make a temporary folder: {e}")))?;
        let staging = Staging::beside(&folder.path().join(OUTPUT), &site.root, false)?;
        let asked = build::Options {
            today: args.today,
            base_url: args.base_url.as_deref(),
            drafts: args.zola.drafts,
        };
        let options = &Finish::of(site)?;
        let job = build::Job { zola, site, files, content, asked, options, dead_links: None };
        let told = job.make(&staging)?.problems;
        look(&staging.site(), told)
    };
    let seen = match &args.pages {
        _ if args.content_only => return Seen::NotAsked,
        Some(folder) => look(folder, Vec::new()),
        None if !can_be_built => return Seen::NoBuild,
        None => built(),
    };
    seen.unwrap_or_else(Seen::Failed)
}

/// A problem of a finished page is told of the file where people look for it.
fn in_output(problem: Problem, files: &Files) -> Problem {
    let Source { path, text } = &*problem.source;
    if files.texts.iter().any(|source| source.path == *path) {
        return problem;
    }
    let source = Arc::new(Source { path: format!("{OUTPUT}/{path}"), text: text.clone() });
    Problem { source, ..problem }
}

impl Found {
    fn render(&self, args: &cli::Check) -> String {
        let rules: Vec<RuleText> = rules::all().map(rules::Rule::text).collect();
        let report = Report { problems: &self.problems, rules: &rules, excepted: self.excepted };
        let mut text = args.format.render(&report);
        if args.format == Format::Human && self.problems.is_empty() && !args.quiet {
            text = format!("nothing to report in {} files{}{}\n", self.files, self.pages(), self.recorded());
        } else if args.format == Format::Human && !self.problems.is_empty() {
            text += match &self.seen {
                _ if self.unread => UNREAD,
                Seen::NoBuild => NO_BUILD,
                _ => EXPLAIN,
            };
        }
        text
    }

    fn pages(&self) -> String {
        match self.seen {
            Seen::Pages(1) => " and 1 page".to_owned(),
            Seen::Pages(pages) => format!(" and {pages} pages"),
            _ => String::new(),
        }
    }

    fn recorded(&self) -> String {
        match self.excepted {
            0 => String::new(),
            1 => format!("; 1 problem is recorded in {PATH}"),
            known => format!("; {known} problems are recorded in {PATH}"),
        }
    }
}

/// All rules, a line each.
fn list() -> String {
    let width = rules::all().map(|rule| rule.name.len()).max().unwrap_or_default();
    rules::all()
        .map(|rule| format!("{:width$}  {:7}  {}\n", rule.name, rule.severity.name(), rule.summary()))
        .collect()
}

/// Why a rule exists and how to satisfy it.
fn explain(name: &str) -> Result<String, Error> {
    let rule = rules::all().find(|rule| rule.name == name).ok_or_else(|| {
        Error::new(format!("there is no rule `{}`", report::visible(name)))
            .hint("`dlde check --rules` lists all")
    })?;
    let effect = match (rule.blocks_build, rule.severity) {
        (true, _) => "error; no page is built while it is broken",
        (false, Severity::Error) => "error",
        (false, Severity::Warning) => "warning",
    };
    Ok(format!("{} ({effect})\n\n{}\n", rule.name, rule.why))
}

fn print(text: &str) -> Result<(), Error> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| Error::new(format!("cannot print the report: {error}")))
}
