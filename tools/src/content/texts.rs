//! Every piece of text of an edition with its place in its file, for rules that look at words and addresses wherever
//! they are written.

use std::{ops::Range, sync::Arc};

use ::toml::de::{DeTable, DeValue};

use super::{Edition, front_matter, name, toml};
use crate::{
    files::Files,
    report::{Problem, Source},
};

/// The key of the text below the head of a Markdown file.
pub(super) const BODY: &str = "body";
/// Keys whose values are no words of the page.
const UNSEEN: [&str; 2] = ["confirm", "id"];
/// Keys whose values are Markdown.
const MARKDOWN: [&str; 4] = [BODY, "bio", "abstract", "text"];

/// A string as it is written, without its quotes.
#[derive(Debug, Clone)]
pub struct Text<'a> {
    /// The file.
    pub source: &'a Arc<Source>,
    /// The table it stands in, for instance `links`; empty at the top, and in Markdown and BibTeX.
    pub table: String,
    /// Its key; [`BODY`] below the head of a Markdown file.
    pub key: String,
    /// Where it begins in the file.
    pub at: usize,
    /// As it is written.
    pub text: &'a str,
}

impl<'a> Text<'a> {
    /// A whole file as running text.
    pub fn running(source: &'a Arc<Source>) -> Self {
        Self { source, table: String::new(), key: BODY.to_owned(), at: 0, text: &source.text }
    }

    /// The name of the file within its folder.
    pub(super) fn file(&self) -> &str {
        name(self.source)
    }

    /// Whether the text is Markdown.
    pub fn is_markdown(&self) -> bool {
        MARKDOWN.contains(&self.key.as_str())
    }

    /// A problem of a part of it.
    pub(super) fn problem(&self, rule: &'static str, part: Range<usize>, what: impl Into<String>) -> Problem {
        Problem::new(rule, self.source, self.at + part.start..self.at + part.end, what)
    }
}

/// What a template holds beside its comments, as running text.
pub(super) fn of_template(source: &Arc<Source>) -> Vec<Text<'_>> {
    let text = source.text.as_str();
    let mut found = Vec::new();
    let mut from = 0;
    let mut add =
        |part: Range<usize>| found.push(Text { at: part.start, text: &text[part], ..Text::running(source) });
    for (open, _) in text.match_indices(['{', '<']) {
        let rest = &text[open..];
        let close = match rest {
            _ if open < from => continue,
            _ if rest.starts_with("{#") => "#}",
            _ if rest.starts_with("<!--") => "-->",
            _ => continue,
        };
        add(from..open);
        from = rest.find(close).map_or(text.len(), |length| open + length + close.len());
    }
    add(from..text.len());
    found
}

/// All texts of an edition, in order of file and place.
pub(super) fn of_edition<'a>(edition: &'a Edition, files: &'a Files) -> Vec<Text<'a>> {
    let mut texts = Vec::new();
    for source in super::texts_of(&edition.folder, files) {
        if source.path != super::exceptions::PATH {
            of_file(source, &mut texts);
        }
    }
    if let Some(file) = &edition.references {
        let fields = file.value.iter().flat_map(|entry| &entry.fields);
        for field in fields.filter(|field| !UNSEEN.contains(&field.name.as_str())) {
            if let Some(text) = file.source.text.get(field.value_span.clone()) {
                let (key, at) = (field.name.clone(), field.value_span.start);
                texts.push(Text { source: &file.source, table: String::new(), key, at, text });
            }
        }
    }
    texts
}

