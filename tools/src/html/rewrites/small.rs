//! Comments go, and so do the blanks between the elements of the head but for line breaks: neither is anything to a
//! reader.
//!
//! Only what provably changes nothing else is touched. Blanks in the body stay, since a style sheet may show them.

use std::ops::Range;

use crate::html::{
    Page, Rewrite, Rule,
    head::preamble_end,
    page,
    tokens::{self, Token, Tokens},
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
    /// The parts of the page that other rewrites take out, in order, and what is left there.
    taken_out: Vec<(Range<usize>, &'static str)>,
    /// Where the last tag or comment ends.
    end: usize,
    /// What is left between that and the next one, where blanks go there.
    left: Option<Gap>,
    /// What stands between the last of them that stays and this place.
    before: Gap,
    /// Whether a table has begun: text in one is moved out of it, with the blanks it touches.
    has_table: bool,
    /// The run of comments that went last: where it begins and ends.
    gone: Range<usize>,
    /// Where the content of the last `pre` begins; a line feed there means nothing, unless a comment comes before it.
    pre: Option<usize>,
}

/// What stands between two tags.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    Nothing,
    Blanks,
    Text,
}

impl Gap {
    fn of(bytes: &[u8]) -> Self {
        match bytes.trim_ascii() {
            _ if bytes.is_empty() => Self::Nothing,
            [] => Self::Blanks,
            _ => Self::Text,
        }
    }
}

impl Rewrite for Small {
    fn end(&mut self, page: &mut Page<'_>) {
        let begins_comment =
            |at: &usize| page.bytes.get(at.saturating_sub(1)..).is_some_and(|rest| rest.starts_with(b"<!--"));
        let last = memchr::memrchr_iter(b'!', page.bytes).find(begins_comment).unwrap_or_default();
        let mut in_head = true;
        self.preamble = preamble_end(page.bytes);
        self.taken_out = page.taken_out();
        self.end = if page.bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        for token in Tokens::of(page.bytes) {
            let start = token.range().start;
            if self.passes(&token.range(), page) {
                continue;
            }
            in_head &= self.holds_text || self.next.is_none_or(|next| next >= start);
            if !in_head && start > last {
                break;
            }
            let is_comment = matches!(token, Token::Comment(_));
            let gap = || Gap::of(past_doctype(page.bytes.get(self.end..start).unwrap_or_default()));
            let left = self.left.take().filter(|_| self.next == Some(start));
            self.before = self.before.max(left.unwrap_or_else(gap));
            self.end = token.range().end;
            let mut is_formula = false;
            let stays = match token {
                Token::Comment(range) => !self.comment(range, page),
                Token::Start(name, range) => {
                    self.start(&name.to_ascii_lowercase(), &range, page);
                    true
                }
                Token::End(range) => {
                    is_formula =
                        tokens::has_name(page.bytes.get(range.start + 2..).unwrap_or_default(), "math");
                    if std::mem::take(&mut self.holds_text) {
                        self.next_after(range.end, page);
                    }
                    true
                }
            };
            if stays {
                // A formula was text before it was set.
                self.before = if is_formula { Gap::Text } else { Gap::Nothing };
            }
            in_head &= is_comment || self.next.is_some();
        }
    }
}

impl Small {
    /// Whether a tag is none any more, since another rewrite takes it out: what stands around it will touch.
    fn passes(&mut self, tag: &Range<usize>, page: &mut Page<'_>) -> bool {
        let place = self.taken_out.partition_point(|(part, _)| part.end < tag.end);
        let Some((part, left_there)) =
            self.taken_out.get(place).filter(|(part, _)| part.start <= tag.start).cloned()
        else {
            return false;
        };
        let gap = || Gap::of(page.bytes.get(self.end..part.start).unwrap_or_default());
        let left = self.left.take().filter(|_| self.next == Some(part.start));
        let is_gone = left_there.is_empty();
        self.before = if is_gone { self.before.max(left.unwrap_or_else(gap)) } else { Gap::Nothing };
        self.end = self.end.max(part.end);
        if self.next == Some(tag.start) || left_there == page::FIRST {
            // The break before it may have gone with it.
            self.has_break &= is_gone && part.start == tag.start;
            self.next_after(part.end, page);
        }
        true
    }

    fn start(&mut self, name: &[u8], tag: &Range<usize>, page: &mut Page<'_>) {
        let follows = self.next == Some(tag.start);
        self.has_break = false;
        match name {
            b"table" => self.has_table = true,
            b"pre" | b"listing" => self.pre = Some(tag.end),
            b"html" | b"head" if follows || tag.start == self.preamble => {
                self.next_after(tag.end, page);
            }
            b"meta" | b"link" | b"base" if follows => self.next_after(tag.end, page),
            b"title" | b"script" | b"style" if follows => self.holds_text = true,
            _ => {}
        }
    }

