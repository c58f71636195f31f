//! Addresses relative to the page, so that the site works in any folder and without a server.

use std::ops::Range;

use super::archive::BANNER;
use crate::html::{Element, Page, Rewrite, Rule, Run, Tag, addresses, css, head, page, srcset};

pub(super) const RULE: Rule = Rule {
    name: "portable",
    reason: "a copy of the site has to work wherever it lies: in a folder of another site, and on a disk, where \
             browsers show a list for a folder, know no host, and refuse what needs one",
    selector: "base[href], script, style, link, meta, img, source, video, audio, track, input, image, use, iframe, \
               frame, object, embed, form, button, a, area, blockquote, q, ins, del, noscript, [style], [background]",
    on: |options| options.portable,
    start: |run, path| {
        (path != NOT_FOUND).then(|| Box::new(Portable { run, stays: false, reading: None }) as _)
    },
};

/// This page is shown at any depth, so that nothing relative could be right.
const NOT_FOUND: &str = "404.html";

/// Attributes that hold one address.
const ADDRESSES: [&str; 9] =
    ["href", "src", "poster", "data", "action", "formaction", "cite", "xlink:href", "background"];
/// Attributes that hold candidates of a picture.
const CANDIDATES: [&str; 2] = ["srcset", "imagesrcset"];
/// What browsers do on a disk to files with these: refuse them.
const REFUSED: [&str; 2] = ["integrity", "crossorigin"];
/// What a script calls that asks for more files, which browsers refuse on a disk.
const ASKS: [&str; 5] = ["fetch(", "XMLHttpRequest", "import(", "new Worker(", "serviceWorker"];

struct Portable<'r> {
    run: &'r Run<'r>,
    /// Whether the page keeps its addresses.
    stays: bool,
    /// The start tag of the script or style being read.
    reading: Option<(usize, Reading)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Style,
    Script,
    /// A script that is to go.
    Module,
    /// What the parser takes for text, as browsers with scripts do.
    Scriptless,
}

impl Rewrite for Portable<'_> {
    fn tag(&mut self, tag: &mut Tag<'_>, page: &mut Page<'_>) {
        if self.stays || tag.has(BANNER) {
            return;
        }
        match tag.name() {
            // What addresses lead to on no web stays.
            "base" if !page.is_on_web() => return self.stays = true,
            // All addresses are relative to the page now.
            "base" => return tag.remove("href"),
            "meta" => return self.meta(tag, page),
            "link" if self.is_dropped(tag, page) => return,
            "script" => self.script(tag, page),
            "style" => self.watch(tag, Reading::Style),
            "noscript" => self.watch(tag, Reading::Scriptless),
            _ => {}
        }
        let is_away =
            ["src", "href"].iter().any(|name| tag.get(name).is_some_and(|address| page.leaves(&address)));
        // Other hosts may answer as they did. And of an element of SVG, what is left could close it.
        if tag.is_html() && !is_away {
            REFUSED.iter().for_each(|name| tag.remove(name));
        }
        self.addresses(tag, page);
    }

    fn content(&mut self, element: &Element, page: &mut Page<'_>) {
        let Some((_, reading)) = self.reading.take_if(|(start, _)| *start == element.start.start) else {
            return;
        };
        let text = page.text(element.inner.clone());
        match reading {
            Reading::Module => remove(page, element.start.start..element.end.end),
            Reading::Scriptless if ["href", "src", "url("].iter().any(|word| text.contains(word)) => page
                .report(
                    element.start.clone(),
                    "what the page holds for readers without scripts keeps its addresses",
                    "put it where all readers see it, or write addresses in it that are relative to the page",
                ),
            Reading::Scriptless => {}
            Reading::Script => report_asks(&text, "the script in this page", element.start.clone(), page),
            // What is no text cannot be written again.
            Reading::Style if page.text.is_some() => {
                for address in css::addresses(&text) {
                    let Some(new) = self.relative(page, &address.text) else { continue };
                    let place =
                        element.inner.start + address.place.start..element.inner.start + address.place.end;
                    page.replace(place, address.write(&new));
                }
            }
            Reading::Style => {}
        }
    }
}