/// The texts of a TOML or Markdown file; none where it cannot be read, which is reported elsewhere.
pub fn of_file<'a>(source: &'a Arc<Source>, texts: &mut Vec<Text<'a>>) {
    let text = &source.text;
    let head = match source.path.rsplit_once('.') {
        Some((_, "toml")) => Some(0..text.len()),
        Some((_, "md")) => front_matter::range(text),
        _ => return,
    };
    if let Some(head) = head.clone()
        && let Ok(tree) = toml::parse(&text[head.clone()])
    {
        let first = texts.len();
        in_table(tree.get_ref(), "", &mut |table, key, span| {
            let at = inside(&text[head.clone()], span);
            if let Some(value) = text.get(head.start + at.start..head.start + at.end) {
                let (table, key) = (table.to_owned(), key.to_owned());
                texts.push(Text { source, table, key, at: head.start + at.start, text: value });
            }
        });
        texts[first..].sort_by_key(|text| text.at);
    }
    if source.path.ends_with(".md") {
        let at = head.map_or(0, |head| (head.end + 3).min(text.len()));
        if let Some(body) = text.get(at..) {
            texts.push(Text { source, table: String::new(), key: BODY.to_owned(), at, text: body });
        }
    }
}

/// The formulas of a text, with the dollars around them, by the rule of Pandoc: no blank inside of either, and no digit
/// after the second, so that prices stay. <https://pandoc.org/MANUAL.html#math>
pub fn formulas(text: &[u8]) -> Vec<Range<usize>> {
    let at = |place: usize| text.get(place).copied();
    let solid = |byte: Option<u8>| byte.is_some_and(|byte| !byte.is_ascii_whitespace() && byte != b'$');
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for place in (0..text.len()).filter(|place| at(*place) == Some(b'$')) {
        let after = at(place + 1);
        let before = place.checked_sub(1).and_then(at);
        match open {
            Some(start) if solid(before) && !after.is_some_and(|b| b.is_ascii_digit()) => {
                found.push(start..place + 1);
                open = None;
            }
            _ => open = (solid(after) && before != Some(b'\\')).then_some(place).or(open),
        }
    }
    found
}

fn in_table(table: &DeTable<'_>, name: &str, found: &mut dyn FnMut(&str, &str, Range<usize>)) {
    for (key, value) in table {
        if !UNSEEN.contains(&key.get_ref().as_ref()) {
            in_value(value, name, key.get_ref(), found);
        }
    }
}

fn in_value(
    value: &serde_spanned::Spanned<DeValue<'_>>,
    table: &str,
    key: &str,
    found: &mut dyn FnMut(&str, &str, Range<usize>),
) {
    match value.get_ref() {
        DeValue::String(_) => found(table, key, value.span()),
        DeValue::Table(inner) => in_table(inner, key, found),
        DeValue::Array(items) => {
            items.iter().for_each(|item| match item.get_ref() {
                DeValue::Table(inner) => in_table(inner, key, found),
                _ => in_value(item, table, key, found),
            });
        }
        _ => {}
    }
}

/// The part of a TOML string within its quotes.
fn inside(text: &str, span: Range<usize>) -> Range<usize> {
    let written = text.get(span.clone()).unwrap_or_default();
    let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| written.starts_with(quote));
    let length = quotes.map_or(0, str::len);
    if written.len() < 2 * length {
        return span;
    }
    span.start + length..span.end - length
}

/// An address in a text.
#[derive(Debug, Clone)]
pub struct Address<'t, 'a> {
    /// The text it stands in.
    pub text: &'t Text<'a>,
    /// Its place in the text.
    pub part: Range<usize>,
    /// As it is written.
    pub url: &'a str,
}

impl Address<'_, '_> {
    /// A problem of the whole address.
    pub(super) fn problem(&self, rule: &'static str, what: impl Into<String>) -> Problem {
        self.text.problem(rule, self.part.clone(), what)
    }

    /// Host in lower case without `www.`, and what follows it.
    pub(super) fn split(&self) -> (String, &str) {
        split(self.url)
    }
}

/// Host in lower case without `www.`, and what follows it, both empty where there is no host.
pub(super) fn split(url: &str) -> (String, &str) {
    let Some((_, rest)) = url.split_once("://") else { return (String::new(), "") };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest[..end].to_lowercase();
    (host.strip_prefix("www.").unwrap_or(&host).to_owned(), &rest[end..])
}

