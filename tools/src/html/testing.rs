//! One page through some rewrites.

use std::path::Path;

use super::{Engine, Pictures, Rewritten, Rule, Run, addresses::Home, assets::Assets, splice};
use crate::{config::Finish, tree::Tree};

/// A run on a folder at `https://example.org/site/`, in the middle of 2024, where pictures keep their shape.
pub(crate) fn run<'r>(folder: &'r Path, options: &'r Finish) -> Run<'r> {
    let mut pictures = Pictures::of(folder, &Tree::of(folder).unwrap_or_default());
    pictures.keep_shape = true;
    Run {
        folder,
        base: "https://example.org/site/".parse().ok(),
        now: "2024-07-01T00:00:00Z".parse().expect("is an instant"),
        options,
        content: None,
        pictures,
        assets: None,
        dead_links: None,
    }
}

/// The files of the folder of a run as they are now.
pub(crate) fn assets(run: &Run<'_>) -> Option<Assets> {
    Assets::read(run.folder, &Tree::of(run.folder).ok()?, &Home::new(run.address(""))).ok()
}

/// What rules say of the page `a/index.html` in a folder without files.
pub(crate) fn noted(rules: &[&'static Rule], options: &Finish, page: &[u8]) -> Rewritten {
    let run = run(Path::new("/nowhere"), options);
    let engine = Engine::of(&run, rules.iter().copied()).expect("selects");
    engine.rewrite("a/index.html", page).expect("is parsed")
}

/// The page after the rules; a second run must change nothing.
#[track_caller]
pub(crate) fn rewritten(rules: &[&'static Rule], options: &Finish, page: &str) -> String {
    let once = splice(page.as_bytes(), &noted(rules, options, page.as_bytes()).edits);
    let twice = splice(&once, &noted(rules, options, &once).edits);
    let text = |bytes| String::from_utf8(bytes).expect("is UTF-8");
    let (once, twice) = (text(once), text(twice));
    assert_eq!(once, twice, "a second run changes nothing");
    once
}

/// A rewrite that does to each tag what a function says.
macro_rules! tag_rule {
    ($selector:literal, $on:expr) => {{
        struct This;
        impl $crate::html::Rewrite for This {
            fn tag(&mut self, tag: &mut $crate::html::Tag<'_>, page: &mut $crate::html::Page<'_>) {
                let on: fn(&mut $crate::html::Tag<'_>, &mut $crate::html::Page<'_>) = $on;
                on(tag, page);
            }
        }
        const RULE: $crate::html::Rule = $crate::html::Rule {
            name: $selector,
            reason: "a test",
            selector: $selector,
            on: |_| true,
            start: |_, _| Some(Box::new(This)),
        };
        &RULE
    }};
}
pub(crate) use tag_rule;
