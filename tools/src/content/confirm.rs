//! The values that nobody has confirmed yet: every `confirm = "why"` of the content.

use std::sync::Arc;

use ::toml::de::{DeTable, DeValue};

use super::{front_matter, references, toml};
use crate::{files::Files, report::Source, site::CONFIG};

/// The key that marks a value.
const KEY: &str = "confirm";
/// The keys that say, in this order, what a table is about.
const SUBJECTS: [&str; 5] = ["label", "title", "name", "id", "kind"];

/// A value to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The file.
    pub path: String,
    /// Line of the mark, from 1.
    pub line: usize,
    /// What it is about, for instance a label or a name.
    pub what: String,
    /// Why it is open.
    pub why: String,
}

/// All open values in order of file and line. Files with mistakes are left out: those are reported elsewhere.
pub fn open(files: &Files) -> Vec<Open> {
    let content = files.texts.iter().filter(|source| source.path != CONFIG);
    let mut open: Vec<Open> = content.flat_map(of_file).collect();
    open.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    open
}

fn of_file(source: &Arc<Source>) -> Vec<Open> {
    let mut found = Vec::new();
    let text = &source.text;
    if source.path.ends_with(".bib") {
        let entries = references::read(source, &mut Vec::new()).map(|file| file.value).unwrap_or_default();
        for entry in entries {
            for field in entry.fields.iter().filter(|field| field.name == KEY) {
                let what = entry.field("title").unwrap_or(&entry.key);
                found.push(mark(source, field.span.start, what, &field.value));
            }
        }
        return found;
    }
    let range = if source.path.ends_with(".md") { front_matter::range(text) } else { Some(0..text.len()) };
    let Some(range) = range else { return found };
    if let Ok(tree) = toml::parse(&text[range.clone()]) {
        in_table(tree.get_ref(), &mut |at, what, why| {
            found.push(mark(source, range.start + at, what.unwrap_or(&source.path), why));
        });
    }
    found
}

fn in_table(table: &DeTable<'_>, found: &mut dyn FnMut(usize, Option<&str>, &str)) {
    for (key, value) in table {
        match value.get_ref() {
            DeValue::String(why) if key.get_ref() == KEY => {
                let subject = SUBJECTS.iter().find_map(|name| table.get(*name)?.get_ref().as_str());
                found(key.span().start, subject, why);
            }
            DeValue::Table(inner) => in_table(inner, found),
            DeValue::Array(items) => {
                items
                    .iter()
                    .filter_map(|item| item.get_ref().as_table())
                    .for_each(|item| in_table(item, found));
            }
            _ => {}
        }
    }
}

fn mark(source: &Source, at: usize, what: &str, why: &str) -> Open {
    Open {
        path: source.path.clone(),
        line: source.position(at).0,
        what: what.to_owned(),
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_in_toml_front_matter_and_references() {
        let file = |path: &str, text: &str| Arc::new(Source { path: path.into(), text: text.into() });
        let texts = vec![
            file("content/a.toml", "[[links]]\nlabel = \"L\"\nconfirm = \"old\"\n"),
            file("content/b.md", "+++\ntitle = \"T\"\n[extra]\nconfirm = \"who?\"\n+++\n"),
            file("content/c.bib", "@misc{k,\n title = {R},\n confirm = {where},\n}\n"),
        ];
        let open = open(&Files { texts, ..Files::default() });
        let seen: Vec<_> = open.iter().map(|o| (o.line, o.what.as_str(), o.why.as_str())).collect();
        assert_eq!(seen, [(3, "L", "old"), (4, "content/b.md", "who?"), (3, "R", "where")]);
    }
}
