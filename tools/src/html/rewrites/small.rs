//! Comments go, and so do the blanks between the elements of the head but for line breaks: neither is anything to a
//! reader.
//!
//! Only what provably changes nothing else is touched. Blanks in the body stay, since a style sheet may show them.

use std::ops::Range;

use crate::html::{
    Page, Rewrite, Rule,
    head::preamble_end,
    tokens::{Token, Tokens},
};

pub(super) const RULE: Rule = Rule {
    name: "small",
    reason: "nobody should have to download notes that authors wrote for themselves",
    selector: "",
    on: |options| options.small,
    start: |_, _| Some(Box::<Small>::default()),
};

/// What is known of the blanks of a page so far.
#[derive(Default)]
struct Small {
    /// Where the first tag of the page is, if nothing but what may come before it does.
    preamble: usize,
    /// Where the next element of the head begins if nothing else is in between: what begins there is in the head too.
    next: Option<usize>,
    /// Whether a line break stays before that.
    has_break: bool,
    /// Whether the element of the head that began last holds text.
    holds_text: bool,
    /// The run of comments that went last: where it begins and ends.
    gone: Range<usize>,
    /// Where the content of the last `pre` begins; a line feed there means nothing, unless a comment comes before it.
    pre: Option<usize>,
}

impl Rewrite for Small {
    fn end(&mut self, page: &mut Page<'_>) {
        let begins_comment =
            |at: &usize| page.bytes.get(at.saturating_sub(1)..).is_some_and(|rest| rest.starts_with(b"<!--"));
        let last = memchr::memrchr_iter(b'!', page.bytes).find(begins_comment).unwrap_or_default();
        let mut in_head = true;
        self.preamble = preamble_end(page.bytes);
        for token in Tokens::of(page.bytes) {
            let start = token.range().start;
            in_head &= self.holds_text || self.next.is_none_or(|next| next >= start);
            if !in_head && start > last {
                break;
            }
            let is_comment = matches!(token, Token::Comment(_));
            match token {
                Token::Start(name, range) => self.start(&name.to_ascii_lowercase(), &range, page),
                Token::End(range) if std::mem::take(&mut self.holds_text) => self.next_after(range.end, page),
                Token::End(_) => {}
                Token::Comment(range) => self.comment(range, page),
            }
            in_head &= is_comment || self.next.is_some();
        }
    }
}

impl Small {
    fn start(&mut self, name: &[u8], tag: &Range<usize>, page: &mut Page<'_>) {
        let follows = self.next == Some(tag.start);
        self.has_break = false;
        match name {
            b"pre" | b"listing" => self.pre = Some(tag.end),
            b"html" | b"head" if follows || tag.start == self.preamble => {
                self.next_after(tag.end, page);
            }
            b"meta" | b"link" | b"base" if follows => self.next_after(tag.end, page),
            b"title" | b"script" | b"style" if follows => self.holds_text = true,
            _ => {}
        }
    }

    fn comment(&mut self, range: Range<usize>, page: &mut Page<'_>) {
        // What stands before comments that are gone will stand before this one.
        let start = if self.gone.end == range.start { self.gone.start } else { range.start };
        let goes = self.pre != Some(start) && means_nothing(page.bytes, &range, start);
        if goes {
            page.replace(range.clone(), "");
            self.gone = start..range.end;
        }
        if self.next == Some(range.start) {
            self.has_break &= goes;
            self.next_after(range.end, page);
        }
    }

