//! The tags and comments of a page by position: the tokenizer of the HTML Standard, section 13.2.5, and nothing of the
//! tree. It stops where only the tree could tell what is text, so that what it finds is certain.

use std::ops::Range;

use memchr::{memchr, memmem};

/// A piece of markup, in bytes of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'p> {
    /// A start tag with its name as it is written.
    Start(&'p [u8], Range<usize>),
    /// An end tag.
    End(Range<usize>),
    /// A comment, or what browsers take for one.
    Comment(Range<usize>),
}

impl Token<'_> {
    /// Where it is.
    pub(super) fn range(&self) -> Range<usize> {
        let (Self::Start(_, range) | Self::End(range) | Self::Comment(range)) = self;
        range.clone()
    }
}

/// Elements whose content is text up to their end tag, if they are of HTML. (13.2.5.2 to 13.2.5.4; `noscript` where
/// scripts are run.)
const TEXTS: [&[u8]; 9] =
    [b"script", b"style", b"title", b"textarea", b"iframe", b"noscript", b"noframes", b"noembed", b"xmp"];

/// The tokens of a page in order.
pub(super) struct Tokens<'p> {
    page: &'p [u8],
    at: usize,
    /// Whether there has been an element of SVG or MathML, where content is markup whatever the element is.
    may_be_foreign: bool,
}

impl<'p> Tokens<'p> {
    pub(super) fn of(page: &'p [u8]) -> Self {
        Self { page, at: 0, may_be_foreign: false }
    }

    fn rest(&self, at: usize) -> &'p [u8] {
        self.page.get(at..).unwrap_or_default()
    }

    fn stop(&mut self) {
        self.at = self.page.len();
    }

    fn start(&mut self, start: usize) -> Option<Token<'p>> {
        let Some((end, _)) = end_of_tag(self.page, start) else {
            self.stop();
            return None;
        };
        let name = name(self.rest(start + 1));
        self.at = end;
        if TEXTS.iter().any(|text| name.eq_ignore_ascii_case(text)) {
            self.pass_text(name);
        } else if name.eq_ignore_ascii_case(b"plaintext") {
            self.stop();
        } else {
            self.may_be_foreign |= name.eq_ignore_ascii_case(b"svg") || name.eq_ignore_ascii_case(b"math");
        }
        Some(Token::Start(name, start..end))
    }

    /// Goes on with the end tag of an element that holds text.
    fn pass_text(&mut self, element: &[u8]) {
        let text = self.rest(self.at);
        let is_end = |at: &usize| {
            let tag = text.get(at + 1..).and_then(|rest| rest.strip_prefix(b"/")).map(name);
            tag.is_some_and(|name| name.eq_ignore_ascii_case(element))
        };
        let end = memchr::memchr_iter(b'<', text).find(is_end).unwrap_or(text.len());
        let text = text.get(..end).unwrap_or_default();
        let may_be_markup = self.may_be_foreign && memchr(b'<', text).is_some();
        // A script within a comment within a script goes on after its end tag. (13.2.5.27)
        let may_go_on = element.eq_ignore_ascii_case(b"script")
            && memmem::find(text, b"<!--").is_some_and(|comment| opens_script(&text[comment..]));
        if may_be_markup || may_go_on {
            self.stop();
        } else {
            self.at += end;
        }
    }

    fn declaration(&mut self, start: usize) -> Option<Token<'p>> {
        let rest = self.rest(start);
        let starts = |with: &[u8]| rest.get(..with.len()).is_some_and(|own| own.eq_ignore_ascii_case(with));
        if starts(b"<!--") {
            self.at = start + comment(rest);
        } else if starts(b"<!doctype") {
            self.at = start + past(rest);
            return None;
        } else if starts(b"<![CDATA[") && self.may_be_foreign {
            self.stop();
            return None;
        } else {
            self.at = start + past(rest);
        }
        Some(Token::Comment(start..self.at))
    }
}

