//! A page in the making: what it was, and the edits and notes so far.

use std::{borrow::Cow, collections::HashSet, fmt::Write as _, ops::Range, path::PathBuf, sync::Arc};

use percent_encoding::percent_decode_str;
use url::Url;

use super::{
    Run, addresses,
    head::Head,
    signs::Signs,
    splice::{self, Edit},
    tag::Tag,
    text,
};
use crate::report::Source;

/// Something about a page that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The name of the rewrite that saw it.
    pub rule: &'static str,
    /// Where, in bytes of the page.
    pub range: Range<usize>,
    /// What is wrong, in one lower-case sentence without a full stop.
    pub what: String,
    /// What to do.
    pub hint: String,
    /// Where it is written in the content, in bytes of the file, where that is known.
    pub written: Option<(Arc<Source>, Range<usize>)>,
}

/// A page that is being rewritten.
pub struct Page<'p> {
    /// What all pages share.
    pub run: &'p Run<'p>,
    /// Its path within the site, with `/` on every system and none in front.
    pub path: &'p str,
    /// Its bytes as they were read.
    pub bytes: &'p [u8],
    /// The same as text, where it is well-formed UTF-8.
    pub(super) text: Option<&'p str>,
    /// The address of the site.
    site: Url,
    /// What relative addresses are relative to.
    address: Url,
    rule: &'static str,
    head: Head,
    edits: Vec<Edit>,
    notes: Vec<Note>,
    data: Vec<String>,
    signs: Signs,
    is_doubtful: bool,
}

impl<'p> Page<'p> {
    pub(super) fn new(run: &'p Run<'p>, path: &'p str, bytes: &'p [u8], signs: Signs) -> Self {
        let head = Head::of(bytes);
        let (site, address) = (run.address(""), run.address(path));
        Self {
            run,
            path,
            bytes,
            text: std::str::from_utf8(bytes).ok(),
            site,
            address,
            rule: "",
            head,
            edits: Vec::with_capacity(64),
            notes: Vec::new(),
            data: Vec::new(),
            signs,
            is_doubtful: false,
        }
    }

    /// From here on, it is this rewrite that edits.
    pub(super) fn hand_to(&mut self, rule: &'static str) {
        self.rule = rule;
    }

    /// Notes a start tag by which the head, the encoding or the base of addresses is found.
    pub(super) fn see_head(&mut self, tag: &Tag<'_>) {
        let known = self.head.base.is_some();
        let charset = self.head.charset;
        self.head.see(tag);
        if charset != self.head.charset && !self.head.is_begun(self.bytes, tag.range().start) {
            self.doubt();
        }
        if let (false, Some(base)) = (known, &self.head.base)
            && let Ok(address) = self.address.join(base)
        {
            self.address = address;
        }
    }

    /// The address that a reference leads to, as a browser finds it. Where nobody said what the address of the site is,
    /// one on a host that no site has stands in.
    pub fn resolve(&self, reference: &str) -> Option<Url> {
        self.address.join(reference).ok()
    }

    /// Whether a `base` makes references to parts of the page lead to another one.
    pub fn has_parts_elsewhere(&self) -> bool {
        self.head.base.is_some() && self.address != self.run.address(self.path)
    }

    /// Whether relative references lead to the web: the base of a page may be anything.
    pub fn is_on_web(&self) -> bool {
        matches!(self.address.scheme(), "http" | "https")
    }

