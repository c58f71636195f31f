//! What must hold in the finished site. These rules look at pages, not at content, so they are checked in
//! [`pages::rules`](../../../pages/rules/index.html); here are the words about them.

use super::Rule;
use crate::report::Severity::{Error, Warning};

/// Those of them that are checked while pages are finished.
pub(crate) const OF_FINISH: [&str; 2] = ["maths", "integrity"];

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::of_pages(
        "broken-link",
        Error,
        "An address within the site that leads nowhere shows readers an error page. Correct the address where it is \
         written, or put the file there.",
    ),
    Rule::of_pages(
        "broken-fragment",
        Error,
        "What follows # in an address is the id of a place on the page; without that place readers land at its top. \
         Write an id that the page has.",
    ),
    Rule::of_pages(
        "menu-to-nothing",
        Error,
        "An entry of the menu that leads nowhere looks like a missing section. Add the section, or take the entry out.",
    ),
    Rule::of_pages(
        "unreadable-address",
        Error,
        "A browser cannot go to what is no address. Write it as the browser shows it when you are there.",
    ),
    Rule::of_pages(
        "repeated-id",
        Error,
        "An id is the name of one place on a page; of two with the same name only the first can be linked to. Give one \
         of them another id.",
    ),
    Rule::of_pages(
        "wrong-base",
        Error,
        "Search engines and social networks take canonical, og:url, feeds and sitemap at their word. They must be whole \
         addresses that begin with base_url of config.toml, in the same way on one page.",
    ),
    Rule::of_pages(
        "mixed-content",
        Error,
        "A browser does not load what an encrypted page wants from an http:// address. Write https://, or keep the file \
         in the site.",
    ),
    Rule::of_pages(
        "two-main-headings",
        Warning,
        "The main heading (h1) says what the page is; two of them confuse those who listen to it. Make the others \
         headings of sections.",
    ),
    Rule::of_pages(
        "heading-jump",
        Warning,
        "Those who listen to a page find their way by the levels of its headings. Leave none out: after ## comes ##, \
         ### or a new section.",
    ),
    Rule::of_pages(
        "image-without-words",
        Error,
        "Those who do not see an image hear the words in its alt. Say what it shows, or write alt=\"\" where it only \
         decorates.",
    ),
    Rule::of_pages(
        "image-without-size",
        Warning,
        "The page jumps under the reader's eyes when an image without width and height has loaded. Write both, in \
         pixels.",
    ),
    Rule::of_pages(
        "visible-time",
        Error,
        "A day or hour that the page shows must be the one that calendars and search engines read from it. Let both \
         come from one fact.",
    ),
    Rule::of_pages(
        "fact-not-shown",
        Error,
        "The page of an edition must show the day and hours of content/edition.toml. Put right the template, or the \
         text that stands for it.",
    ),
    Rule::of_pages(
        "tag-order",
        Error,
        "Where tags are not closed in their order, browsers guess, and links and styles end elsewhere than meant. Close \
         each tag before the one around it.",
    ),
    Rule::of_pages(
        "page-not-utf-8",
        Error,
        "A page in another encoding than UTF-8 shows wrong letters. Save the file it comes from as UTF-8.",
    ),
    Rule::of_pages(
        "maths",
        Warning,
        "A formula that cannot be set is shown as its TeX. Correct it; the README says how formulas are written.",
    ),
    Rule::of_pages(
        "integrity",
        Warning,
        "The policy of a page lets browsers load and run what the site itself holds, and nothing else. Put a copy into \
         static/, or let it in under [extra.finish] in config.toml.",
    ),
    Rule::of_pages(
        "page-unreadable",
        Error,
        "A page that cannot be read is none to browsers either. Find out what made it, and take it out.",
    ),
];