impl<'p> Iterator for Tokens<'p> {
    type Item = Token<'p>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(offset) = memchr(b'<', self.rest(self.at)) {
            let start = self.at + offset;
            let rest = self.rest(start);
            let token = match (rest.get(1), rest.get(2)) {
                (Some(letter), _) if letter.is_ascii_alphabetic() => self.start(start),
                (Some(b'/'), Some(letter)) if letter.is_ascii_alphabetic() => {
                    self.at = end_of_tag(self.page, start).map_or(self.page.len(), |(end, _)| end);
                    Some(Token::End(start..self.at))
                }
                (Some(b'!'), _) => self.declaration(start),
                (Some(b'/'), Some(b'>')) => {
                    self.at = start + 3;
                    None
                }
                (Some(b'?'), _) | (Some(b'/'), Some(_)) => {
                    self.at = start + past(rest);
                    Some(Token::Comment(start..self.at))
                }
                _ => {
                    self.at = start + 1;
                    None
                }
            };
            if token.is_some() {
                return token;
            }
        }
        None
    }
}

/// The name that a tag begins with.
pub(super) fn name(tag: &[u8]) -> &[u8] {
    let ends = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ' | b'/' | b'>');
    tag.get(..tag.iter().position(ends).unwrap_or(tag.len())).unwrap_or_default()
}

/// Whether a tag begins with this name.
pub(super) fn has_name(tag: &[u8], wanted: &str) -> bool {
    // A tag may be as long as the page.
    let start = tag.get(..tag.len().min(wanted.len() + 1)).unwrap_or_default();
    name(start).eq_ignore_ascii_case(wanted.as_bytes())
}

/// What comes last in a tag before its `>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    /// A `=` that no value follows.
    Sign,
    /// A slash that is part of no value.
    Slash,
    /// Anything else.
    Other,
}

