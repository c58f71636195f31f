//! One parse of a page by lol_html, which shows the rewrites what they asked for.

use std::{borrow::Cow, cell::RefCell, fmt, rc::Rc};

use lol_html::{
    ElementContentHandlers, HtmlRewriter, Settings,
    errors::RewritingError,
    html_content::{Element as Found, EndTag},
};

use super::{
    Edit, Element, Note, Page, Rewrite, Rule, Run, Tag,
    doubt::Doubt,
    rewrites,
    selection::{Needed, Selection, is_of_head},
    signs::Signs,
    splice, tokens, verify,
};
use crate::report::Error;

/// The rewrites that a site wants, ready for any number of pages on any number of threads.
pub struct Engine<'r> {
    run: &'r Run<'r>,
    rules: Vec<&'static Rule>,
    selection: Selection,
}

/// What is to be done to a page.
#[derive(Debug, Default)]
pub struct Rewritten {
    /// In the order of the page, for [`splice`](super::splice).
    pub edits: Vec<Edit>,
    /// In the order of the page.
    pub notes: Vec<Note>,
}

/// Why a page has to stay as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Refused {
    fn by(error: &RewritingError) -> Self {
        let said = error.to_string();
        match (error, said.split('`').nth(1)) {
            (RewritingError::ParsingAmbiguity(_), Some(tag)) => {
                Self(format!("whether what follows {tag} is text or markup cannot be told there"))
            }
            _ => Self(said),
        }
    }
}

impl<'r> Engine<'r> {
    /// The rewrites that the options of the run ask for.
    ///
    /// # Errors
    /// Where the selector of a rewrite is none.
    pub fn new(run: &'r Run<'r>) -> Result<Self, Error> {
        Self::of(run, rewrites::ALL.iter().copied().filter(|rule| (rule.on)(run.options)))
    }

    /// These rewrites in this order.
    ///
    /// # Errors
    /// Where the selector of a rewrite is none.
    pub fn of(run: &'r Run<'r>, rules: impl IntoIterator<Item = &'static Rule>) -> Result<Self, Error> {
        let rules: Vec<_> = rules.into_iter().collect();
        Ok(Self { run, selection: Selection::of(&rules)?, rules })
    }

    /// Finds what is to be done to a page.
    ///
    /// # Errors
    /// Where the page cannot be parsed without a guess; it is then to be left as it is.
    pub fn rewrite(&self, path: &str, bytes: &[u8]) -> Result<Rewritten, Refused> {
        let (done, guess) = self.once(path, bytes)?;
        let Some(guess) = guess else { return Ok(done) };
        let new = splice(bytes, &done.edits);
        let is_other_text = || guess == Guess::Foreign && !verify::has_same_tags_in_text(bytes, &new);
        let is_done = || self.once(path, &new).is_ok_and(|(again, _)| again.edits.is_empty());
        if is_other_text() || verify::difference(bytes, &new, &done.edits).is_some() || !is_done() {
            let what = match guess {
                Guess::Foreign => "HTML within its SVG or MathML",
                Guess::Body => "where its body begins",
            };
            return Err(Refused(format!("{what} can be read in two ways")));
        }
        Ok(done)
    }

    /// What is to be done to a page, and what about it the parser may have guessed wrong.
    fn once(&self, path: &str, bytes: &[u8]) -> Result<(Rewritten, Option<Guess>), Refused> {
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            return Err(Refused("it is in UTF-16".to_owned()));
        }
        let mut rewrites: Vec<_> =
            self.rules.iter().map(|rule| (rule.name, (rule.start)(self.run, path))).collect();
        let is_at_work = |rule: usize| rewrites.get(rule).is_some_and(|(_, rewrite)| rewrite.is_some());
        let needed = self.selection.needed(bytes, is_at_work);
        let signs = Signs::of(bytes);
        let doubt = Doubt::of(bytes, &signs, !needed.foreign.is_empty());
        if doubt.has_text_as_markup {
            return Err(Refused(
                "what follows a start tag that ends in `=` can be read in two ways".to_owned(),
            ));
        }
        let state = RefCell::new(State {
            page: Page::new(self.run, path, bytes, signs),
            selection: &self.selection,
            seen: None,
            has_mixture: false,
            rewrites: &mut rewrites,
            ended: Rc::default(),
        });
        parse(bytes, &needed, &state).map_err(|error| Refused::by(&error))?;
        let mut state = state.into_inner();
        state.see_contents();
        for (name, rewrite) in state.rewrites.iter_mut() {
            let Some(rewrite) = rewrite else { continue };
            state.page.hand_to(name);
            rewrite.end(&mut state.page);
        }
        let (has_mixture, is_doubtful) = (state.has_mixture, state.page.is_doubtful());
        let (edits, notes) = state.page.finish();
        let guess = match has_mixture || doubt.has_open_foreign {
            true => Some(Guess::Foreign),
            false => is_doubtful.then_some(Guess::Body),
        };
        Ok((Rewritten { edits, notes }, guess))
    }
}