    /// Whether it goes.
    fn comment(&mut self, range: Range<usize>, page: &mut Page<'_>) -> bool {
        // What stands before comments that are gone will stand before this one.
        let start = if self.gone.end == range.start { self.gone.start } else { range.start };
        let after = page.bytes.get(range.end..).unwrap_or_default();
        // A dollar that comes to touch code makes a formula of it.
        let before = page.bytes.get(..range.start).unwrap_or_default();
        let parts_dollar = before.ends_with(b"$") || after.starts_with(b"$");
        let parts = parts_dollar || self.parts_text(after);
        let goes = self.pre != Some(start) && means_nothing(page.bytes, &range) && !parts;
        if goes {
            page.replace(range.clone(), "");
            self.gone = start..range.end;
        }
        if self.next == Some(range.start) {
            self.has_break &= goes;
            self.next_after(range.end, page);
        }
        goes
    }

    /// Whether text before a comment and that after it would grow together to something else: two halves may make a tag
    /// or a character, and in a table blanks stay that touch no other text.
    fn parts_text(&self, after: &[u8]) -> bool {
        let rest = after.trim_ascii_start();
        let starts_tag = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!');
        // A formula was text before it was set.
        let is_formula = rest.get(1..).is_some_and(|tag| tokens::has_name(tag, "math"));
        let is_tag = rest.first() == Some(&b'<') && rest.get(1).is_some_and(starts_tag) && !is_formula;
        let is_apart = is_tag || rest.is_empty();
        match self.before {
            Gap::Nothing => false,
            Gap::Text if self.has_table => !is_apart || rest.len() < after.len(),
            _ => !is_apart,
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
        self.left = is_tag.then_some(Gap::of(kept.as_bytes()));
        self.has_break |= !kept.is_empty();
        self.next = is_tag.then_some(end + blanks);
    }
}

/// What comes behind the document type, where there is one.
fn past_doctype(gap: &[u8]) -> &[u8] {
    let doctype = b"<!doctype";
    let is_one =
        gap.trim_ascii_start().get(..doctype.len()).is_some_and(|start| start.eq_ignore_ascii_case(doctype));
    let end = memchr::memchr(b'>', gap).filter(|_| is_one).map_or(0, |end| end + 1);
    gap.get(end..).unwrap_or_default()
}

/// Whether a comment is a whole one that says nothing to any program.
fn means_nothing(page: &[u8], range: &Range<usize>) -> bool {
    let inner =
        page.get(range.clone()).and_then(|comment| comment.strip_prefix(b"<!--")?.strip_suffix(b"-->"));
    let Some(inner) = inner else { return false };
    // Conditional comments of old browsers, commands to servers, and notices that ask to be kept.
    let speaks = [b"[if".as_slice(), b"#", b"esi", b"!"].iter().any(|start| inner.starts_with(start));
    // An empty one is there to keep what it parts.
    !inner.is_empty() && !speaks && !inner.windows(6).any(|window| window == b"endif]")
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
            "<table><tr>a <!-- --> <td>b</table>",
            "<table><tr>a > <!-- -->\n<td>b</table>",
            "<p>a ><!-- -->b",
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
    fn blanks_that_go_part_no_text() {
        let page = "<html><meta charset=utf-8> <!-- a --> b";
        assert_eq!(rewritten(&[&RULE], &Finish::default(), page), "<html><meta charset=utf-8> b");
        let page = "<html><meta charset=utf-8> < a<!-- a --> b";
        assert_eq!(
            rewritten(&[&RULE], &Finish::default(), page),
            "<html><meta charset=utf-8>< a<!-- a --> b"
        );
    }

    #[test]
    fn what_another_rewrite_takes_out_parts_nothing() {
        let options = Finish { portable: true, ..Finish::default() };
        let policy = "<meta http-equiv=content-security-policy content=\"default-src 'self'\">";
        for (page, expected) in [
            ("<head>\n{}<!-- a -->\n<title>b</title>", "<head>\n<title>b</title>"),
            ("<head>\n{}\n<title>b</title>", "<head>\n<title>b</title>"),
            ("<head>\n<!-- a -->{}<!-- b -->\n<title>b</title>", "<head>\n<title>b</title>"),
            ("<p>&am{}p;", "<p>&am<!---->p;"),
            ("<p>a {}<!-- b --> c", "<p>a <!----> c"),
        ] {
            let page = page.replace("{}", policy);
            assert_eq!(
                rewritten(&[&super::super::portable::RULE, &RULE], &options, &page),
                expected,
                "{page}"
            );
        }
    }

    #[test]
    fn formulas_are_text_before_and_after_they_are_set() {
        let rules = [&super::super::maths::RULE, &RULE];
        for page in [
            "<p>a <!-- b -->$<code>2</code>$ c",
            "<p>a $<code>2</code>$<!-- b --> c",
            "<ul class=papers><li>Costs<!-- c -->$x$ here</ul>",
            "<p>$<code>a</code><!-- b -->$",
            "<p>$<!-- b --><code>a</code>$",
        ] {
            assert!(rewritten(&rules, &Finish::default(), page).contains("<!-- "), "{page}");
        }
    }

    #[test]
    fn a_document_type_is_no_text() {
        let page = "<!doctype html><!-- b --> a";
        assert_eq!(rewritten(&[&RULE], &Finish::default(), page), "<!doctype html> a");
        let page = "<!doctype html> <!-- b --> a";
        assert_eq!(rewritten(&[&RULE], &Finish::default(), page), page);
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