/// Where a tag ends that begins here; none where the page ends within it. A `>` in quotes does not end it, and quotes are
/// some only where a value begins. (13.2.5.32 to 13.2.5.40)
pub(super) fn end_of_tag(page: &[u8], start: usize) -> Option<(usize, Last)> {
    let blanks = |at: usize| {
        let rest = page.get(at..).unwrap_or_default();
        at + rest.iter().take_while(|byte| is_blank(**byte)).count()
    };
    let until =
        |at: usize, ends: fn(u8) -> bool| Some(at + page.get(at..)?.iter().position(|byte| ends(*byte))?);
    let mut at = until(start + 1 + usize::from(page.get(start + 1) == Some(&b'/')), ends_name)?;
    let mut last = Last::Other;
    loop {
        match page.get(at)? {
            b'>' => return Some((at + 1, last)),
            byte if *byte == b'/' || is_blank(*byte) => {
                last = if *byte == b'/' { Last::Slash } else { Last::Other };
                at += 1;
            }
            _ => {
                last = Last::Other;
                // A `=` that comes first is part of the name.
                let end = blanks(until(at + 1, |byte| ends_name(byte) || byte == b'=')?);
                if page.get(end)? != &b'=' {
                    at = end;
                    continue;
                }
                let value = blanks(end + 1);
                at = match page.get(value)? {
                    b'>' => return Some((value + 1, Last::Sign)),
                    quote @ (b'"' | b'\'') => value + 2 + memchr(*quote, page.get(value + 1..)?)?,
                    _ => until(value, |byte| byte == b'>' || is_blank(byte))?,
                };
            }
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

fn ends_name(byte: u8) -> bool {
    is_blank(byte) || matches!(byte, b'/' | b'>')
}

/// How long the comment is that this begins with. (13.2.5.43 to 13.2.5.52)
pub(super) fn comment(rest: &[u8]) -> usize {
    for (whole, length) in [(b"<!-->".as_slice(), 5), (b"<!--->", 6)] {
        if rest.starts_with(whole) {
            return length;
        }
    }
    let mut at = 4;
    while let Some(offset) = memmem::find(rest.get(at..).unwrap_or_default(), b"--") {
        let after = at + offset + 2;
        match (rest.get(after), rest.get(after + 1)) {
            (Some(b'>'), _) => return after + 1,
            (Some(b'!'), Some(b'>')) => return after + 2,
            _ => at = after - 1,
        }
    }
    rest.len()
}

/// How long the piece is that ends with the next `>`.
fn past(rest: &[u8]) -> usize {
    memchr(b'>', rest).map_or(rest.len(), |at| at + 1)
}

fn opens_script(text: &[u8]) -> bool {
    let opens = |at: usize| text.get(at + 1..at + 7).is_some_and(|name| name.eq_ignore_ascii_case(b"script"));
    memchr::memchr_iter(b'<', text).any(opens)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use lol_html::{HtmlRewriter, Settings, doc_comments, element};

    use super::*;

    /// Where the parser sees start tags and comments.
    fn parsed(page: &[u8]) -> Option<Vec<(bool, Range<usize>)>> {
        let seen = RefCell::new(Vec::new());
        let settings = Settings::new()
            .append_element_content_handler(element!("*", |element| {
                seen.borrow_mut().push((false, element.source_location().bytes()));
                Ok(())
            }))
            .append_document_content_handler(doc_comments!(|comment| {
                seen.borrow_mut().push((true, comment.source_location().bytes()));
                Ok(())
            }));
        let mut parser = HtmlRewriter::new(settings, |_: &[u8]| {});
        parser.write(page).and_then(|()| parser.end()).ok()?;
        Some(seen.into_inner())
    }

    fn found(page: &[u8]) -> Vec<(bool, Range<usize>)> {
        let seen = |token| match token {
            Token::Start(_, range) => Some((false, range)),
            Token::Comment(range) => Some((true, range)),
            Token::End(_) => None,
        };
        Tokens::of(page).filter_map(seen).collect()
    }

    #[test]
    fn tags_and_comments_are_those_of_the_parser() {
        for page in [
            "<!doctype html \"<p>\"><html lang=en><!-- a --><p title=\"<!-- b -->\" id='>'>c</p ><!---->",
            "<!--><p><!---><p><!-- a --!><p><!-- -- --->b<!--c--",
            "<!x><?y?></ z></><p / ></p a='>'><!doctype><![CDATA[ <p> ]]>",
            "<a b\"c>d\"><a =b='>'><a b = >c<a b=c'>'<a/b/='>'/><a b=\"c\"d='>'>",
            "<script>a<!-- b --></script><style><!-- </STYLE ><title><p></title/><textarea></textareas></textarea>",
            "<SCRIPT><!-- <b></SCRIPT><xmp><p></xmp><iframe><p></iframe><noscript><!-- a --></noscript><p>",
            "<svg viewBox='0 0 1 1'><title>a</title><path d='M0'/></svg><!-- a --><math><mi>x</mi></math><p>",
            "< p><1><p\0><\u{fc}><p\x0c\n\r\tid=1>a<b",
        ] {
            assert_eq!(Some(found(page.as_bytes())), parsed(page.as_bytes()), "{page}");
        }
    }

    #[test]
    fn it_stops_where_only_the_tree_can_tell() {
        for page in [
            "<p><plaintext><p>",
            "<script><!-- <script></script> --></script><p>",
            "<svg><style><p></style></svg><p>",
            "<svg><![CDATA[ <p> ]]></svg><p>",
            "<p><title>a",
        ] {
            let (found, parsed) = (found(page.as_bytes()), parsed(page.as_bytes()).expect("is parsed"));
            assert!(
                found.len() <= parsed.len() && parsed.starts_with(&found),
                "{page}: {found:?} {parsed:?}"
            );
        }
        let odd = include_str!("odd_pages.txt").lines().map(|line| line.replace("\\n", "\n"));
        let mut whole = 0;
        for page in odd {
            let Some(parsed) = parsed(page.as_bytes()) else { continue };
            let found = found(page.as_bytes());
            assert!(parsed.starts_with(&found), "{page}: {found:?} {parsed:?}");
            whole += usize::from(found == parsed);
        }
        assert!(whole >= 50, "only {whole} odd pages are read to their end");
    }
}