/// What two parsers may read in two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Guess {
    /// Where HTML within SVG or MathML begins and ends.
    Foreign,
    /// Where the body begins.
    Body,
}

fn parse(bytes: &[u8], needed: &Needed<'_>, state: &RefCell<State<'_, '_>>) -> Result<(), RewritingError> {
    // Edge Side Includes are off, and what could be parsed in two ways is refused.
    let mut settings = Settings::new();
    for selector in needed.foreign {
        let handler = ElementContentHandlers::default().element(|found: &mut Found<'_, '_>| {
            // Where HTML begins in nested ones, browsers leave all of them, and this parser one.
            let is_nested = || matches!(found.tag_name().as_str(), "svg" | "math");
            state.borrow_mut().has_mixture |= found.namespace_uri().ends_with("xhtml") || is_nested();
            Ok(())
        });
        settings = settings.append_element_content_handler((Cow::Borrowed(selector), handler));
    }
    for selector in &needed.tags {
        let handler = ElementContentHandlers::default().element(|found: &mut Found<'_, '_>| {
            state.borrow_mut().see_tag(found);
            Ok(())
        });
        settings = settings.append_element_content_handler((Cow::Borrowed(*selector), handler));
    }
    let mut parser = HtmlRewriter::new(settings, |_: &[u8]| {});
    // In one piece, so that positions are those in the page and nothing is copied.
    parser.write(bytes)?;
    parser.end()
}

/// A page while it is parsed.
struct State<'p, 's> {
    page: Page<'p>,
    selection: &'s Selection,
    /// Where the last start tag begins that the rewrites have been shown.
    seen: Option<usize>,
    /// Whether HTML stands within SVG or MathML.
    has_mixture: bool,
    /// With their names; none where one has nothing to do on this page.
    rewrites: &'s mut [(&'static str, Option<Box<dyn Rewrite + 'p>>)],
    /// The elements somebody watches whose end tag has been read, and who does. Handlers of end tags outlive the page
    /// for lol_html, so they cannot borrow the rest.
    ended: Rc<RefCell<Vec<(usize, Element)>>>,
}

impl<'p> State<'p, '_> {
    /// Shows a start tag to the rewrites that want it, in their order. lol_html calls for each selector that matches.
    fn see_tag(&mut self, found: &mut Found<'_, '_>) {
        let start = found.source_location().bytes().start;
        if self.seen.replace(start) == Some(start) {
            return;
        }
        self.see_contents();
        let name = tokens::name(self.page.bytes.get(start + 1..).unwrap_or_default());
        let mut wishes = self.selection.wishes(name).peekable();
        if wishes.peek().is_none() && !is_of_head(name) {
            return;
        }
        let mut tag = Tag::new(&self.page, found);
        self.page.see_head(&tag);
        let mut last = None;
        for wish in wishes {
            if last != Some(wish.rule) && wish.is_met_by(&tag) {
                last = Some(wish.rule);
                self.show(wish.rule, &mut tag, found);
            }
        }
        tag.note(&mut self.page);
    }

    fn show(&mut self, index: usize, tag: &mut Tag<'p>, found: &mut Found<'_, '_>) {
        let Some((name, Some(rewrite))) = self.rewrites.get_mut(index) else { return };
        tag.hand_to(name);
        self.page.hand_to(name);
        rewrite.tag(tag, &mut self.page);
        if tag.is_watched()
            && let Some(handlers) = found.end_tag_handlers()
        {
            let (start, name, ended) = (tag.range(), tag.name().to_owned(), Rc::clone(&self.ended));
            handlers.push(Box::new(move |end: &mut EndTag<'_>| {
                // An element without an end tag is said to end with the element that holds it.
                if end.name() == name {
                    let end = end.source_location().bytes();
                    ended.borrow_mut().push((index, Element { inner: start.end..end.start, start, end }));
                }
                Ok(())
            }));
        }
    }

    fn see_contents(&mut self) {
        let ended = self.ended.take();
        for (index, element) in ended {
            if let Some((name, Some(rewrite))) = self.rewrites.get_mut(index) {
                self.page.hand_to(name);
                rewrite.content(&element, &mut self.page);
            }
        }
    }
}

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;
