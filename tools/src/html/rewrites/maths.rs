//! Formulas are set by the browser, without a script.
//!
//! Three ways to write one: between `` $` `` and `` `$ `` in Markdown, as a block of code in the language `math`, and
//! between dollars in titles and abstracts, which stand in lists of the theme, and in any element of the class `maths`.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use crate::{
    content::texts,
    html::{Element, Page, Rewrite, Rule, Run, Tag, mathml, text, tokens},
    report::Source,
};

pub(super) const RULE: Rule = Rule {
    name: "maths",
    reason: "formulas in titles and abstracts are written in TeX, which few can read aloud; MathML is set, spoken and \
             copied by browsers themselves, and needs no script",
    selector: "pre, code, div.programme, ul.papers, ul.boards, div.article__paper, \
               div.maths, section.maths, article.maths, ul.maths, ol.maths",
    on: |options| options.maths,
    start: |run, _| {
        Some(Box::new(Maths {
            run,
            pre: 0..0,
            watched: Vec::new(),
            set: BTreeMap::new(),
            fields: Vec::new(),
        }))
    },
};

struct Maths<'r> {
    run: &'r Run<'r>,
    /// The last start tag of `pre`.
    pre: Range<usize>,
    /// Where the start tags of watched elements begin, and what they are.
    watched: Vec<(usize, Kind)>,
    /// The parts of the page that are formulas, by their starts.
    set: BTreeMap<usize, usize>,
    /// The fields that have been looked through, but for those within one of them, in order.
    fields: Vec<Range<usize>>,
}

/// What an element is that has formulas.
#[derive(Debug, Clone)]
enum Kind {
    /// `code` between dollars.
    Inline,
    /// `code` in a `pre`, whose start tag this is.
    Block(Range<usize>),
    /// Text with dollars in it.
    Field,
}

/// How a formula is written.
struct Formula<'p> {
    /// With its marks, in bytes of the page.
    range: Range<usize>,
    tex: &'p str,
    /// What stands before and after it in the content.
    marks: [&'static str; 2],
    display: bool,
}

impl Rewrite for Maths<'_> {
    fn tag(&mut self, tag: &mut Tag<'_>, page: &mut Page<'_>) {
        let range = tag.range();
        let kind = match tag.name() {
            "pre" => {
                self.pre = range;
                return;
            }
            "code" if self.pre.end == range.start => is_maths(tag).then(|| Kind::Block(self.pre.clone())),
            "code" => page.bytes[..range.start].ends_with(b"$").then_some(Kind::Inline),
            _ => Some(Kind::Field),
        };
        if let Some(kind) = kind {
            self.watched.push((range.start, kind));
            tag.watch();
        }
    }

    fn content(&mut self, element: &Element, page: &mut Page<'_>) {
        let known = self.watched.iter().rposition(|(start, _)| *start == element.start.start);
        let Some((_, kind)) = known.map(|place| self.watched.swap_remove(place)) else { return };
        match kind {
            Kind::Inline => self.inline(element, page),
            Kind::Block(pre) => self.block(pre, element, page),
            Kind::Field => self.field(element.inner.clone(), page),
        }
    }
}