impl Portable<'_> {
    fn watch(&mut self, tag: &mut Tag<'_>, reading: Reading) {
        self.reading = Some((tag.range().start, reading));
        tag.watch();
    }

    fn addresses(&self, tag: &mut Tag<'_>, page: &mut Page<'_>) {
        // What it says of the page is for those who do not have it before them.
        let rel = tag.get("rel").unwrap_or_default().to_ascii_lowercase();
        if tag.name() == "link" && rel.split_ascii_whitespace().any(|word| word == "canonical") {
            return;
        }
        for name in ADDRESSES {
            if let Some(new) = tag.get(name).and_then(|address| self.relative(page, &address)) {
                tag.set(name, new);
            }
        }
        for name in CANDIDATES {
            let new = tag
                .get(name)
                .and_then(|value| srcset::rewrite(&value, |address| self.relative(page, address)));
            if let Some(new) = new {
                tag.set(name, new);
            }
        }
        let style = tag.get("style");
        if let Some(new) =
            style.and_then(|style| css::rewrite(&style, |address| self.relative(page, address)))
        {
            tag.set("style", new);
        }
        if tag.has("srcdoc") {
            page.report(
                tag.range(),
                "the page within the page keeps its addresses",
                "put it in a file and name that in `src`",
            );
        }
    }

    fn meta(&self, tag: &mut Tag<'_>, page: &mut Page<'_>) {
        let Some(kind) = tag.get("http-equiv").map(|kind| kind.to_ascii_lowercase()) else { return };
        match kind.as_str() {
            // It names the host of the site, which there is none of on a disk.
            "content-security-policy" => remove(page, tag.range()),
            "refresh" => {
                let Some(content) = tag.get("content") else { return };
                let Some(place) = addresses::refresh(&content) else { return };
                if let Some(new) = content.get(place.clone()).and_then(|address| self.relative(page, address))
                {
                    let content = format!("{}{new}{}", &content[..place.start], &content[place.end..]);
                    tag.set("content", content);
                }
            }
            _ => {}
        }
    }

    fn script(&mut self, tag: &mut Tag<'_>, page: &mut Page<'_>) {
        if tag.get("type").is_some_and(|kind| kind.trim_ascii().eq_ignore_ascii_case("module")) {
            page.report(
                tag.range(),
                "browsers run no module without a server, so this one is left out",
                "make it a plain script if the copy needs it",
            );
            return self.watch(tag, Reading::Module);
        }
        // It is for browsers that run no modules, as all do here.
        tag.remove("nomodule");
        match tag.get("src") {
            None => self.watch(tag, Reading::Script),
            Some(address) => {
                let text = page.file(&address).and_then(|file| std::fs::read(file).ok()).unwrap_or_default();
                report_asks(
                    &String::from_utf8_lossy(&text),
                    &format!("the script {address}"),
                    tag.range(),
                    page,
                );
            }
        }
    }

    /// Links that only make browsers ask for what they will refuse.
    fn is_dropped(&self, tag: &Tag<'_>, page: &mut Page<'_>) -> bool {
        let rel = tag.get("rel").unwrap_or_default().to_ascii_lowercase();
        let dropped = ["modulepreload", "preload", "manifest", "preconnect", "dns-prefetch"];
        let is_dropped = rel.split_ascii_whitespace().any(|word| dropped.contains(&word));
        if is_dropped {
            remove(page, tag.range());
        }
        is_dropped
    }

    /// The address as it is to be written; none where it is right as it is.
    fn relative(&self, page: &mut Page<'_>, address: &str) -> Option<String> {
        let assets = self.run.assets.as_ref()?;
        let trimmed = address.trim_matches(|c: char| c <= ' ');
        if trimmed.is_empty() {
            return None;
        }
        let url = page.resolve(trimmed)?;
        let new = assets.relative(page.path, trimmed, url)?;
        (new != address).then_some(new)
    }
}

