//! `content/exceptions.toml`: problems that the organisers know and leave for now, and how serious each rule is.
//!
//! ```toml
//! [severity]
//! heavy-photo = "off"             # error, warning or off
//!
//! [[exceptions]]
//! rule = "schedule-zone"          # as the report names it
//! file = "content/schedule.toml"
//! value = "America/Los_Angeles"   # the text at the spot; without this line, all of the rule in the file
//! reason = "speakers asked for it"
//! owner = "Ada"
//! expires = "2031-03-02"          # the last day on which it holds
//! ```
//!
//! An exception that nothing needs any more, or whose day is over, is a problem itself: the list stays true.

use std::{collections::BTreeMap, fmt::Write as _, sync::Arc};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    instants, problem,
    rules::{self, Rule},
    suggest, toml,
    values::{Day, Spanned, Zone},
};
use crate::{
    files::Files,
    report::{Problem, Severity, Source},
};

/// Where the file is.
pub const PATH: &str = "content/exceptions.toml";

/// The file; empty where there is none.
#[derive(Debug, Default)]
pub struct Exceptions {
    source: Arc<Source>,
    file: File,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    severity: BTreeMap<String, Spanned<Setting>>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Setting {
    Error,
    Warning,
    Off,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Exception {
    rule: Spanned<String>,
    file: String,
    #[serde(default)]
    value: Option<String>,
    reason: Spanned<String>,
    owner: Spanned<String>,
    expires: Spanned<Day>,
}

/// Reads the file. `unread` is what is wrong with the files that are not among the others, as they could not be read.
///
/// # Errors
/// Its mistakes, all of them.
pub fn read(files: &Files, unread: &[Problem]) -> Result<Exceptions, Vec<Problem>> {
    let own: Vec<Problem> = unread.iter().filter(|problem| problem.source.path == PATH).cloned().collect();
    if !own.is_empty() {
        return Err(own);
    }
    let Some(source) = files.texts.iter().find(|source| source.path == PATH) else {
        return Ok(Exceptions::default());
    };
    let mistakes = match toml::read(&source.text) {
        Ok(file) => {
            let exceptions = Exceptions { source: source.clone(), file };
            let mistakes = exceptions.mistakes();
            if mistakes.is_empty() {
                return Ok(exceptions);
            }
            mistakes
        }
        Err(mistakes) => mistakes.into_iter().map(|mistake| problem(source, mistake, 0)).collect(),
    };
    Err(mistakes)
}

/// How much of a site was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// Less than all of the content: where a file cannot be read, rules have nothing to look at.
    Parts,
    /// All of the content.
    Content,
    /// All of the content, and pages that were built before.
    Pages,
    /// All of the content, and pages that were built and finished for it.
    Build,
}

impl Exceptions {
    /// Sets how serious each problem is, takes the recorded ones out, and adds the exceptions that are not needed or
    /// are over. Gives back how many were taken out. Of what was not checked, it is not known what is needed. Those for
    /// rules of the network are left to [`Self::apply_to_links`].
    pub fn apply(&self, problems: &mut Vec<Problem>, now: Timestamp, checked: Checked) -> usize {
        let is_checked = |exception: &Exception| match checked {
            Checked::Parts => false,
            Checked::Content => !exception.is_about_pages(),
            Checked::Pages => !rules::OF_FINISH.contains(&exception.rule.get_ref().as_str()),
            Checked::Build => true,
        };
        self.apply_to(problems, now, &is_checked, &|rule| !is_of_network(rule))
    }

    /// The same for what was found on the network. Only where all links were checked is an exception not needed.
    pub fn apply_to_links(&self, problems: &mut Vec<Problem>, now: Timestamp, all: bool) -> usize {
        self.apply_to(problems, now, &|_| all, &is_of_network)
    }

    fn apply_to(
        &self,
        problems: &mut Vec<Problem>,
        now: Timestamp,
        is_checked: &dyn Fn(&Exception) -> bool,
        is_meant: &dyn Fn(&str) -> bool,
    ) -> usize {
        problems.retain_mut(|problem| self.set_severity(problem));
        let mut used = vec![false; self.file.exceptions.len()];
        let before = problems.len();
        problems.retain(|problem| {
            let known = self.file.exceptions.iter().position(|e| e.holds(now) && e.is_about(problem));
            known.inspect(|index| used[*index] = true).is_none()
        });
        let excepted = before - problems.len();
        let own = self.file.exceptions.iter().zip(used).filter(|(own, _)| is_meant(own.rule.get_ref()));
        for (exception, used) in own {
            let at = |span, rule, what: &str| Problem::new(rule, &self.source, span, what);
            if !exception.holds(now) {
                problems.push(
                    at(exception.expires.span(), "expired-exception", "the day of this exception is over")
                        .hint("put the problem right, or find with the owner a new reason and a new day"),
                );
            } else if !used && is_checked(exception) {
                let unused = at(exception.rule.span(), "unused-exception", "nothing needs this exception");
                problems.push(Problem {
                    severity: Severity::Warning,
                    ..unused.hint(
                        "take the entry out, if the problem was put right; else correct its file or value",
                    )
                });
            }
        }
        excepted
    }