/// The web addresses of some texts: a value that is one, and those in running text.
pub fn addresses<'t, 'a>(texts: &'t [Text<'a>]) -> Vec<Address<'t, 'a>> {
    let mut found = Vec::new();
    for text in texts {
        if !text.is_markdown() && text.text.starts_with("http") && text.text.contains("://") {
            found.push(Address { text, part: 0..text.text.len(), url: text.text });
            continue;
        }
        let mut from = 0;
        while let Some(at) = text.text[from..].find("http").map(|at| from + at) {
            let rest = &text.text[at..];
            from = at + 4;
            if rest.starts_with("https://") || rest.starts_with("http://") {
                let end = at + end_of_address(rest);
                found.push(Address { text, part: at..end, url: &text.text[at..end] });
                from = end;
            }
        }
    }
    found
}

/// Where an address in running text ends: at a blank, a quote, a closing bracket that it did not open, or the mark that
/// ends a sentence.
fn end_of_address(text: &str) -> usize {
    let mut open = 0_usize;
    let mut end = text.len();
    for (at, character) in text.char_indices() {
        match character {
            '(' => open += 1,
            ')' if open > 0 => open -= 1,
            ')' | '"' | '<' | '>' | '`' | ']' | '}' | '\\' => {
                end = at;
                break;
            }
            c if c.is_whitespace() => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']).len()
}

/// The beginning of a text, longer than any address: what is looked for behind each of many marks is looked for in
/// it, so that no text takes long.
pub fn beginning(text: &str) -> &str {
    const LONGEST: usize = 4096;
    let end = (0..=LONGEST.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

/// What stands between each occurrence of `open` and the closing bracket after it on the same line, with its place.
pub(super) fn enclosed<'a>(text: &'a str, open: &str) -> Vec<(usize, &'a str)> {
    /// No address is longer.
    const LONGEST: usize = 4096;
    let mut found = Vec::new();
    // The next closing bracket or line end: it is looked for once, so that no text takes long.
    let mut close = 0;
    for (at, mark) in text.match_indices(open) {
        let start = at + mark.len();
        if close < start {
            let Some(length) = text[start..].find([')', '\n']) else { break };
            close = start + length;
        }
        if close - start <= LONGEST && text[close..].starts_with(')') {
            found.push((start, &text[start..close]));
        }
    }
    found
}

/// The targets of the Markdown links of a text, with their places.
pub fn targets<'a>(text: &Text<'a>) -> Vec<(Range<usize>, &'a str)> {
    let target = |(start, inner): (usize, &'a str)| {
        let target = inner.split(" \"").next().unwrap_or_default().trim_end();
        (start..start + target.len(), target)
    };
    enclosed(text.text, "](").into_iter().map(target).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Arc<Source> {
        Arc::new(Source { path: path.into(), text: text.into() })
    }

    #[test]
    fn every_string_of_a_file_is_found_at_its_place() {
        let source = source(
            "content/a.md",
            "+++\ntitle = \"T\"\n[extra]\nconfirm = \"c\"\nb = [\"x\", '''y''']\n+++\nBody\n",
        );
        let mut texts = Vec::new();
        of_file(&source, &mut texts);
        let seen: Vec<_> = texts.iter().map(|t| (t.table.as_str(), t.key.as_str(), t.text)).collect();
        assert_eq!(
            seen,
            [("", "title", "T"), ("extra", "b", "x"), ("extra", "b", "y"), ("", BODY, "\nBody\n")]
        );
        assert!(texts.iter().all(|t| source.text[t.at..].starts_with(t.text)));
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        let source = source(
            "content/a.md",
            "+++\n+++\nSee [a](https://a.org/x_(y)), <https://b.org>, https://c.org/d.\nhttps: no",
        );
        let mut texts = Vec::new();
        of_file(&source, &mut texts);
        let urls: Vec<_> = addresses(&texts).iter().map(|address| address.url).collect();
        assert_eq!(urls, ["https://a.org/x_(y)", "https://b.org", "https://c.org/d"]);
    }
}