/// Takes a part of the page out, with the blanks before it where there are more after it. Text before and after it stays
/// apart.
fn remove(page: &mut Page<'_>, range: Range<usize>) {
    let before = page.bytes.get(..range.start).unwrap_or_default();
    let after = page.bytes.get(range.end..).unwrap_or_default();
    // A document type that follows a tag is none, and is to stay none.
    let is_doctype =
        |at: usize| after.get(at + 2..at + 9).is_some_and(|name| name.eq_ignore_ascii_case(b"doctype"));
    if head::preamble_end(page.bytes) == range.start && memchr::memmem::find_iter(after, "<!").any(is_doctype)
    {
        page.replace(range, page::FIRST);
        return;
    }
    let is_between_tags = before.trim_ascii_end().ends_with(b">")
        && (after.is_empty() || after.trim_ascii_start().starts_with(b"<"));
    if !is_between_tags {
        page.replace(range, page::APART);
        return;
    }
    let blanks = before.len() - before.trim_ascii_end().len();
    let apart = after.first().is_some_and(u8::is_ascii_whitespace);
    page.replace(range.start - if apart { blanks } else { 0 }..range.end, "");
}

fn report_asks(text: &str, which: &str, range: Range<usize>, page: &mut Page<'_>) {
    if let Some(call) = ASKS.iter().find(|call| text.contains(**call)) {
        let call = call.trim_start_matches("new ").trim_end_matches('(');
        page.report(
            range,
            format!("{which} uses `{call}`, which browsers refuse without a server"),
            "the page has to do without what it adds, or the copy needs a server",
        );
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::{
        config::Finish,
        html::{
            Engine, splice,
            testing::{assets, run},
        },
    };

    #[track_caller]
    fn rewritten(path: &str, page: &str) -> (String, Vec<String>) {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["index.html", "a/index.html", "a/b/index.html", "c.html", "p q.png", "x.js", "m.css"] {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().expect("has one")).expect("makes the folder");
            fs::write(file, "fetch('y.json')").expect("writes");
        }
        let options = Finish { portable: true, ..Finish::default() };
        let mut run = run(folder.path(), &options);
        run.assets = assets(&run);
        let engine = Engine::of(&run, [&RULE]).expect("selects");
        let once = engine.rewrite(path, page.as_bytes()).expect("is parsed");
        let notes = once.notes.iter().map(|note| note.what.clone()).collect();
        let once = splice(page.as_bytes(), &once.edits);
        let twice = splice(&once, &engine.rewrite(path, &once).expect("is parsed").edits);
        let text = |bytes| String::from_utf8(bytes).expect("is UTF-8");
        let (once, twice) = (text(once), text(twice));
        assert_eq!(once, twice, "a second run changes nothing");
        (once, notes)
    }

    #[test]
    fn every_address_of_the_site_becomes_relative() {
        let page = r##"<meta http-equiv=refresh content="0; url=/site/a/b/#x">
<link rel=stylesheet href=/site/m.css?h=1 integrity=sha256-x crossorigin>
<link rel="canonical" href="https://example.org/site/a/">
<a href="https://example.org/site/">1</a> <a href="//example.org/site/a/b">2</a> <a href="/site/c">3</a>
<a href="#x">4</a> <a href="https://example.org/site/a/#y">5</a> <a href="b/">6</a> <a href="http://example.org/site">7</a>
<a href="/other/">8</a> <a href="//b.example/c?d&amp;e">9</a> <a href="mailto:x@y">10</a> <a href="gone/">11</a> <a href="">12</a>
<img src="/site/p%20q.png" srcset="/site/p%20q.png 1x, https://b.example/r.png 2x" alt="">
<video poster=../p%20q.png></video><form action="/site/c"></form>
<p style="background:url('/site/p%20q.png')" class="x">
<style>a{b:url(/site/p%20q.png),url(data:,x)}</style>
"##;
        let expected = r##"<meta http-equiv=refresh content="0; url=b/index.html#x">
<link rel=stylesheet href="../m.css?h=1">
<link rel="canonical" href="https://example.org/site/a/">
<a href="../index.html">1</a> <a href="b/index.html">2</a> <a href="../c.html">3</a>
<a href="#x">4</a> <a href="index.html#y">5</a> <a href="b/index.html">6</a> <a href="../index.html">7</a>
<a href="https://example.org/other/">8</a> <a href="https://b.example/c?d&amp;e">9</a> <a href="mailto:x@y">10</a> <a href="gone/">11</a> <a href="">12</a>
<img src="../p%20q.png" srcset="../p%20q.png 1x, https://b.example/r.png 2x" alt="">
<video poster=../p%20q.png></video><form action="../c.html"></form>
<p style="background:url('../p%20q.png')" class="x">
<style>a{b:url(../p%20q.png),url(data:,x)}</style>
"##;
        assert_eq!(rewritten("a/index.html", page), (expected.to_owned(), Vec::new()));
    }

    #[test]
    fn what_browsers_refuse_on_a_disk_goes_and_is_said() {
        let page = "<base href=/site/a/><meta http-equiv=content-security-policy content=x>\
            <link rel=modulepreload href=x.js><script type=module src=x.js></script>\
            <script nomodule src=/site/x.js></script><script>new Worker('x')</script><img src=../p%20q.png>\
            <noscript><img src=/site/m.png></noscript><noscript>Read on.</noscript>";
        let expected = "<base><script src=\"x.js\"></script><script>new Worker('x')</script>\
            <img src=\"p%20q.png\"><noscript><img src=/site/m.png></noscript><noscript>Read on.</noscript>";
        let notes = [
            "browsers run no module without a server, so this one is left out",
            "the script /site/x.js uses `fetch`, which browsers refuse without a server",
            "the script in this page uses `Worker`, which browsers refuse without a server",
            "what the page holds for readers without scripts keeps its addresses",
        ];
        assert_eq!(rewritten("index.html", page), (expected.to_owned(), notes.map(str::to_owned).into()));
    }

    #[test]
    fn an_address_without_its_slashes_is_a_relative_one() {
        let page = "<base href=https://b.example/><a href=https:c/d>1</a> <a href=http:c>2</a> <a href=https://e>3</a>";
        let expected =
            "<base><a href=\"https://b.example/c/d\">1</a> <a href=http:c>2</a> <a href=https://e>3</a>";
        assert_eq!(rewritten("a/index.html", page).0, expected);
    }

    #[test]
    fn an_address_with_the_host_leads_there_where_the_folder_has_no_such_file() {
        let page =
            "<a href=https://example.org/site/other/>1</a> <a href=https://example.org/site/c.html>2</a>";
        let expected = "<a href=https://example.org/site/other/>1</a> <a href=\"../c.html\">2</a>";
        assert_eq!(rewritten("a/index.html", page).0, expected);
    }

    #[test]
    fn what_relative_addresses_lead_to_off_the_web_stays() {
        for base in ["file:///a/", "urn:a"] {
            let page = format!("<base href={base}><a href=b/>x</a><img src=/site/p%20q.png>");
            assert_eq!(rewritten("a/index.html", &page).0, page);
        }
    }

    #[test]
    fn the_page_for_addresses_that_lead_nowhere_stays_as_it_is() {
        let page = "<link rel=stylesheet href=/site/m.css integrity=x><a href=/site/>x</a>";
        assert_eq!(rewritten("404.html", page).0, page);
    }
}