    /// Takes out what is recorded or turned off, and nothing else.
    pub fn forgive(&self, problems: &mut Vec<Problem>, now: Timestamp) {
        problems.retain_mut(|problem| {
            self.set_severity(problem)
                && !self.file.exceptions.iter().any(|e| e.holds(now) && e.is_about(problem))
        });
    }

    /// Whether the rule of the problem is on; sets its severity.
    fn set_severity(&self, problem: &mut Problem) -> bool {
        match self.file.severity.get(problem.rule).map(|setting| setting.get_ref()) {
            Some(Setting::Off) => return false,
            Some(Setting::Error) => problem.severity = Severity::Error,
            Some(Setting::Warning) => problem.severity = Severity::Warning,
            None => {}
        }
        true
    }

    fn mistakes(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        for (name, setting) in &self.file.severity {
            match rule(name) {
                None => found.push(unknown_rule(&self.source, setting.span(), name)),
                Some(rule) if rule.blocks_build && *setting.get_ref() != Setting::Error => found.push(
                    Problem::new(
                        "exceptions",
                        &self.source,
                        setting.span(),
                        format!("no page can be built while `{name}` is broken: it is always an error"),
                    )
                    .hint("take this line out"),
                ),
                Some(_) => {}
            }
        }
        for exception in &self.file.exceptions {
            let name = exception.rule.get_ref();
            if rule(name).is_none() {
                found.push(unknown_rule(&self.source, exception.rule.span(), name));
            }
            for (text, what, hint) in [
                (&exception.reason, "an exception needs a reason", "say why the problem is left for now"),
                (&exception.owner, "an exception needs an owner", "name who will look at it again"),
            ] {
                if text.get_ref().trim().is_empty() {
                    found.push(Problem::new("exceptions", &self.source, text.span(), what).hint(hint));
                }
            }
        }
        found
    }
}

impl Exception {
    /// Until its day has ended anywhere on Earth.
    fn holds(&self, now: Timestamp) -> bool {
        instants::day_end(self.expires.get_ref().0, &Zone::AoE).is_none_or(|end| now < end)
    }

    fn is_about_pages(&self) -> bool {
        rule(self.rule.get_ref()).is_some_and(|rule| rule.of_pages)
    }

    fn is_about(&self, problem: &Problem) -> bool {
        problem.rule == self.rule.get_ref()
            && problem.source.path == self.file
            && self.value.as_ref().is_none_or(|value| value == problem.value())
    }
}

fn rule(name: &str) -> Option<&'static Rule> {
    rules::named(name)
}

fn is_of_network(name: &str) -> bool {
    rules::of_network().any(|rule| rule.name == name)
}

