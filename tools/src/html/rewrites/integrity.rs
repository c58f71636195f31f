//! Parts of the page under names that change with them, digests of scripts and style sheets, and a policy.

use std::ops::Range;

use url::Url;

use crate::html::{
    Element, Page, Rewrite, Rule, Run, Tag,
    addresses::Target,
    assets::{self, Assets, Part},
    head,
    policy::{self, Kind, Policy, is_run, kind_of},
    srcset,
};

pub(super) const RULE: Rule = Rule {
    name: "integrity",
    reason: "browsers may keep what a page is made of for ever, run nothing that somebody else changed or put there, \
             and load nothing from elsewhere that the site did not let in",
    selector: "base[href], script, style, link[href], meta, img, source, video, audio, track[src], input[src], \
               input[formaction], image, iframe, frame[src], object[data], embed[src], form, button[formaction]",
    on: |options| options.integrity && !options.portable,
    start: |run, _| Some(Box::new(Integrity::new(run))),
};

struct Integrity<'r> {
    run: &'r Run<'r>,
    policy: Policy,
    /// The one that the page brings, which is then left to it.
    own_policy: Option<(Range<usize>, String)>,
    /// Where the head ends, once that is asked.
    end_of_head: Option<usize>,
    /// The policies that stand where none counts.
    unheeded: Vec<(Range<usize>, String)>,
    /// The start tag of the script or style being read, and how it is judged.
    inline: Option<(usize, Kind)>,
    /// What the policy does not let in, and what to do about it.
    refused: Vec<(Range<usize>, String, String)>,
}

impl Rewrite for Integrity<'_> {
    fn tag(&mut self, tag: &mut Tag<'_>, page: &mut Page<'_>) {
        match tag.name() {
            "base" => self.load(tag, page, "href", Kind::Base),
            "script" => self.script(tag, page),
            "style" => self.watch(tag, Kind::Style),
            "link" => self.link(tag, page),
            "meta" => self.meta(tag, page),
            "form" if !tag.has("action") => self.policy.allow(Kind::Form, "'self'"),
            "form" => self.load(tag, page, "action", Kind::Form),
            "iframe" | "frame" => {
                self.load(tag, page, "src", Kind::Frame);
                self.frame(tag, page);
            }
            "button" => self.load(tag, page, "formaction", Kind::Form),
            "input" => {
                self.load(tag, page, "formaction", Kind::Form);
                self.part(tag, page, "src", Kind::Image);
            }
            "object" => self.part(tag, page, "data", Kind::Object),
            "embed" => self.part(tag, page, "src", Kind::Object),
            "video" | "audio" | "track" => {
                self.load(tag, page, "src", Kind::Media);
                self.part(tag, page, "poster", Kind::Image);
            }
            // Within a picture it has candidates, within a film an address.
            "source" => {
                self.load(tag, page, "src", Kind::Media);
                self.candidates(tag, page, "srcset");
            }
            _ => {
                for name in ["src", "href", "xlink:href"] {
                    self.part(tag, page, name, Kind::Image);
                }
                self.candidates(tag, page, "srcset");
            }
        }
    }

    fn content(&mut self, element: &Element, page: &mut Page<'_>) {
        let Some((_, kind)) = self.inline.take_if(|(start, _)| *start == element.start.start) else { return };
        let written = page.text(element.inner.clone());
        // Browsers hash what the parser made of it. (HTML Standard, 13.2.3.5.)
        let read = written.replace("\r\n", "\n").replace('\r', "\n");
        if read.is_empty() {
            return;
        }
        let digest = assets::integrity(read.as_bytes());
        if kind == Kind::Object {
            self.policy.allow(Kind::Script, format!("'{digest}'"));
        } else if self.run.options.allow_inline.contains(&digest) {
            self.policy.allow(kind, format!("'{digest}'"));
        } else {
            let what = if kind == Kind::Script { "script" } else { "style sheet" };
            self.refuse(
                element.start.clone(),
                format!("a {what} is written in the page"),
                format!(
                    "put it in a file in static/, or, if you know what it does, let it in: \
                     allow_inline = [\"{digest}\"] under [extra.finish] in config.toml"
                ),
            );
        }
    }

    fn end(&mut self, page: &mut Page<'_>) {
        if page.has_style() {
            // It can load nothing that the policy does not let in, and run nothing at all.
            self.policy.allow(Kind::StyleAttribute, "'unsafe-inline'");
        }
        for (name, range) in page.script_attributes() {
            if name.starts_with("on") {
                let what = format!("the attribute `{name}` holds a script");
                self.refuse(range, what, "put it in a file in static/ that adds the listener itself");
            } else {
                let what = format!("the address in `{name}` is a script");
                self.refuse(
                    range,
                    what,
                    "put it in a file in static/ that does the same when it is asked to",
                );
            }
        }
        for data in page.data() {
            self.policy.allow(Kind::Script, format!("'{}'", assets::integrity(data.as_bytes())));
        }
        if self.own_policy.is_none() {
            for (range, what, hint) in std::mem::take(&mut self.refused) {
                page.report(range, format!("{what}, and browsers will refuse it"), hint);
            }
        }
        self.put_policy(page);
    }
}