impl Maths<'_> {
    fn field(&mut self, field: Range<usize>, page: &mut Page<'_>) {
        // Fields within this one have ended before it.
        let first =
            self.fields.iter().rposition(|other| other.start < field.start).map_or(0, |last| last + 1);
        let within = self.fields.split_off(first);
        for range in dollars(page.bytes, field.clone(), &within) {
            let raw = page.text(range.start + 1..range.end - 1);
            let tex = text::decode_text(&raw);
            self.set(&Formula { range, tex: &tex, marks: ["$", "$"], display: false }, page);
        }
        self.fields.push(field);
    }

    fn inline(&mut self, element: &Element, page: &mut Page<'_>) {
        let range = element.start.start - 1..element.end.end + 1;
        let raw = page.text(element.inner.clone());
        // Markdown writes a `<` of a formula as a reference; markup is none.
        if page.bytes.get(element.end.end) == Some(&b'$') && !raw.contains('<') {
            let tex = text::decode_text(&raw);
            self.set(&Formula { range, tex: &tex, marks: ["$`", "`$"], display: false }, page);
        }
    }

    fn block(&mut self, pre: Range<usize>, element: &Element, page: &mut Page<'_>) {
        let close = b"</pre>";
        let end = element.end.end + close.len();
        let closed = page.bytes.get(element.end.end..end).is_some_and(|tag| tag.eq_ignore_ascii_case(close));
        let raw = page.text(element.inner.clone());
        if closed && !raw.contains('<') {
            let tex = text::decode_text(&raw);
            self.set(
                &Formula { range: pre.start..end, tex: tex.trim(), marks: ["", ""], display: true },
                page,
            );
        }
    }

    /// Puts the formula in its place, or says what is wrong with it and leaves it readable as it is.
    fn set(&mut self, formula: &Formula<'_>, page: &mut Page<'_>) {
        let range = formula.range.clone();
        // A dollar that ends one formula begins no other, and fields may lie within each other.
        // None of them holds another.
        if self.set.range(..range.end).next_back().is_some_and(|(_, end)| *end > range.start) {
            return;
        }
        self.set.insert(range.start, range.end);
        match mathml::convert(formula.tex, formula.display) {
            Ok(markup) if formula.display => page.replace(range, format!("<p>{markup}</p>")),
            Ok(markup) => page.replace(range, markup),
            Err(refused) => {
                let written = self.written(formula, refused.range);
                let what = format!("this formula cannot be set: {}", refused.why);
                page.report_written(
                    range,
                    written,
                    what,
                    "the page shows it as it is written; correct its TeX",
                );
            }
        }
    }

    /// The place in the content where a part of a formula is written.
    fn written(&self, formula: &Formula<'_>, part: Range<usize>) -> Option<(Arc<Source>, Range<usize>)> {
        let sources: Vec<_> =
            self.run.content?.editions.iter().flat_map(|edition| edition.sources()).collect();
        let [open, close] = formula.marks;
        // In a text of TOML that takes escapes, a backslash is written twice.
        let forms = [formula.tex.to_owned(), formula.tex.replace('\\', "\\\\")];
        forms.iter().find_map(|tex| {
            let marked = format!("{open}{tex}{close}");
            sources.iter().find_map(|source| {
                let start = source.text.find(&marked)? + open.len();
                let part = if *tex == formula.tex { part.clone() } else { 0..tex.len() };
                Some(((*source).clone(), start + part.start..start + part.end))
            })
        })
    }
}

/// Whether code is in the language `math`, as Zola or GitHub mark it.
fn is_maths(tag: &Tag<'_>) -> bool {
    let language = tag.get("data-lang").is_some_and(|language| language == "math");
    language
        || tag.get("class").is_some_and(|class| class.split_ascii_whitespace().any(|c| c == "language-math"))
}

/// The texts between dollars in a part of a page but not `within` its parts, dollars included.
fn dollars(bytes: &[u8], part: Range<usize>, within: &[Range<usize>]) -> Vec<Range<usize>> {
    let runs = runs(bytes, part, within).into_iter();
    let of_run = |run: Range<usize>| {
        let found = texts::formulas(bytes.get(run.clone()).unwrap_or_default());
        found.into_iter().map(move |formula| run.start + formula.start..run.start + formula.end)
    };
    runs.flat_map(of_run).collect()
}

/// The texts between tags, without those that are code or set already, and without `within`. A dollar that touches code
/// belongs to it.
fn runs(bytes: &[u8], part: Range<usize>, within: &[Range<usize>]) -> Vec<Range<usize>> {
    const CLOSED: [&str; 7] = ["code", "pre", "math", "script", "style", "svg", "textarea"];
    let mut runs = Vec::new();
    let mut at = part.start;
    while at < part.end {
        let rest = bytes.get(at..part.end).unwrap_or_default();
        let is_tag = |offset: &usize| {
            rest.get(offset + 1).is_some_and(|byte| byte.is_ascii_alphabetic() || b"/!?".contains(byte))
        };
        let tag = memchr::memchr_iter(b'<', rest).find(is_tag).map_or(part.end, |offset| at + offset);
        let rest = bytes.get(tag..part.end).unwrap_or_default();
        let closed = CLOSED.iter().find(|name| opens(rest, name));
        let last =
            usize::from(closed.is_some() && bytes.get(at..tag).is_some_and(|text| text.ends_with(b"$")));
        runs.push(at..tag - last);
        at = match closed {
            Some(name) => {
                let end = past(rest, format!("</{name}").as_bytes()).unwrap_or(rest.len());
                let end = end + past(rest.get(end..).unwrap_or_default(), b">").unwrap_or_default();
                tag + end + usize::from(rest.get(end) == Some(&b'$'))
            }
            None if rest.starts_with(b"<!--") => tag + past(rest, b"-->").unwrap_or(rest.len()),
            None if rest.get(1).is_some_and(|byte| b"!?".contains(byte)) => {
                tag + past(rest, b">").unwrap_or(rest.len())
            }
            None => tokens::end_of_tag(bytes, tag).map_or(part.end, |(end, _)| end),
        };
        if let Ok(place) = within.binary_search_by_key(&at, |other| other.start) {
            at = within.get(place).map_or(at, |other| other.end);
        }
    }
    runs
}