fn unknown_rule(source: &Arc<Source>, span: std::ops::Range<usize>, name: &str) -> Problem {
    let names: Vec<&str> = rules::all().map(|rule| rule.name).collect();
    let hint = suggest::nearest(name, names.iter().copied()).map_or_else(
        || "`dlde check --rules` lists all".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Problem::new("exceptions", source, span, format!("there is no rule `{name}`")).hint(hint)
}

/// Entries for the file that record these problems, with reason, owner and day to fill in.
pub fn to_fill_in(problems: &[Problem]) -> String {
    let mut out = String::new();
    let mut last = String::new();
    // What is wrong with the exceptions themselves is put right in them.
    for problem in problems.iter().filter(|problem| problem.source.path != PATH) {
        let value = problem.value();
        let line = if value.is_empty() { String::new() } else { format!("value = {}\n", quoted(value)) };
        let entry = format!(
            "\n[[exceptions]]\nrule = {}\nfile = {}\n{line}reason = \"\"\nowner = \"\"\nexpires = \"\"\n",
            quoted(problem.rule),
            quoted(&problem.source.path),
        );
        // Two problems at one spot of the same words are one exception.
        if entry != last {
            let _ = write!(out, "{entry}");
        }
        last = entry;
    }
    out
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    ::toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = "[[exceptions]]\nrule = \"http\"\nfile = \"content/a.md\"\nvalue = \"x\"\n\
                         reason = \"r\"\nowner = \"o\"\nexpires = \"2030-01-01\"\n";

    fn files(text: &str) -> Files {
        let source = Arc::new(Source { path: PATH.into(), text: text.into() });
        Files { texts: vec![source], ..Files::default() }
    }

    fn problem(text: &str) -> Problem {
        let source = Arc::new(Source { path: "content/a.md".into(), text: text.into() });
        Problem::new("http", &source, 0..text.len(), "w")
    }

    fn applied(text: &str, problems: &[Problem], today: &str) -> (Vec<(&'static str, Severity)>, usize) {
        let mut left = problems.to_vec();
        let exceptions = read(&files(text), &[]).expect("no mistakes");
        let excepted = exceptions.apply(&mut left, today.parse().expect("an instant"), Checked::Content);
        (left.iter().map(|p| (p.rule, p.severity)).collect(), excepted)
    }

    fn mistakes(text: &str) -> Vec<String> {
        let problems = read(&files(text), &[]).expect_err("has mistakes");
        problems.into_iter().map(|p| format!("{}: {}", p.what, p.hint.unwrap_or_default())).collect()
    }

    #[test]
    fn an_exception_takes_out_its_problem_and_no_other() {
        let problems = [problem("x"), problem("\"x\""), problem("y")];
        assert_eq!(applied(ENTRY, &problems, "2030-01-02T11:00:00Z"), (vec![("http", Severity::Error)], 2));
    }

    #[test]
    fn an_exception_whose_day_is_over_is_reported_with_its_problem() {
        let expected = vec![("http", Severity::Error), ("expired-exception", Severity::Error)];
        assert_eq!(applied(ENTRY, &[problem("x")], "2030-01-02T13:00:00Z"), (expected, 0));
    }

    #[test]
    fn an_exception_that_nothing_needs_is_reported() {
        let expected = vec![("unused-exception", Severity::Warning)];
        assert_eq!(applied(ENTRY, &[], "2029-01-01T00:00:00Z"), (expected, 0));
    }

    #[test]
    fn exceptions_for_links_are_for_the_network_alone() {
        let entry = ENTRY.replace("\"http\"", "\"dead-link\"");
        assert_eq!(applied(&entry, &[], "2029-01-01T00:00:00Z"), (vec![], 0), "`dlde check` checks no links");
        let exceptions = read(&files(&entry), &[]).expect("no mistakes");
        let now = "2029-01-01T00:00:00Z".parse().expect("an instant");
        let mut problems = vec![Problem { rule: "dead-link", ..problem("x") }];
        assert_eq!(exceptions.apply_to_links(&mut problems, now, true), 1);
        assert_eq!(exceptions.apply_to_links(&mut problems, now, false), 0);
        assert!(problems.is_empty(), "where some links were checked, others may need it");
        exceptions.apply_to_links(&mut problems, now, true);
        assert_eq!(problems[0].rule, "unused-exception");
    }

    #[test]
    fn the_organisers_say_how_serious_a_rule_is() {
        let now = "2029-01-01T00:00:00Z";
        let warning = vec![("http", Severity::Warning)];
        assert_eq!(applied("[severity]\nhttp = \"warning\"\n", &[problem("x")], now), (warning, 0));
        assert_eq!(applied("[severity]\nhttp = \"off\"\n", &[problem("x")], now), (vec![], 0));
    }

    #[test]
    fn mistakes_in_the_file_are_all_told() {
        assert_eq!(
            mistakes(
                &(ENTRY.replace("\"http\"", "\"htpp\"").replace("\"r\"", "\" \"")
                    + "[severity]\nx = \"off\"\n")
            ),
            [
                "there is no rule `x`: `dlde check --rules` lists all",
                "there is no rule `htpp`: did you mean `http`?",
                "an exception needs a reason: say why the problem is left for now",
            ]
        );
        assert_eq!(
            mistakes("[severity]\nmissing-image = \"off\"\n"),
            [
                "no page can be built while `missing-image` is broken: it is always an error: take this line out"
            ]
        );
        assert_eq!(
            mistakes(&ENTRY.replace("2030-01-01", "soon").replace("owner", "ower")),
            [
                "unknown key `ower`: did you mean `owner`?",
                "`soon` is no date: write \"2023-12-09\", \"2023-12\" for a month, or \"to be announced\"",
            ]
        );
    }

    #[test]
    fn entries_to_fill_in_are_toml_whatever_is_written_at_the_spot() {
        let text = to_fill_in(&[problem("a \"b\"\n\u{1b}"), problem("a \"b\"\n\u{1b}")]);
        let file: ::toml::Table = text.parse().expect("is TOML");
        let entries = file["exceptions"].as_array().expect("a list");
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0]["value"].as_str(), Some("a \"b\"\n\u{1b}"));
    }
}