impl<'r> Integrity<'r> {
    fn new(run: &'r Run<'r>) -> Self {
        Self {
            run,
            policy: Policy::default(),
            own_policy: None,
            end_of_head: None,
            unheeded: Vec::new(),
            inline: None,
            refused: Vec::new(),
        }
    }

    fn assets(&self) -> Option<&'r Assets> {
        self.run.assets.as_ref()
    }

    fn watch(&mut self, tag: &mut Tag<'_>, kind: Kind) {
        self.inline = Some((tag.range().start, kind));
        tag.watch();
    }

    fn meta(&mut self, tag: &Tag<'_>, page: &Page<'_>) {
        if tag.get("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case(policy::NAME)) {
            let policy = (tag.range(), tag.get("content").unwrap_or_default().into_owned());
            let end = *self.end_of_head.get_or_insert_with(|| head::end(page.bytes));
            if policy.0.start < end {
                self.own_policy.get_or_insert(policy);
            } else {
                self.unheeded.push(policy);
            }
        }
    }

    fn put_policy(&mut self, page: &mut Page<'_>) {
        // The banner has a style of its own.
        if self.run.options.archived {
            self.policy.allow(Kind::StyleAttribute, "'unsafe-inline'");
        }
        if self.own_policy.is_some() {
            return;
        }
        let policy = self.policy.text();
        let markup = policy::markup(&policy);
        let mut is_there = false;
        for (range, own) in std::mem::take(&mut self.unheeded) {
            // On a page whose head nobody can tell.
            is_there |= own == policy;
            if own != policy {
                // (HTML Standard, 4.2.5.3.)
                page.report(
                    range,
                    "browsers heed no policy outside the head",
                    "move it there, or take it out",
                );
            }
        }
        if !is_there {
            page.insert(page.head(), format!("\n{markup}"));
        }
    }

    fn script(&mut self, tag: &mut Tag<'_>, page: &mut Page<'_>) {
        if tag.has("src") {
            self.part(tag, page, "src", Kind::Script);
        } else if is_run(&tag.get("type").unwrap_or_default()) {
            self.watch(tag, Kind::Script);
        } else {
            // Data are not run, and browsers ask for no leave (HTML Standard, 4.12.1.1); validators do.
            self.watch(tag, Kind::Object);
        }
    }

    /// A page that is written in an attribute is under the policy of the one around it. (CSP Level 3, 7.8.)
    fn frame(&mut self, tag: &Tag<'_>, page: &Page<'_>) {
        let Some(written) = tag.get("srcdoc") else { return };
        let policy::Scripts { written, loaded, has_others: mut refused } = policy::scripts_in(&written);
        for address in loaded {
            let target = self.target(page, &address);
            self.check(tag.range(), &address, target.as_ref(), Kind::Script);
        }
        for script in written {
            let digest = assets::integrity(script.as_bytes());
            if self.run.options.allow_inline.contains(&digest) {
                self.policy.allow(Kind::Script, format!("'{digest}'"));
            } else {
                refused = true;
            }
        }
        if refused {
            self.refuse(
                tag.range(),
                "the page in `srcdoc` holds a script",
                "put it in a file in static/, and name that in its src",
            );
        }
    }

    fn refuse(&mut self, range: Range<usize>, what: impl Into<String>, hint: impl Into<String>) {
        self.refused.push((range, what.into(), hint.into()));
    }

    fn link(&mut self, tag: &mut Tag<'_>, page: &mut Page<'_>) {
        let rel = tag.get("rel").unwrap_or_default().to_ascii_lowercase();
        let is = |name| rel.split_ascii_whitespace().any(|word| word == name);
        let loads = match tag.get("as").unwrap_or_default().to_ascii_lowercase().as_str() {
            "style" => Kind::Style,
            "image" => Kind::Image,
            "font" => Kind::Font,
            _ => Kind::Script,
        };
        if is("stylesheet") {
            self.part(tag, page, "href", Kind::Style);
        } else if is("modulepreload") {
            self.part(tag, page, "href", Kind::Script);
        } else if is("preload") {
            self.part(tag, page, "href", loads);
            self.candidates(tag, page, "imagesrcset");
        }
    }

    fn target(&self, page: &Page<'_>, address: &str) -> Option<Target> {
        match page.plain_path(address) {
            Some(path) => Some(Target::Own(path.to_owned())),
            None => Some(self.assets()?.home().target_of(page.resolve(address)?)),
        }
    }

    /// An address of something that keeps its name.
    fn load(&mut self, tag: &Tag<'_>, page: &mut Page<'_>, attribute: &str, kind: Kind) {
        if let Some(address) = tag.get(attribute) {
            let target = self.target(page, &address);
            self.check(tag.range(), &address, target.as_ref(), kind);
        }
    }

    /// An address of something that gets a name that changes with it, and where it is code a digest.
    fn part(&mut self, tag: &mut Tag<'_>, page: &mut Page<'_>, attribute: &'static str, kind: Kind) {
        let Some(address) = tag.get(attribute) else { return };
        let target = self.target(page, &address);
        self.check(tag.range(), &address, target.as_ref(), kind);
        let Some((file, part)) = self.use_part(target) else { return };
        tag.set(attribute, assets::renamed(&address, &part.path));
        if matches!(kind, Kind::Script | Kind::Style) {
            tag.set("integrity", part.integrity.clone());
        }
        if kind == Kind::Style {
            for address in self.assets().into_iter().flat_map(|assets| assets.elsewhere(&file)) {
                let target = self.target(page, address);
                self.check(tag.range(), address, target.as_ref(), kind_of(address));
            }
        }
    }

    fn use_part(&self, target: Option<Target>) -> Option<(String, &'r Part)> {
        let Some(Target::Own(path)) = target else { return None };
        let assets = self.assets()?;
        let file = assets.file(&path)?;
        assets.use_part(&file).map(|part| (file, part))
    }

    fn candidates(&mut self, tag: &mut Tag<'_>, page: &mut Page<'_>, attribute: &'static str) {
        let Some(value) = tag.get(attribute) else { return };
        let new = srcset::rewrite(&value, |address| {
            let target = self.target(page, address);
            self.check(tag.range(), address, target.as_ref(), Kind::Image);
            Some(assets::renamed(address, &self.use_part(target)?.1.path))
        });
        if let Some(new) = new {
            tag.set(attribute, new);
        }
    }

    /// Whether an address may be loaded: one of the site always, another one where the configuration says so.
    fn check(&mut self, range: Range<usize>, address: &str, target: Option<&Target>, kind: Kind) {
        match target {
            Some(Target::Own(_)) if matches!(kind, Kind::Form | Kind::Base) => {
                self.policy.allow(kind, "'self'");
            }
            Some(Target::Own(_)) => {
                if address.contains("//") {
                    self.policy.allow_own(|| self.run.address("").origin().ascii_serialization());
                }
            }
            Some(Target::Elsewhere(url)) => self.check_host(range, url, kind),
            Some(Target::Other) | None => {
                let is_data = address.trim_start().get(..5).is_some_and(|s| s.eq_ignore_ascii_case("data:"));
                if is_data && matches!(kind, Kind::Image | Kind::Font | Kind::Media) {
                    self.policy.allow(kind, "data:");
                }
            }
        }
    }

    fn check_host(&mut self, range: Range<usize>, url: &Url, kind: Kind) {
        let host = url.origin().ascii_serialization();
        if self.run.options.allow_hosts.contains(&host) {
            self.policy.allow(kind, host);
            return;
        }
        self.refuse(
            range,
            format!("the page loads {url}"),
            format!(
                "put a copy in static/, or let it in: allow_hosts = [\"{host}\"] under [extra.finish] in config.toml"
            ),
        );
    }
}

#[cfg(test)]
#[path = "integrity_tests.rs"]
mod tests;
