//! The addresses in a style sheet, by position: CSS Syntax Level 3, [tokenization].
//!
//! Only as much of the tokens is read as it takes to know what is an address: `url(…)`, the string or `url(…)` of
//! `@import`, and the strings in `url(…)`, `src(…)` and `image-set(…)`. Comments, other strings and what a browser
//! throws away hold none.
//!
//! [tokenization]: https://www.w3.org/TR/css-syntax-3/#tokenization

use std::ops::Range;

/// An address in a style sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Where it is written, with the quotes around it.
    pub place: Range<usize>,
    /// What it says, without quotes and escapes.
    pub text: String,
    /// The quote around it, or none as in `url(a.png)`.
    quote: Option<char>,
}

impl Address {
    /// How another address is written in this place.
    pub fn write(&self, text: &str) -> String {
        let bare = |c: char| !c.is_whitespace() && !c.is_control() && !"\"'()\\".contains(c);
        if self.quote.is_none() && text.chars().all(bare) {
            return text.to_owned();
        }
        let quote = self.quote.unwrap_or('"');
        let mut written = String::from(quote);
        for c in text.chars() {
            match c {
                '\n' | '\r' | '\x0c' => written.push_str(&format!("\\{:x} ", c as u32)),
                '\\' | '"' | '\'' if c == '\\' || c == quote => written.extend(['\\', c]),
                _ => written.push(c),
            }
        }
        written.push(quote);
        written
    }
}

/// The addresses in a style sheet or a `style` attribute, in order.
pub fn addresses(css: &str) -> Vec<Address> {
    let mut scanner = Scanner { css, at: 0, found: Vec::new(), open: Vec::new(), import: false };
    while scanner.token() {}
    scanner.found
}

/// `css` with each address as `new` gives it, and all else as it is; none where nothing changes.
pub fn rewrite(css: &str, mut new: impl FnMut(&str) -> Option<String>) -> Option<String> {
    let mut result = String::new();
    let mut copied = 0;
    for address in addresses(css) {
        let Some(text) = new(&address.text) else { continue };
        result.push_str(&css[copied..address.place.start]);
        result.push_str(&address.write(&text));
        copied = address.place.end;
    }
    (copied > 0).then(|| result + &css[copied..])
}

/// What an open parenthesis belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// A function whose first string is an address: `url(` or `src(`.
    Address,
    /// A function of which all strings are addresses: `image-set(`.
    Addresses,
    /// Anything else.
    Other,
}

struct Scanner<'a> {
    css: &'a str,
    at: usize,
    found: Vec<Address>,
    open: Vec<Open>,
    /// After `@import`, before its address.
    import: bool,
}