    /// Whether a reference leads to the web and away from the host of the site.
    pub fn leaves(&self, reference: &str) -> bool {
        let reference = reference.trim_start_matches(|c: char| c <= ' ');
        if let Some(host) = addresses::plain_host(reference) {
            return !self.site.host_str().is_some_and(|own| own.eq_ignore_ascii_case(host));
        }
        let starts =
            |start: &str| reference.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start));
        // Most other references are to the page or the site itself, and need no parser.
        // Tabs and line breaks are no part of an address. (URL Standard, 4.4.)
        let has_breaks = reference.contains(['\t', '\n', '\r']);
        let is_relative = !(has_breaks || starts("http") || starts("//") || starts("\\") || starts("/\\"));
        if is_relative && self.head.base.is_none() {
            return false;
        }
        self.resolve(reference)
            .is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.host() != self.site.host())
    }

    /// The path below the site's of a reference that is one without any doubt, escaped as it is there.
    pub fn plain_path<'t>(&self, reference: &'t str) -> Option<&'t str> {
        let is_plain = self.head.base.is_none() && addresses::is_plain_path(reference);
        reference.strip_prefix(self.site.path()).filter(|_| is_plain)
    }

    /// The file of the folder that a reference names; none where it leads out of the site. A folder stands for its
    /// `index.html`.
    pub fn file(&self, reference: &str) -> Option<PathBuf> {
        if let Some(path) = self.plain_path(reference) {
            return Some(self.file_at(path));
        }
        let url = self.resolve(reference)?;
        if (url.scheme(), url.host(), url.port()) != (self.site.scheme(), self.site.host(), self.site.port())
        {
            return None;
        }
        let path = url.path().strip_prefix(self.site.path())?;
        let path = percent_decode_str(path).decode_utf8().ok()?;
        // A name that was encoded may be one that leads elsewhere.
        let is_name = |part: &str| part != ".." && part != "." && !part.contains(['\\', '\0']);
        path.split('/').all(is_name).then(|| self.file_at(&path))
    }

    fn file_at(&self, path: &str) -> PathBuf {
        let file = self.run.folder.join(path.trim_matches('/'));
        if path.is_empty() || path.ends_with('/') { file.join("index.html") } else { file }
    }

    /// Bytes of the page as text; ill-formed UTF-8 is replaced.
    pub fn text(&self, range: Range<usize>) -> Cow<'p, str> {
        match self.text.and_then(|text| text.get(range.clone())) {
            Some(text) => text.into(),
            None => String::from_utf8_lossy(self.bytes.get(range).unwrap_or_default()),
        }
    }

    /// All ids of the page, and perhaps some that only look like one: whoever makes a new id avoids both.
    pub fn ids(&self) -> HashSet<String> {
        self.signs.ids(self.bytes)
    }

    /// Whether a tag of the page has an attribute `style`, or something looks like one.
    pub fn has_style(&self) -> bool {
        self.signs.has_style(self.bytes)
    }

    /// The attributes of the page that hold scripts, in lower case, with the places of their names.
    pub fn script_attributes(&self) -> Vec<(String, Range<usize>)> {
        self.signs.scripts(self.bytes)
    }

    /// Puts markup at a place, after what earlier rewrites have put there. Between tags only.
    pub fn insert(&mut self, at: usize, markup: impl Into<String>) {
        self.replace(at..at, markup);
    }

    /// Notes the text of a script element with data, for machines to read, in markup that was put into the page.
    pub fn note_data(&mut self, text: impl Into<String>) {
        self.data.push(text.into());
    }

    /// The data that rewrites before this one have put into the page.
    pub fn data(&self) -> &[String] {
        &self.data
    }

    /// The parts that rewrites before this one have taken out of the page, in order, and what is left there.
    pub(super) fn taken_out(&self) -> Vec<(Range<usize>, &'static str)> {
        let left = |edit: &Edit| ["", APART, FIRST].into_iter().find(|left| *left == edit.text);
        let parts = self.edits.iter().filter(|edit| !edit.range.is_empty());
        let mut parts: Vec<_> = parts.filter_map(|edit| Some((edit.range.clone(), left(edit)?))).collect();
        parts.sort_by_key(|(range, _)| range.start);
        parts
    }

    /// Has another parser make sure that what is put into the page moves nothing else there, because the place depends on
    /// what nobody has seen; it is then to be left as it is.
    pub fn doubt(&mut self) {
        self.is_doubtful = true;
    }

    pub(super) fn is_doubtful(&self) -> bool {
        self.is_doubtful
    }

    /// Puts markup in the place of a part of the page. The edits others make within that part are dropped.
    pub fn replace(&mut self, range: Range<usize>, markup: impl Into<String>) {
        self.note_edit(Edit { range, text: markup.into(), rule: self.rule });
    }

    /// Adds an attribute that the tag has not got, at its [`place_for_attributes`](super::Tag::place_for_attributes).
    pub fn insert_attribute(&mut self, at: usize, name: &str, value: &str) {
        self.insert_as(self.rule, at, name, value);
    }

    /// The place where markup is the first in the head, but after the element that names the encoding, which has to
    /// come within the first 1,024 bytes. To be asked at the end of the page.
    pub fn head(&self) -> usize {
        self.head.start()
    }

    /// Reports something that somebody should look at.
    pub fn report(&mut self, range: Range<usize>, what: impl Into<String>, hint: impl Into<String>) {
        self.report_written(range, None, what, hint);
    }

    /// Reports something that somebody should look at, where it is written in the content.
    pub fn report_written(
        &mut self,
        range: Range<usize>,
        written: Option<(Arc<Source>, Range<usize>)>,
        what: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.notes.push(Note { rule: self.rule, range, what: what.into(), hint: hint.into(), written });
    }

    pub(super) fn insert_as(&mut self, rule: &'static str, at: usize, name: &str, value: &str) {
        let value = text::encode_attribute(value, b'"');
        let mut text = String::with_capacity(name.len() + value.len() + 4);
        text.extend([" ", name]);
        if !value.is_empty() {
            text.extend(["=\"", &value, "\""]);
        }
        self.note_edit(Edit { range: at..at, text, rule });
    }

    pub(super) fn note_edit(&mut self, edit: Edit) {
        self.edits.push(edit);
    }

    /// Markup as it is written into this page, whose encoding may not have all characters. To be asked at the end.
    pub fn written<'m>(&self, markup: &'m str) -> Cow<'m, str> {
        if !self.head.other_charset && self.text.is_some() { markup.into() } else { ascii(markup).into() }
    }

    /// The edits in order, and the notes in the order of the page.
    pub(super) fn finish(mut self) -> (Vec<Edit>, Vec<Note>) {
        let mut edits = splice::in_order(std::mem::take(&mut self.edits));
        if self.head.ends_in_doctype {
            edits.clear();
        }
        for edit in &mut edits {
            if let Cow::Owned(written) = self.written(&edit.text) {
                edit.text = written;
            }
        }
        let mut notes = self.notes;
        notes.sort_by_key(|note| note.range.start);
        (edits, notes)
    }
}

/// Keeps the text before and after a part that is taken out apart.
pub(super) const APART: &str = "<!---->";
/// Keeps what follows the first tag of a page behind a first tag.
pub(super) const FIRST: &str = "<html>";

/// The same text where a page is in another encoding than UTF-8: browsers read it alike in all of them.
fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            out.push(character);
        } else {
            let _ = write!(out, "&#{};", u32::from(character));
        }
    }
    out
}
