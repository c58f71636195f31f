//! `references.bib`, read by the `biblatex` crate.

use std::{ops::Range, sync::Arc};

use biblatex::{ParseErrorKind, RawBibliography, RawChunk};

use super::Typed;
use crate::report::{Problem, Source};

/// A reference: key and fields as they are written.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is, in lower case: `article`, `book` …
    pub kind: String,
    /// Citation key.
    pub key: String,
    /// Byte range of the key.
    pub key_span: Range<usize>,
    /// Fields in the order of the file, their names in lower case.
    pub fields: Vec<Field>,
}

/// A field of a reference.
#[derive(Debug, Clone)]
pub struct Field {
    /// Lower case name.
    pub name: String,
    /// The text between the braces or quotes.
    pub value: String,
    /// Byte range of the name.
    pub span: Range<usize>,
    /// Byte range of the text between the braces or quotes.
    pub value_span: Range<usize>,
}

impl Entry {
    /// The text of a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.get(name).map(|field| field.value.as_str())
    }

    /// A field with its places.
    pub fn get(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// Reads all entries; a file that cannot be read whole has none.
pub(super) fn read(source: &Arc<Source>, problems: &mut Vec<Problem>) -> Option<Typed<Vec<Entry>>> {
    match RawBibliography::parse(&source.text) {
        Ok(bibliography) => {
            Some(Typed { source: source.clone(), value: bibliography.entries.iter().map(entry).collect() })
        }
        Err(error) => {
            let what = match &error.kind {
                ParseErrorKind::UnexpectedEof => "the file ends in the middle of an entry".to_owned(),
                kind => kind.to_string(),
            };
            let last = source.text.trim_end().len();
            let at = error.span.start.min(last.saturating_sub(1));
            problems.push(
                Problem::new("bibtex-syntax", source, at..error.span.end.clamp(at, last), what)
                    .hint("an entry is  @article{key,  lines  name = {value},  and a closing  }"),
            );
            None
        }
    }
}

fn entry(raw: &biblatex::Spanned<biblatex::RawEntry<'_>>) -> Entry {
    let fields = raw.v.fields.iter().map(|pair| Field {
        name: pair.key.v.to_lowercase(),
        value: pair
            .value
            .v
            .iter()
            .map(|chunk| match chunk.v {
                RawChunk::Normal(text) | RawChunk::Abbreviation(text) => text,
            })
            .collect(),
        span: pair.key.span.clone(),
        value_span: match pair.value.v.as_slice() {
            [] => pair.value.span.clone(),
            [first, .., last] => first.span.start..last.span.end,
            [only] => only.span.clone(),
        },
    });
    Entry {
        kind: raw.v.kind.v.to_lowercase(),
        key: raw.v.key.v.to_owned(),
        key_span: raw.v.key.span.clone(),
        fields: fields.collect(),
    }
}