impl Scanner<'_> {
    /// Reads one token, or what is enough of it; false at the end.
    fn token(&mut self) -> bool {
        let Some(c) = self.peek() else { return false };
        match c {
            '/' if self.rest().starts_with("/*") => {
                let end = self.rest().get(2..).and_then(|rest| rest.find("*/"));
                self.at = end.map_or(self.css.len(), |end| self.at + end + 4);
            }
            '"' | '\'' => self.string(c),
            '@' => {
                self.at += 1;
                self.import = self.name().eq_ignore_ascii_case("import");
            }
            '(' => self.push(Open::Other),
            ')' => {
                self.at += 1;
                self.open.pop();
            }
            ';' | '{' | '}' => {
                self.at += 1;
                self.open.clear();
                self.import = false;
            }
            // A name within a number or a hash is no function.
            '#' | '0'..='9' => {
                self.at += 1;
                self.name();
            }
            _ if is_name(c) || self.is_escape() => self.function(),
            _ => self.at += c.len_utf8(),
        }
        true
    }

    fn function(&mut self) {
        let name = self.name().to_ascii_lowercase();
        if self.peek() != Some('(') {
            return;
        }
        match name.as_str() {
            "url" => self.url(),
            "src" => self.push(Open::Address),
            "image-set" | "-webkit-image-set" => self.push(Open::Addresses),
            _ => self.push(Open::Other),
        }
    }

    fn push(&mut self, what: Open) {
        self.at += 1;
        self.open.push(what);
    }

    /// A string, from its quote on; one that is broken off by the end of a line is thrown away.
    fn string(&mut self, quote: char) {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            match self.peek() {
                Some('\n' | '\r' | '\x0c') => return,
                Some('\\') => text.extend(self.escape()),
                Some(c) => {
                    self.at += c.len_utf8();
                    if c == quote {
                        break;
                    }
                    text.push(c);
                }
                None => return,
            }
        }
        let inside = self.open.last_mut();
        let is_address = self.import || matches!(inside.as_deref(), Some(Open::Address | Open::Addresses));
        if let Some(open) = inside.filter(|open| **open == Open::Address) {
            *open = Open::Other;
        }
        self.import = false;
        if is_address {
            self.found.push(Address { place: start..self.at, text, quote: Some(quote) });
        }
    }

    /// `url(`, from the parenthesis on: a function if a string follows, else all in one token.
    fn url(&mut self) {
        self.push(Open::Address);
        self.blanks();
        let start = self.at;
        let mut text = String::new();
        let end = loop {
            match self.peek() {
                Some('"' | '\'') if self.at == start => return,
                Some(')') | None => break self.at,
                Some(c) if is_blank(c) => {
                    let end = self.at;
                    self.blanks();
                    match self.peek() {
                        Some(')') | None => break end,
                        _ => return self.bad_url(),
                    }
                }
                Some('\\') if self.is_escape() => text.extend(self.escape()),
                Some('"' | '\'' | '(' | '\\' | '\0'..='\x08' | '\x0b' | '\x0e'..='\x1f' | '\x7f') => {
                    return self.bad_url();
                }
                Some(c) => {
                    self.at += c.len_utf8();
                    text.push(c);
                }
            }
        };
        // An empty one is the style sheet itself in name, and nothing in fact.
        if end > start {
            self.found.push(Address { place: start..end, text, quote: None });
        }
        self.import = false;
    }

    /// To the parenthesis that ends it.
    fn bad_url(&mut self) {
        loop {
            match self.peek() {
                Some(')') | None => return,
                Some('\\') => {
                    self.escape();
                }
                Some(c) => self.at += c.len_utf8(),
            }
        }
    }

    fn name(&mut self) -> String {
        let mut name = String::new();
        loop {
            match self.peek() {
                Some(c) if is_name(c) || c.is_ascii_digit() => {
                    self.at += c.len_utf8();
                    name.push(c);
                }
                Some('\\') if self.is_escape() => name.extend(self.escape()),
                _ => return name,
            }
        }
    }

    /// What an escape stands for; nothing for the end of a line in a string.
    fn escape(&mut self) -> Option<char> {
        self.at += 1;
        let digits = self.rest().bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        if digits > 0 {
            let code = u32::from_str_radix(self.rest().get(..digits)?, 16).ok()?;
            self.at += digits;
            self.line_end_or(is_blank);
            return Some(char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{fffd}'));
        }
        if self.line_end_or(|_| false) {
            return None;
        }
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Skips the end of a line, or one other wanted sign.
    fn line_end_or(&mut self, wanted: impl Fn(char) -> bool) -> bool {
        let length = match self.peek() {
            Some('\r') if self.rest().starts_with("\r\n") => 2,
            Some('\n' | '\r' | '\x0c') => 1,
            Some(c) if wanted(c) => c.len_utf8(),
            _ => 0,
        };
        self.at += length;
        length > 0
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(is_blank).len();
    }

    /// Whether here begins an escape: a backslash that does not end the line.
    fn is_escape(&self) -> bool {
        let mut signs = self.rest().chars();
        signs.next() == Some('\\') && !matches!(signs.next(), Some('\n' | '\r' | '\x0c') | None)
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &str {
        self.css.get(self.at..).unwrap_or_default()
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '_' | '-' | '\u{80}'..)
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(css: &str) -> Vec<String> {
        addresses(css).into_iter().map(|address| address.text).collect()
    }

    #[test]
    fn addresses_are_found_where_a_browser_finds_them() {
        let cases: [(&str, &[&str]); 20] = [
            ("a{background:url(a.png)}", &["a.png"]),
            ("a{background:URL( 'a b.png' ),url(\"c\") url( d )}", &["a b.png", "c", "d"]),
            (r"a{b:url(a\29 .png) \75rl(x)}", &["a).png", "x"]),
            ("@import 'a.css' layer('no');@IMPORT url(b.css) screen;", &["a.css", "b.css"]),
            ("@import/* url(no) */\n\"a.css\";", &["a.css"]),
            ("@namespace svg 'no'; @charset \"no\";", &[]),
            ("/* url(no) */ a{content:'url(no)'} /* 'url(no)", &[]),
            (
                "a{b:image-set('a.png' 1x type('no'),url(b.png) 2x,\"c.png\" 3x)}",
                &["a.png", "b.png", "c.png"],
            ),
            ("a{b:-webkit-image-set(\"a\" 1x)}b{c:src('d' 'no')}", &["a", "d"]),
            ("a{b:url(a b) url(c) url(d'e) url(f(g) url(h)}", &["c", "h"]),
            ("a{b:'no\nurl(a)", &["a"]),
            ("a{b:'no\\\n url(no)' url('a\\\r\nb')}", &["ab"]),
            ("a{b:url(data:image/svg+xml;utf8,%3Csvg%3E)}", &["data:image/svg+xml;utf8,%3Csvg%3E"]),
            ("a{b:url()}b{c:url( )}d{e:url('')}", &[""]),
            ("a{b:1url(no) #url(no) curl(no) my-url(no) url\\((no)}", &[]),
            ("a{b:url(a", &["a"]),
            ("a{b:url(#x)}", &["#x"]),
            ("a{b:url(\\", &[]),
            ("a{b:url(/*no*/'x') url(y)}", &["y"]),
            ("", &[]),
        ];
        for (css, expected) in cases {
            assert_eq!(texts(css), expected, "{css:?}");
        }
    }

    #[test]
    fn only_the_addresses_change_and_quotes_are_added_where_needed() {
        let new = |address: &str| (address != "same").then(|| format!("{address}+('\"\\"));
        assert_eq!(
            rewrite("/**/a{b:url( x ) url('y')url(\"z\") url(same)}", new).as_deref(),
            Some(r#"/**/a{b:url( "x+('\"\\" ) url('y+(\'"\\')url("z+('\"\\") url(same)}"#)
        );
        assert_eq!(
            rewrite("a{b:url(x)}", |_| Some("../x.png".to_owned())).as_deref(),
            Some("a{b:url(../x.png)}")
        );
        assert_eq!(rewrite("a{b:url(same)}", new), None);
    }

    /// Every text of up to five pieces that mean something.
    #[test]
    fn what_is_written_is_read_back_as_the_same_addresses() {
        let pieces = ["url(", "'", "\"", ")", "\\", "x", " ", "/*", "@import", "\n"];
        let mut texts = vec![String::new()];
        for _ in 0..5 {
            let longer = texts.iter().flat_map(|text| pieces.map(|piece| format!("{text}{piece}")));
            texts = longer.collect::<Vec<_>>();
            for text in &texts {
                let before: Vec<_> =
                    addresses(text).into_iter().map(|a| format!("a'b\\\"(c\n{}", a.text)).collect();
                let written = rewrite(text, |address| Some(format!("a'b\\\"(c\n{address}")));
                let after: Vec<_> =
                    addresses(written.as_deref().unwrap_or(text)).into_iter().map(|a| a.text).collect();
                assert_eq!(after, before, "{text:?} became {written:?}");
            }
        }
    }
}
