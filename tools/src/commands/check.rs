//! `dlde check`: everything that is wrong with the content, before anybody reads it on the page.

use std::io::Write as _;

use jiff::Timestamp;

use super::{Outcome, fix};
use crate::{
    cli,
    config::Today,
    content::{
        self,
        exceptions::{self, PATH},
        rules,
    },
    files, history,
    report::{self, Error, Format, Problem, Report, RuleText, Severity},
    site::Site,
};

/// Checks the content by every rule.
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
    let found = check(&site, now)?;
    if args.accept {
        print(&exceptions::to_fill_in(&found.problems))?;
    } else {
        print(&found.render(args))?;
    }
    let error = found.problems.iter().any(|problem| problem.severity == Severity::Error);
    Ok(if error { Outcome::Problems } else { Outcome::Fine })
}

/// What a check found.
struct Found {
    problems: Vec<Problem>,
    excepted: usize,
    files: usize,
    /// Whether the exceptions cannot be read, so that nothing else was checked.
    unread: bool,
}

/// Last lines of a report for people.
const EXPLAIN: &str = "`dlde check --explain RULE` says more about a rule\n";
const UNREAD: &str = "everything else is checked when the exceptions can be read\n";

fn check(site: &Site, now: Timestamp) -> Result<Found, Error> {
    let (mut files, mut problems) = files::read(site)?;
    let exceptions = match exceptions::read(&files) {
        Ok(exceptions) => exceptions,
        // Without the exceptions all they record would hide the mistakes in them.
        Err(problems) => return Ok(Found { problems, excepted: 0, files: 1, unread: true }),
    };
    files::measure(site, &mut files);
    history::read(site, &mut files);
    let (content, found) = content::read(&files);
    problems.extend(found);
    problems.extend(rules::check(&content, &files, now));
    let excepted = exceptions.apply(&mut problems, now);
    report::sort(&mut problems);
    Ok(Found { problems, excepted, files: files.texts.len(), unread: false })
}

impl Found {
    fn render(&self, args: &cli::Check) -> String {
        let rules: Vec<RuleText> = rules::all().map(rules::Rule::text).collect();
        let report = Report { problems: &self.problems, rules: &rules, excepted: self.excepted };
        let mut text = args.format.render(&report);
        if args.format == Format::Human && self.problems.is_empty() && !args.quiet {
            text = format!("nothing to report in {} files{}\n", self.files, self.recorded());
        } else if args.format == Format::Human && !self.problems.is_empty() {
            text += if self.unread { UNREAD } else { EXPLAIN };
        }
        text
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