    /// Takes out the blanks between a tag in the head and the next.
    fn next_after(&mut self, end: usize, page: &mut Page<'_>) {
        let rest = page.bytes.get(end..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let is_tag = rest.get(blanks) == Some(&b'<');
        let gap = rest.get(..blanks).unwrap_or_default();
        // One line break stays, for those who read the source.
        let kept = match gap {
            _ if self.has_break => "",
            _ if gap.windows(2).any(|pair| pair == b"\r\n") => "\r\n",
            _ if gap.contains(&b'\n') => "\n",
            _ => "",
        };
        if is_tag && gap != kept.as_bytes() {
            page.replace(end..end + blanks, kept);
        }
        self.has_break |= !kept.is_empty();
        self.next = is_tag.then_some(end + blanks);
    }
}

/// Whether a comment can go: it is a whole one that says nothing to any program, and the text before `start` and that
/// after it stay apart.
fn means_nothing(page: &[u8], range: &Range<usize>, start: usize) -> bool {
    let inner =
        page.get(range.clone()).and_then(|comment| comment.strip_prefix(b"<!--")?.strip_suffix(b"-->"));
    let Some(inner) = inner else { return false };
    // Conditional comments of old browsers, commands to servers, and notices that ask to be kept.
    let speaks = [b"[if".as_slice(), b"#", b"esi", b"!"].iter().any(|start| inner.starts_with(start));
    if speaks || inner.windows(6).any(|window| window == b"endif]") {
        return false;
    }
    // Text before and after would grow together: two halves may make a tag or a character, and text in a table is
    // moved out of it, with the blanks it touches.
    let before = page.get(..start).unwrap_or_default();
    let before = before.strip_prefix(b"\xef\xbb\xbf").unwrap_or(before).last();
    let after = page.get(range.end..).unwrap_or_default().trim_ascii_start();
    let starts_tag = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!');
    let is_tag = after.first() == Some(&b'<') && after.get(1).is_some_and(starts_tag);
    matches!(before, None | Some(b'>')) || after.is_empty() || is_tag
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::Finish, html::testing::rewritten};

    #[test]
    fn comments_and_the_blanks_of_the_head_go() {
        let page = "<!-- a --> <!doctype html>\n<html lang=en>\n<head>\n  <meta charset=utf-8>\n  <!-- b -->\n\
            <title> c </title>\n<script> d </script>\n\n</head>\n<body>\n<!-- e -->\n<p> f  <!-- g --><b>h</b>\n</body>";
        let expected = " <!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n<title> c </title>\n\
            <script> d </script>\n</head>\n<body>\n\n<p> f  <b>h</b>\n</body>";
        assert_eq!(rewritten(&[&RULE], &Finish::default(), page), expected);
    }

    #[test]
    fn what_could_mean_something_stays() {
        for page in [
            "<!--[if IE]><p>old<![endif]--><p>",
            "<!--[if !IE]><!--><p>new<!--<![endif]--><p>",
            "<!--#include file=a --><!--! licence --><!--esi x -->",
            "<pre><!-- a -->\nb</pre>",
            "<pre>a\n\n  b</pre><textarea><!-- c -->\n</textarea><script><!-- d\n--></script><style><!-- e --></style>",
            "a &am<!-- -->p; b <<!-- -->i>",
            "<table> <!-- -->x</table>",
            "<p>a <!-- -->b",
            "<!--><p><!---><p><!-- --!><p><!x><p><?y?>",
            "<noscript><!-- f --><p></noscript>",
            "<p>a<head>\n<meta charset=utf-8> <p>",
            "<html>text <head>\n<p>",
        ] {
            assert_eq!(rewritten(&[&RULE], &Finish::default(), page), page);
        }
    }

    #[test]
    fn a_page_of_heads_behind_comments_takes_no_longer_than_any_other() {
        let page = "<!--[if a]><![endif]-->".repeat(20_000) + &"<head>".repeat(20_000);
        assert_eq!(rewritten(&[&RULE], &Finish::default(), &page), page);
    }

    #[test]
    fn of_comments_in_a_row_one_keeps_the_text_around_them_apart() {
        for (page, expected) in [
            ("a &am<!-- 1 --><!-- 2 --><!-- 3 -->p;", "a &am<!-- 3 -->p;"),
            ("<<!-- 1 --><!-- 2 -->script>alert(1)</script>", "<<!-- 2 -->script>alert(1)</script>"),
            ("<table> <!-- 1 --><!-- 2 -->x</table>", "<table> <!-- 2 -->x</table>"),
            ("<p><!-- 1 --><!-- 2 -->x", "<p>x"),
        ] {
            assert_eq!(rewritten(&[&RULE], &Finish::default(), page), expected);
        }
    }
}