fn opens(rest: &[u8], name: &str) -> bool {
    let own = rest.get(1..=name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()));
    own && rest.get(name.len() + 1).is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

/// Where the first of these ends, in any case of letters.
fn past(rest: &[u8], what: &[u8]) -> Option<usize> {
    let start = rest.windows(what.len()).position(|window| window.eq_ignore_ascii_case(what))?;
    Some(start + what.len())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        config::Finish,
        html::{
            Engine,
            testing::{noted, rewritten, run},
            verify,
        },
    };

    fn set(page: &str) -> String {
        let options = Finish::default();
        let run = run(Path::new("/nowhere"), &options);
        let edits = noted(&[&RULE], &options, page.as_bytes()).edits;
        let engine = Engine::of(&run, [&RULE]).expect("selects");
        assert_eq!(verify::check(&engine, "a/index.html", page.as_bytes(), &edits), Vec::<String>::new());
        let page = rewritten(&[&RULE], &options, page);
        // The formula itself is the library's.
        let mut short = String::new();
        for (place, part) in page.split("<math").enumerate() {
            let (formula, rest) = part.split_once("</math>").unwrap_or(("", part));
            if place > 0 {
                let tex = formula
                    .split_once("x-tex\">")
                    .map(|(_, tex)| tex.trim_end_matches("</annotation></semantics>"));
                short += &format!(
                    "[{}{}]",
                    if formula.starts_with(" display") { "block " } else { "" },
                    tex.unwrap_or("?")
                );
            }
            short += rest;
        }
        short
    }

    #[test]
    fn code_between_dollars_is_set() {
        assert_eq!(
            set(
                "<p>Let $<code>x &lt; \\frac{1}{2}</code>$, <code>$x$</code>; \"$<code>a</code>$-$<code>b</code>$\", $<code>c</code>"
            ),
            "<p>Let [x &lt; \\frac{1}{2}], <code>$x$</code>; \"[a]-[b]\", $<code>c</code>"
        );
        assert_eq!(set("$<code>a</code>$<code>b</code>$"), "[a]<code>b</code>$");
    }

    #[test]
    fn a_block_in_the_language_math_is_set_as_one() {
        for tag in ["<code data-lang=\"math\">", "<code class=\"language-math x\">", "<code data-lang=math>"]
        {
            assert_eq!(set(&format!("<pre>{tag}a &lt; b\n</code></pre>")), "<p>[block a &lt; b]</p>");
        }
        let other = "<pre><code data-lang=\"rust\">a</code></pre>$<pre><code>x</code></pre>$";
        assert_eq!(set(other), other);
    }

    #[test]
    fn dollars_are_formulas_where_the_element_says_so() {
        let text = "<p title=\"$t$\">$x$, $y_1 &lt; 2$. $5 and $6, 3 $ $ \\$z$ $a$b $<em>c</em>$";
        assert_eq!(set(text), text);
        assert_eq!(
            set(&format!("<div class=\"a maths\">{text}</div>")),
            "<div class=\"a maths\"><p title=\"$t$\">[x], [y_1 &lt; 2]. $5 and $6, 3 $ $ \\$z$ [a]b $<em>c</em>$</div>"
        );
        let code = "<div class=maths>$<code>a</code>$-$<code>b</code>$ <code>$c$</code> <!-- $d$ --></div>";
        assert_eq!(set(code), "<div class=maths>[a]-[b] <code>$c$</code> <!-- $d$ --></div>");
    }

    #[test]
    fn fields_within_each_other_are_set_once() {
        let page = "<section class=maths>$a$<ul class=papers><li>$b$</ul>$c$</section>";
        assert_eq!(set(page), "<section class=maths>[a]<ul class=papers><li>[b]</ul>[c]</section>");
    }

    #[test]
    fn fields_many_times_within_each_other_take_no_longer_than_beside_each_other() {
        let depth = 20_000;
        let page = format!("{}$a$ 5$ {}", "<div class=maths>".repeat(depth), "</div>".repeat(depth));
        let edits = noted(&[&RULE], &Finish::default(), page.as_bytes()).edits;
        assert_eq!(edits.len(), 1);
    }

    #[test]
    fn what_cannot_be_set_stays_and_is_reported() {
        let page = "<p>$<code>\\frac{1</code>$ and <div class=maths>$\\foo$</div>";
        assert_eq!(set(page), page);
        let notes = noted(&[&RULE], &Finish::default(), page.as_bytes()).notes;
        let notes: String = notes.iter().map(|note| format!("{:?}: {}\n", note.range, note.what)).collect();
        assert_eq!(
            notes,
            "3..25: this formula cannot be set: expected closing token \"}\", but reached end of input\n\
             47..53: this formula cannot be set: unknown command \"\\foo\"\n"
        );
    }
}
