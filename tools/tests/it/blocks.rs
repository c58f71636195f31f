//! Each block of the page and each special case of it, from a smallest content, compared as a whole.

use snapbox::{assert_data_eq, str};

use crate::{page::Page, support::Site};

/// During the call of the edition below, unless a test says otherwise.
const TODAY: &str = "2031-01-15";

/// The bare edition with a day: 2 May 2031, in Vienna.
fn edition() -> Site {
    let site = Site::of("bare");
    site.edit("content/edition.toml", "\"to be announced\"", "\"2031-05-02\"");
    site
}

/// The edition with more in these files.
fn with(files: &[(&str, &str)]) -> Site {
    let site = edition();
    for (name, text) in files {
        site.add(&format!("content/{name}"), text);
    }
    site
}

/// The page of the edition with more in these files, during its call.
fn page(files: &[(&str, &str)]) -> Page {
    with(files).page(TODAY)
}

#[test]
fn the_barest_edition() {
    assert_data_eq!(
        Site::of("bare").page(TODAY).part("body"),
        str![[r##"
<body>
<a class="skip-link" href="#main">Skip to content</a>
<header class="site-header">
<a class="site-header__name" href="https://dlde-2023.github.io/">BARE</a>
</header>
<main class="page" id="main" tabindex="-1">
<header class="masthead">
<p class="masthead__conference">SIMCONF 2027 Workshop</p>
<h1 class="masthead__title">A Workshop at Its Beginning <span class="masthead__edition">(BARE)</span></h1>
<dl class="masthead__facts">
<div><dt>Date</dt>
<dd>to be announced</dd></div>
<div><dt>Venue</dt>
<dd>In-person workshop</dd></div>
</dl></header>
</main>
<footer class="site-footer">
<p class="site-footer__name">BARE, SIMCONF 2027 Workshop</p>
<a class="site-footer__link" href="#main">Back to top</a>
</footer>
</body>

"##]]
    );
}

#[test]
fn header_of_two_days_with_numeral_hours_zone_place_and_banner() {
    let site = with(&[(
        "edition.toml",
        r#"
start = "09:00"
end = "17:30"
last_date = "2031-05-03"
place = "Hall <2>, Vienna"
confirm = "the hall is booked provisionally"

[banner]
image = "banner.svg"
alt = "A \"line\" & nothing else"
credit = "Drawn by hand"
confirm = "a photo may replace it"
"#,
    )]);
    site.edit("content/edition.toml", "conference = ", "numeral = \"IV\"\nconference = ")
        .edit("content/edition.toml", "mode = \"in person\"", "mode = \"hybrid\"")
        .write(
            "content/banner.svg",
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="300" height="90"><path d="M0 9H300"/></svg>"#,
        );
    assert_data_eq!(
        site.page(TODAY).part("main > header"),
        str![[r#"
<header class="masthead">
<p class="masthead__conference">SIMCONF 2027 Workshop</p>
<h1 class="masthead__title">A Workshop at Its Beginning <span class="masthead__edition">(BARE) – IV</span></h1>
<dl class="masthead__facts">
<div><dt>Date</dt>
<dd><time datetime="2031-05-02">Friday, 2 May 2031</time> – <time datetime="2031-05-03">Saturday, 3 May 2031</time> <span class="tag tag--unsure">to be confirmed</span></dd></div>
<div><dt>Time</dt>
<dd class="hours"><time datetime="2031-05-02T09:00+02:00">09:00</time> – <time datetime="2031-05-03T17:30+02:00">17:30</time> <span class="zone">CEST</span></dd></div>
<div><dt>Venue</dt>
<dd>Hybrid workshop, Hall &lt;2&gt;, Vienna</dd></div>
<div data-until="1935588600"><dt>Calendar</dt><dd><a href="calendar.ics">Add to calendar</a></dd></div></dl>
<div class="zone-switch" data-event="Event zone: Europe/Vienna" data-label="Times in" data-mine="My zone"></div>
<figure class="banner">
<img alt="A &quot;line&quot; &amp; nothing else" class="banner__image" decoding="async" height="90" loading="lazy" src="https://dlde-2023.github.io/banner.svg" width="300">
<figcaption class="banner__credit">Drawn by hand <span class="tag tag--unsure">to be confirmed</span></figcaption>
</figure>
</header>

"#]]
    );
}

#[test]
fn header_of_an_evening_past_midnight() {
    let page = page(&[("edition.toml", "start = \"20:00\"\nend = \"01:30\"\n")]);
    assert_data_eq!(
        page.part("main dl"),
        str![[r#"
<dl class="masthead__facts">
<div><dt>Date</dt>
<dd><time datetime="2031-05-02">Friday, 2 May 2031</time></dd></div>
<div><dt>Time</dt>
<dd class="hours"><time datetime="2031-05-02T20:00+02:00">20:00</time> until <time datetime="2031-05-03T01:30+02:00">01:30</time> <span class="event-only">the next day</span> <span class="zone">CEST</span></dd></div>
<div><dt>Venue</dt>
<dd>In-person workshop</dd></div>
<div data-until="1935531000"><dt>Calendar</dt><dd><a href="calendar.ics">Add to calendar</a></dd></div></dl>

"#]]
    );
}

/// On 26 October 2031, clocks in Vienna go back.
#[test]
fn header_of_two_days_between_which_clocks_change() {
    let site = edition();
    site.edit("content/edition.toml", "2031-05-02", "2031-10-25")
        .add("content/edition.toml", "last_date = \"2031-10-26\"\nstart = \"09:00\"\nend = \"17:00\"\n");
    let hours = site.page(TODAY).part("main dl .hours");
    assert!(hours.contains("CEST") && hours.contains("CET"), "each hour is of a named zone: {hours}");
}

#[test]
fn head_with_title_description_addresses_and_colours() {
    let site = edition();
    site.edit("content/_index.md", "title =", "description = \"Where \\\"a\\\" < b & c\"\ntitle =");
    let page = site.page(TODAY);
    let head = page.all("head > title, head > meta, head > link").into_iter().map(|element| element.html());
    // The hash of the style sheet changes with each of its colours.
    let head: Vec<String> = head.map(|tag| tag.split("?h=").next().unwrap_or_default().to_owned()).collect();
    assert_data_eq!(
        head.join("\n"),
        str![[r##"
<meta charset="utf-8">
<meta content="default-src 'self' https://dlde-2023.github.io;form-action 'none';base-uri 'none'" http-equiv="Content-Security-Policy">
<meta content="width=device-width, initial-scale=1" name="viewport">
<title>A Workshop at Its Beginning – BARE, SIMCONF 2027 Workshop</title>
<meta content="Where &quot;a&quot; &lt; b &amp; c" name="description" property="og:description">
<link href="https://dlde-2023.github.io/" rel="canonical">
<meta content="website" property="og:type">
<meta content="A Workshop at Its Beginning (BARE)" property="og:title">
<meta content="https://dlde-2023.github.io/" property="og:url">
<meta content="DLDE" property="og:site_name">
<meta content="https://dlde-2023.github.io/social-card.png" property="og:image">
<meta content="1200" property="og:image:width">
<meta content="630" property="og:image:height">
<meta content="A Workshop at Its Beginning (BARE), SIMCONF 2027 Workshop" property="og:image:alt">
<meta content="summary_large_image" name="twitter:card">
<meta content="light dark" name="color-scheme">
<meta content="#fcfcfa" media="(prefers-color-scheme: light)" name="theme-color">
<meta content="#12181b" media="(prefers-color-scheme: dark)" name="theme-color">
<link href="https://dlde-2023.github.io/favicon.png" rel="icon" sizes="32x32">
<link href="https://dlde-2023.github.io/favicon.svg" rel="icon" type="image/svg+xml">
<link href="https://dlde-2023.github.io/apple-touch-icon.png" rel="apple-touch-icon" sizes="180x180">
<link href="https://dlde-2023.github.io/main.css" rel="stylesheet">
<link href="calendar.ics" rel="alternate" title="BARE" type="text/calendar">
"##]]
    );
}

#[test]
fn a_page_that_does_not_exist_leads_to_the_front_page() {
    let site = edition();
    site.page(TODAY);
    assert_data_eq!(
        Page::read(&site.path("public/404.html")).part("body"),
        str![[r##"
<body>
<a class="skip-link" href="#main">Skip to content</a>
<header class="site-header">
<a class="site-header__name" href="https://dlde-2023.github.io/">BARE</a>
</header>
<main class="page" id="main" tabindex="-1">
<article class="article">
<h1 class="article__title">Page not found</h1>
<div class="prose">
<p>There is no page at this address. Everything about the workshop is on its main page: <a href="https://dlde-2023.github.io/">A Workshop at Its Beginning</a>.</p>
</div>
</article>
</main>
<footer class="site-footer">
<p class="site-footer__name">BARE, SIMCONF 2027 Workshop</p>
<a class="site-footer__link" href="#main">Back to top</a>
</footer>
</body>

"##]]
    );
}

#[test]
fn the_page_of_a_text_leads_to_its_section() {
    let site = with(&[("call.md", "+++\ntitle = \"Call\"\n+++\n\nText.\n")]);
    site.page(TODAY);
    assert_data_eq!(
        Page::read(&site.path("public/call/index.html")).part("html"),
        str![[r#"
<html data-announced="0" data-archive="1935575999" data-live="1935439200" data-stage="announced" dir="ltr" lang="en"><head>
<meta charset="utf-8">
<meta content="default-src 'self';form-action 'none';base-uri 'none'" http-equiv="Content-Security-Policy">
<meta content="width=device-width, initial-scale=1" name="viewport">
<title>Call – A Workshop at Its Beginning</title>
<meta content="0; url=https://dlde-2023.github.io/#cfp" http-equiv="refresh">
<link href="https://dlde-2023.github.io/" rel="canonical">
<meta content="noindex" name="robots">
<meta content="light dark" name="color-scheme">
</head>
<body>
<main>
<h1>Call</h1>
<p>This text is a section of the main page: <a href="https://dlde-2023.github.io/#cfp">A Workshop at Its Beginning</a></p>
</main>
</body></html>

"#]]
    );
}

/// Which links lead the page, and what is said beside them. The instants of their lives are tested with the stages.
#[test]
fn header_links_with_login_and_doubt() {
    let site = with(&[(
        "edition.toml",
        r#"
[[links]]
kind = "submission"
label = "Submit <here>"
url = "https://example.org/submit?a=1&b=2"
confirm = "the group opens later"

[[links]]
kind = "room"
label = "Room"
url = "https://example.org/room"
login = true

[[links]]
kind = "website"
label = "Old page"
url = "https://example.org/old"
until = "2031-01-14"

[[links]]
kind = "other"
label = "Mailing list"
url = "https://example.org/list"
from = "2031-02-01 10:00"
until = "2031-03-01"
"#,
    )]);
    assert_data_eq!(
        site.page(TODAY).part("main > header"),
        str![[r#"
<header class="masthead">
<p class="masthead__conference">SIMCONF 2027 Workshop</p>
<h1 class="masthead__title">A Workshop at Its Beginning <span class="masthead__edition">(BARE)</span></h1>
<dl class="masthead__facts">
<div><dt>Date</dt>
<dd><time datetime="2031-05-02">Friday, 2 May 2031</time></dd></div>
<div><dt>Venue</dt>
<dd>In-person workshop</dd></div>
<div data-until="1935525600"><dt>Calendar</dt><dd><a href="calendar.ics">Add to calendar</a></dd></div></dl>
<ul class="actions">
<li class="actions__item" data-until="1935439200"><a class="actions__link" href="https://example.org/submit?a=1&amp;b=2">Submit &lt;here&gt;</a> <span class="tag tag--unsure">to be confirmed</span></li>
<li class="actions__item actions__item--way-in" data-from="1935439200" data-until="1935575999" hidden=""><a class="actions__link" href="https://example.org/room">Room</a> <span class="tag">login required</span></li>
<li class="actions__item" data-from="1927702800" data-until="1930219199" hidden=""><a class="actions__link" href="https://example.org/list">Mailing list</a></li>
</ul></header>

"#]]
    );
}

#[test]
fn notices_with_several_links_login_and_a_life() {
    let site = with(&[(
        "edition.toml",
        r#"
[[notices]]
text = "See the [plan](https://example.org/plan?a=1&b=2) and the **[boards](https://example.org/boards)**."
login = true

[[notices]]
text = "Not yet."
from = "2031-02-01"

[[notices]]
text = "No longer."
until = "2031-01-14"

[[notices]]
text = "Perhaps: 1 < 2 & so on."
confirm = "nobody knows"
"#,
    )]);
    let page = site.page(TODAY);
    let notices: Vec<String> = page.all("main .notice").into_iter().map(|notice| notice.html()).collect();
    assert_data_eq!(
        notices.join("\n"),
        str![[r#"
<div class="notice prose">
<p>See the <a href="https://example.org/plan?a=1&amp;b=2" rel="external">plan</a> and the <strong><a href="https://example.org/boards" rel="external">boards</a></strong>.</p>
<p><span class="tag">login required</span></p></div>
<div class="notice prose" data-from="1927666800" hidden="">
<p>Not yet.</p>
</div>
<div class="notice prose">
<p>Perhaps: 1 &lt; 2 &amp; so on.</p>
<p> <span class="tag tag--unsure">to be confirmed</span></p></div>
"#]]
    );
}

#[test]
fn introduction_with_emphasis_and_citations() {
    let page = page(&[
        (
            "introduction.md",
            "+++\ntitle = \"About\"\n+++\n\nIt *matters* [](references.bib#b2) that [A and B](references.bib#a1) agree.\n",
        ),
        (
            "references.bib",
            "@misc{a1, title = {A}, author = {A. A.}}\n@misc{b2, title = {B}, author = {B. B.}}\n",
        ),
    ]);
    assert_data_eq!(
        page.part("#intro"),
        str![[r##"
<section aria-labelledby="intro-title" class="section section--introduction" data-section="introduction" id="intro">
<h2 class="section__title" id="intro-title">About</h2>
<div class="section__body"><div class="prose">
<p>It <em>matters</em> <a class="citation" href="#ref-b2" role="doc-biblioref">[2]</a> that <a href="#ref-a1">A and B</a> agree.</p>
</div>
</div></section>

"##]]
    );
}

#[test]
fn a_text_that_is_not_certain_says_so() {
    let page = page(&[(
        "introduction.md",
        "+++\ntitle = \"About\"\n[extra]\nconfirm = \"a draft\"\n+++\n\nText.\n",
    )]);
    assert_data_eq!(
        page.part("#intro"),
        str![[r#"
<section aria-labelledby="intro-title" class="section section--introduction" data-section="introduction" id="intro">
<h2 class="section__title" id="intro-title">About</h2>
<div class="section__body"><div class="prose">
<p> <span class="tag tag--unsure">to be confirmed</span></p>
<p>Text.</p>
</div>
</div></section>

"#]]
    );
}

#[test]
fn dates_exact_or_a_month_or_open_extended_past_and_unsure() {
    let page = page(&[(
        "edition.toml",
        r#"
[[dates]]
kind = "submission"
label = "Submission"
date = "2031-01-08"
was = "2031-01-01"
zone = "AoE"

[[dates]]
kind = "submission"
label = "Late <breaking> work"
date = "2031-02-08"
zone = "AoE"

[[dates]]
kind = "decision"
label = "Decisions"
date = "2031-03-01"
confirm = "if reviews come in"

[[dates]]
kind = "camera-ready"
label = "Final versions"
date = "2031-03"
was = "2031-02"

[[dates]]
kind = "registration"
label = "Registration"
date = "2031-04-01"
zone = "Europe/Vienna"

[[dates]]
kind = "event"
label = "Workshop"

[[dates]]
kind = "other"
label = "Proceedings"
date = "to be announced"
"#,
    )]);
    assert_data_eq!(
        page.part("#dates"),
        str![[r#"
<section aria-labelledby="dates-title" class="section section--dates" data-section="dates" id="dates">
<h2 class="section__title" id="dates-title">Important Dates</h2>
<div class="section__body"><table class="dates">
<caption class="dates__caption">Dates and deadlines. <abbr title="Anywhere on Earth">AoE</abbr>, Anywhere on Earth: a deadline passes when its day has ended in the last time zone (UTC−12).</caption>
<thead>
<tr><th scope="col">What</th><th scope="col">When</th></tr>
</thead>
<tbody>
<tr class="dates__row dates__row--submission"><th scope="row">Submission</th><td><del><span class="visually-hidden">formerly </span><time datetime="2031-01-01T23:59-12:00">1 January 2031</time></del><span class="visually-hidden">, now</span> <time datetime="2031-01-08T23:59-12:00">8 January 2031</time> AoE <span class="tag dates__past">past</span>
<p class="dates__exact">= <time datetime="2031-01-09T12:59+01:00">9 January 2031, 12:59</time> CET</p></td></tr>
<tr class="dates__row dates__row--submission"><th scope="row">Late &lt;breaking&gt; work</th><td><time datetime="2031-02-08T23:59-12:00">8 February 2031</time> AoE <span class="tag dates__past" data-from="1928404799" hidden="">past</span>
<p class="dates__exact">= <time datetime="2031-02-09T12:59+01:00">9 February 2031, 12:59</time> CET</p></td></tr>
<tr class="dates__row dates__row--decision"><th scope="row">Decisions</th><td><time datetime="2031-03-01">1 March 2031</time> <span class="tag dates__past" data-from="1930219199" hidden="">past</span> <span class="tag tag--unsure">to be confirmed</span></td></tr>
<tr class="dates__row dates__row--camera-ready"><th scope="row">Final versions</th><td><del><span class="visually-hidden">formerly </span><time datetime="2031-02">February 2031</time></del><span class="visually-hidden">, now</span> <time datetime="2031-03">March 2031</time></td></tr>
<tr class="dates__row dates__row--registration"><th scope="row">Registration</th><td><time datetime="2031-04-01">1 April 2031</time> CEST <span class="tag dates__past" data-from="1932847199" hidden="">past</span></td></tr>
<tr class="dates__row dates__row--event"><th scope="row">Workshop</th><td><time datetime="2031-05-02">2 May 2031</time> <span class="tag dates__past" data-from="1935575999" hidden="">past</span></td></tr>
<tr class="dates__row dates__row--other"><th scope="row">Proceedings</th><td>to be announced</td></tr>
</tbody>
</table>
</div></section>

"#]]
    );
}

#[test]
fn dates_of_an_event_of_two_days() {
    let page = page(&[(
        "edition.toml",
        "last_date = \"2031-05-03\"\n[[dates]]\nkind = \"event\"\nlabel = \"Workshop\"\nzone = \"AoE\"\n",
    )]);
    assert_data_eq!(
        page.part("#dates"),
        str![[r#"
<section aria-labelledby="dates-title" class="section section--dates" data-section="dates" id="dates">
<h2 class="section__title" id="dates-title">Important Dates</h2>
<div class="section__body"><table class="dates">
<caption class="dates__caption">Dates and deadlines. <abbr title="Anywhere on Earth">AoE</abbr>, Anywhere on Earth: a deadline passes when its day has ended in the last time zone (UTC−12).</caption>
<thead>
<tr><th scope="col">What</th><th scope="col">When</th></tr>
</thead>
<tbody>
<tr class="dates__row dates__row--event"><th scope="row">Workshop</th><td><time datetime="2031-05-02">2 May 2031</time> – <time datetime="2031-05-03">3 May 2031</time> AoE <span class="tag dates__past" data-from="1935662399" hidden="">past</span></td></tr>
</tbody>
</table>
</div></section>

"#]]
    );
}

/// Nested topics with citations, rules, and below them where to submit, what to download and whom to ask.
#[test]
fn call_with_nested_topics_rules_files_and_contact() {
    let site = with(&[
        (
            "edition.toml",
            r#"
[[dates]]
kind = "submission"
label = "Submission"
date = "2031-02-01"
zone = "AoE"

[[links]]
kind = "submission"
label = "The system"
url = "https://example.org/submit?a=1&b=2"
confirm = "opens soon"

[[links]]
kind = "style"
label = "Style of 2031"
url = "https://example.org/style"
login = true

[[links]]
kind = "download"
label = "Template"
url = "https://example.org/template"
until = "2031-01-20"
"#,
        ),
        (
            "call.md",
            "+++\ntitle = \"Call\"\n+++\n\n- Topics\n  - one [](references.bib#a1)\n  - two\n    - deeper\n\n### Rules\n\n1. Four pages.\n",
        ),
        ("references.bib", "@misc{a1, title = {A}, author = {A. A.}}\n"),
    ]);
    site.edit("content/edition.toml", "conference = ", "contact = \"ask@example.org\"\nconference = ");
    assert_data_eq!(
        site.page(TODAY).part("#cfp"),
        str![[r##"
<section aria-labelledby="cfp-title" class="section section--call" data-section="call" id="cfp">
<h2 class="section__title" id="cfp-title">Call</h2>
<div class="section__body">
<p class="notice" data-from="1927799999" hidden="">Submission is closed.</p>
<div class="prose">
<ul>
<li>Topics
<ul>
<li>one <a class="citation" href="#ref-a1" role="doc-biblioref">[1]</a></li>
<li>two
<ul>
<li>deeper</li>
</ul>
</li>
</ul>
</li>
</ul>
<h3 id="rules">Rules</h3>
<ol>
<li>Four pages.</li>
</ol>
</div>
<dl class="details">
<div class="details__row" data-until="1927799999"><dt>Submission</dt>
<dd>The system: <a href="https://example.org/submit?a=1&amp;b=2">example.org/submit?a=1&amp;b=2</a> <span class="tag tag--unsure">to be confirmed</span></dd>
</div>
<div class="details__row" data-until="1927799999"><dt>Style file</dt>
<dd><a href="https://example.org/style">Style of 2031</a> <span class="tag">login required</span></dd>
</div>
<div class="details__row" data-until="1926763199"><dt>Download</dt>
<dd><a href="https://example.org/template">Template</a></dd>
</div>
<div class="details__row"><dt>Contact</dt>
<dd><a href="mailto:ask@example.org">ask@example.org</a></dd>
</div>
</dl>
</div></section>

"##]]
    );
}

#[test]
fn schedule_of_two_days_with_parts() {
    let page = page(&[(
        "schedule.toml",
        r#"zone = "Europe/Vienna"
confirm = "a draft"

[[entries]]
part = "Morning"
start = "09:00"
end = "09:10"
kind = "opening"

[[entries]]
part = "Morning"
start = "09:10"
kind = "other"
title = "Round of names"

[[entries]]
part = "Afternoon"
start = "14:00"
kind = "other"
title = "Walk"

[[entries]]
date = "2031-05-03"
part = "Afternoon"
start = "14:00"
kind = "closing"

[[entries]]
date = "2031-05-03"
start = "15:00"
kind = "other"
title = "Without a part"
"#,
    )]);
    assert_data_eq!(
        page.part("#schedule"),
        str![[r#"
<section aria-labelledby="schedule-title" class="section section--schedule" data-section="schedule" id="schedule">
<h2 class="section__title" id="schedule-title">Schedule</h2>
<div class="section__body"><p class="schedule-zone">All times are <span class="schedule-zone__words">CEST (Europe/Vienna)</span>. <span class="tag tag--unsure">to be confirmed</span></p>
<div class="zone-switch" data-event="Event zone: Europe/Vienna" data-label="Times in" data-mine="My zone"></div>
<div class="programme" data-next="Next" data-now="On now">
<h3 class="schedule__day" id="friday-2-may-2031"><time datetime="2031-05-02">Friday, 2 May 2031</time></h3>
<h4 class="schedule__part" id="morning">Morning</h4>
<ol class="schedule"><li class="entry entry--opening" data-end="1935472200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time> – <time datetime="2031-05-02T09:10+02:00">09:10</time></p><div class="entry__body">
<p class="entry__title">Opening</p>
</div></li>
<li class="entry entry--other" data-end="1935489600" data-start="1935472200"><p class="entry__time hours"><time datetime="2031-05-02T09:10+02:00">09:10</time></p><div class="entry__body">
<p class="entry__title">Round of names</p>
</div></li>
</ol>
<h4 class="schedule__part" id="afternoon">Afternoon</h4>
<ol class="schedule"><li class="entry entry--other" data-end="1935493200" data-start="1935489600"><p class="entry__time hours"><time datetime="2031-05-02T14:00+02:00">14:00</time></p><div class="entry__body">
<p class="entry__title">Walk</p>
</div></li>
</ol>
<h3 class="schedule__day" id="saturday-3-may-2031"><time datetime="2031-05-03">Saturday, 3 May 2031</time></h3>
<h4 class="schedule__part" id="afternoon-1">Afternoon</h4>
<ol class="schedule"><li class="entry entry--closing" data-end="1935579600" data-start="1935576000"><p class="entry__time hours"><time datetime="2031-05-03T14:00+02:00">14:00</time></p><div class="entry__body">
<p class="entry__title">Closing</p>
</div></li>
</ol>
<ol class="schedule"><li class="entry entry--other" data-end="1935583200" data-start="1935579600"><p class="entry__time hours"><time datetime="2031-05-03T15:00+02:00">15:00</time></p><div class="entry__body">
<p class="entry__title">Without a part</p>
</div></li>
</ol>
</div>
</div></section>

"#]]
    );
}

#[test]
fn schedule_in_another_zone_than_the_event() {
    let site = with(&[(
        "schedule.toml",
        "zone = \"America/Los_Angeles\"\nzone_label = \"Pacific Time\"\n[[entries]]\nstart = \"00:30\"\nkind = \"opening\"\n",
    )]);
    site.add("content/edition.toml", "start = \"09:30\"\n");
    assert_data_eq!(
        site.page(TODAY).part("#schedule"),
        str![[r#"
<section aria-labelledby="schedule-title" class="section section--schedule" data-section="schedule" id="schedule">
<h2 class="section__title" id="schedule-title">Schedule</h2>
<div class="section__body"><p class="schedule-zone">All times are <span class="schedule-zone__words">Pacific Time (PDT); 00:30 PDT is 09:30 CEST</span>.</p>
<div class="zone-switch" data-event="Event zone: America/Los_Angeles" data-label="Times in" data-mine="My zone"></div>
<div class="programme" data-next="Next" data-now="On now">
<h3 class="schedule__day" id="friday-2-may-2031"><time datetime="2031-05-02">Friday, 2 May 2031</time></h3>
<ol class="schedule"><li class="entry entry--opening" data-end="1935477000" data-start="1935473400"><p class="entry__time hours"><time datetime="2031-05-02T00:30-07:00">00:30</time></p><div class="entry__body">
<p class="entry__title">Opening</p>
</div></li>
</ol>
</div>
</div></section>

"#]]
    );
}

#[test]
fn schedule_of_a_day_that_is_open() {
    let site = Site::of("bare");
    site.write(
        "content/schedule.toml",
        "zone = \"Europe/Vienna\"\n[[entries]]\nstart = \"09:30\"\nkind = \"opening\"\n",
    );
    assert_eq!(site.page(TODAY).texts(".schedule-zone"), ["All times are Europe/Vienna."]);
    assert_data_eq!(
        site.page(TODAY).part("#schedule"),
        str![[r#"
<section aria-labelledby="schedule-title" class="section section--schedule" data-section="schedule" id="schedule">
<h2 class="section__title" id="schedule-title">Schedule</h2>
<div class="section__body"><p class="schedule-zone">All times are <span class="schedule-zone__words">Europe/Vienna</span>.</p>
<div class="zone-switch" data-event="Event zone: Europe/Vienna" data-label="Times in" data-mine="My zone"></div>
<div class="programme" data-next="Next" data-now="On now">
<h3 class="schedule__day" id="to-be-announced">to be announced</h3>
<ol class="schedule"><li class="entry entry--opening"><p class="entry__time hours">09:30</p><div class="entry__body">
<p class="entry__title">Opening</p>
</div></li>
</ol>
</div>
</div></section>

"#]]
    );
}

#[test]
fn schedule_of_every_kind() {
    let mut text = "zone = \"Europe/Vienna\"\n".to_owned();
    for kind in [
        "opening",
        "keynote",
        "contributed",
        "spotlight",
        "poster session",
        "panel",
        "break",
        "lunch",
        "social",
        "closing",
        "other",
    ] {
        text += &format!("[[entries]]\nkind = \"{kind}\"\nstart = \"09:00\"\n");
        // What a title says already is not said again.
        text +=
            &format!("[[entries]]\nkind = \"{kind}\"\nstart = \"09:00\"\ntitle = \"The {kind} & more\"\n");
    }
    assert_data_eq!(
        page(&[("schedule.toml", &text)]).part("#schedule"),
        str![[r#"
<section aria-labelledby="schedule-title" class="section section--schedule" data-section="schedule" id="schedule">
<h2 class="section__title" id="schedule-title">Schedule</h2>
<div class="section__body"><p class="schedule-zone">All times are <span class="schedule-zone__words">CEST (Europe/Vienna)</span>.</p>
<div class="zone-switch" data-event="Event zone: Europe/Vienna" data-label="Times in" data-mine="My zone"></div>
<div class="programme" data-next="Next" data-now="On now">
<h3 class="schedule__day" id="friday-2-may-2031"><time datetime="2031-05-02">Friday, 2 May 2031</time></h3>
<ol class="schedule"><li class="entry entry--opening" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">Opening</p>
</div></li>
<li class="entry entry--opening" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">The opening &amp; more</p>
</div></li>
<li class="entry entry--keynote" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">Keynote Talk</p>
</div></li>
<li class="entry entry--keynote" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__kind">Keynote Talk</p>
<p class="entry__title">The keynote &amp; more</p>
</div></li>
<li class="entry entry--contributed" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">Contributed Talk</p>
</div></li>
<li class="entry entry--contributed" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__kind">Contributed Talk</p>
<p class="entry__title">The contributed &amp; more</p>
</div></li>
<li class="entry entry--spotlight" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">Spotlight</p>
</div></li>
<li class="entry entry--spotlight" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">The spotlight &amp; more</p>
</div></li>
<li class="entry entry--poster-session" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">Poster Session</p>
</div></li>
<li class="entry entry--poster-session" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">The poster session &amp; more</p>
</div></li>
<li class="entry entry--panel" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">Panel</p>
</div></li>
<li class="entry entry--panel" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">The panel &amp; more</p>
</div></li>
<li class="entry entry--break" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">Break</p>
</div></li>
<li class="entry entry--break" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">The break &amp; more</p>
</div></li>
<li class="entry entry--lunch" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">Lunch</p>
</div></li>
<li class="entry entry--lunch" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">The lunch &amp; more</p>
</div></li>
<li class="entry entry--social" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">Social</p>
</div></li>
<li class="entry entry--social" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">The social &amp; more</p>
</div></li>
<li class="entry entry--closing" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">Closing</p>
</div></li>
<li class="entry entry--closing" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">The closing &amp; more</p>
</div></li>
<li class="entry entry--other" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
</div></li>
<li class="entry entry--other" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__title">The other &amp; more</p>
</div></li>
</ol>
</div>
</div></section>

"#]]
    );
}

#[test]
fn schedule_with_numbers_across_parts_and_days() {
    let page = page(&[(
        "schedule.toml",
        r#"zone = "Europe/Vienna"
numbered = ["keynote", "poster session"]

[[entries]]
part = "Morning"
start = "09:00"
kind = "keynote"
title = "First"

[[entries]]
part = "Morning"
start = "10:00"
kind = "contributed"
title = "Not counted"

[[entries]]
part = "Afternoon"
start = "14:00"
kind = "keynote"
title = "Second"

[[entries]]
part = "Afternoon"
start = "15:00"
kind = "poster session"

[[entries]]
date = "2031-05-03"
start = "09:00"
kind = "keynote"
title = "Third"
"#,
    )]);
    assert_data_eq!(
        page.part("#schedule"),
        str![[r#"
<section aria-labelledby="schedule-title" class="section section--schedule" data-section="schedule" id="schedule">
<h2 class="section__title" id="schedule-title">Schedule</h2>
<div class="section__body"><p class="schedule-zone">All times are <span class="schedule-zone__words">CEST (Europe/Vienna)</span>.</p>
<div class="zone-switch" data-event="Event zone: Europe/Vienna" data-label="Times in" data-mine="My zone"></div>
<div class="programme" data-next="Next" data-now="On now">
<h3 class="schedule__day" id="friday-2-may-2031"><time datetime="2031-05-02">Friday, 2 May 2031</time></h3>
<h4 class="schedule__part" id="morning">Morning</h4>
<ol class="schedule"><li class="entry entry--keynote" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__kind">Keynote Talk 1</p>
<p class="entry__title">First</p>
</div></li>
<li class="entry entry--contributed" data-end="1935489600" data-start="1935475200"><p class="entry__time hours"><time datetime="2031-05-02T10:00+02:00">10:00</time></p><div class="entry__body">
<p class="entry__kind">Contributed Talk</p>
<p class="entry__title">Not counted</p>
</div></li>
</ol>
<h4 class="schedule__part" id="afternoon">Afternoon</h4>
<ol class="schedule"><li class="entry entry--keynote" data-end="1935493200" data-start="1935489600"><p class="entry__time hours"><time datetime="2031-05-02T14:00+02:00">14:00</time></p><div class="entry__body">
<p class="entry__kind">Keynote Talk 2</p>
<p class="entry__title">Second</p>
</div></li>
<li class="entry entry--poster-session" data-end="1935496800" data-start="1935493200"><p class="entry__time hours"><time datetime="2031-05-02T15:00+02:00">15:00</time></p><div class="entry__body">
<p class="entry__title">Poster Session 1</p>
</div></li>
</ol>
<h3 class="schedule__day" id="saturday-3-may-2031"><time datetime="2031-05-03">Saturday, 3 May 2031</time></h3>
<ol class="schedule"><li class="entry entry--keynote" data-end="1935561600" data-start="1935558000"><p class="entry__time hours"><time datetime="2031-05-03T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__kind">Keynote Talk 3</p>
<p class="entry__title">Third</p>
</div></li>
</ol>
</div>
</div></section>

"#]]
    );
}

#[test]
fn schedule_with_parallel_rooms() {
    let page = page(&[(
        "schedule.toml",
        r#"zone = "Europe/Vienna"

[[rooms]]
id = "hall"
name = "Hall & Foyer"
url = "https://example.org/hall?a=1&b=2"
login = true

[[rooms]]
id = "loft"
name = "Loft"
url = "https://example.org/loft"
from = "2031-05-02 08:00"
until = "2031-05-02 18:00"

[[rooms]]
id = "cellar"
name = "Cellar"

[[entries]]
start = "09:00"
end = "10:00"
kind = "opening"
room = "hall"

[[entries]]
start = "10:00"
end = "12:00"
kind = "contributed"
title = "Long"
room = "hall"

[[entries]]
start = "10:00"
end = "11:00"
kind = "contributed"
title = "Early"
room = "loft"

[[entries]]
start = "11:00"
end = "12:00"
kind = "contributed"
title = "Late"
room = "loft"

[[entries]]
start = "10:30"
end = "12:00"
kind = "contributed"
title = "Between"
room = "cellar"

[[entries]]
start = "12:00"
kind = "lunch"
room = "In the garden"
"#,
    )]);
    assert_data_eq!(
        page.part("#schedule"),
        str![[r#"
<section aria-labelledby="schedule-title" class="section section--schedule" data-section="schedule" id="schedule">
<h2 class="section__title" id="schedule-title">Schedule</h2>
<div class="section__body"><p class="schedule-zone">All times are <span class="schedule-zone__words">CEST (Europe/Vienna)</span>.</p>
<div class="zone-switch" data-event="Event zone: Europe/Vienna" data-label="Times in" data-mine="My zone"></div>
<div class="programme" data-next="Next" data-now="On now">
<h3 class="schedule__day" id="friday-2-may-2031"><time datetime="2031-05-02">Friday, 2 May 2031</time></h3>
<ol class="schedule"><li class="entry entry--opening" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time> – <time datetime="2031-05-02T10:00+02:00">10:00</time></p><div class="entry__body">
<p class="entry__title">Opening</p>
<ul class="inline-links">
<li class="entry__place">Hall &amp; Foyer</li>
<li data-from="1935439200" data-until="1935575999" hidden=""><a href="https://example.org/hall?a=1&amp;b=2">Join<span class="visually-hidden">: Hall &amp; Foyer</span></a> <span class="tag">login required</span></li>
</ul>
</div></li>
</ol>
<ol class="schedule schedule--parallel schedule--3"><li class="entry entry--contributed entry--from-1 entry--to-4 entry--room-1" data-end="1935482400" data-start="1935475200"><p class="entry__time hours"><time datetime="2031-05-02T10:00+02:00">10:00</time> – <time datetime="2031-05-02T12:00+02:00">12:00</time></p><div class="entry__body">
<p class="entry__kind">Contributed Talk</p>
<p class="entry__title">Long</p>
<ul class="inline-links">
<li class="entry__place">Hall &amp; Foyer</li>
<li data-from="1935439200" data-until="1935575999" hidden=""><a href="https://example.org/hall?a=1&amp;b=2">Join<span class="visually-hidden">: Hall &amp; Foyer</span></a> <span class="tag">login required</span></li>
</ul>
</div></li>
<li class="entry entry--contributed entry--from-1 entry--to-3 entry--room-2" data-end="1935478800" data-start="1935475200"><p class="entry__time hours"><time datetime="2031-05-02T10:00+02:00">10:00</time> – <time datetime="2031-05-02T11:00+02:00">11:00</time></p><div class="entry__body">
<p class="entry__kind">Contributed Talk</p>
<p class="entry__title">Early</p>
<ul class="inline-links">
<li class="entry__place">Loft</li>
<li data-from="1935468000" data-until="1935504000" hidden=""><a href="https://example.org/loft">Join<span class="visually-hidden">: Loft</span></a></li>
</ul>
</div></li>
<li class="entry entry--contributed entry--from-2 entry--to-4 entry--room-3" data-end="1935482400" data-start="1935477000"><p class="entry__time hours"><time datetime="2031-05-02T10:30+02:00">10:30</time> – <time datetime="2031-05-02T12:00+02:00">12:00</time></p><div class="entry__body">
<p class="entry__kind">Contributed Talk</p>
<p class="entry__title">Between</p>
<ul class="inline-links">
<li class="entry__place">Cellar</li>
</ul>
</div></li>
<li class="entry entry--contributed entry--from-3 entry--to-4 entry--room-2" data-end="1935482400" data-start="1935478800"><p class="entry__time hours"><time datetime="2031-05-02T11:00+02:00">11:00</time> – <time datetime="2031-05-02T12:00+02:00">12:00</time></p><div class="entry__body">
<p class="entry__kind">Contributed Talk</p>
<p class="entry__title">Late</p>
<ul class="inline-links">
<li class="entry__place">Loft</li>
<li data-from="1935468000" data-until="1935504000" hidden=""><a href="https://example.org/loft">Join<span class="visually-hidden">: Loft</span></a></li>
</ul>
</div></li>
</ol>
<ol class="schedule"><li class="entry entry--lunch" data-end="1935486000" data-start="1935482400"><p class="entry__time hours"><time datetime="2031-05-02T12:00+02:00">12:00</time></p><div class="entry__body">
<p class="entry__title">Lunch</p>
<ul class="inline-links">
<li class="entry__place">In the garden</li>
</ul>
</div></li>
</ol>
</div>
</div></section>

"#]]
    );
}

/// Who speaks and leads, what is spoken about, and where its paper, slides and video are.
#[test]
fn schedule_with_speakers_moderator_abstract_and_links() {
    let page = page(&[
        (
            "people.toml",
            r#"
[[speakers]]
id = "ada-minim"
name = "Ada Minim"
full_name = "Ada M. Minim"

[[organisers]]
id = "bo-petit"
name = "Bo Petit"

[[panellists]]
id = "cy-klein"
name = "Cy Klein"
"#,
        ),
        (
            "papers.toml",
            "[[papers]]\nid = \"small\"\ntitle = \"Small\"\nurl = \"https://example.org/small?a=1&b=2\"\n",
        ),
        (
            "schedule.toml",
            r#"zone = "Europe/Vienna"

[[entries]]
start = "09:00"
kind = "keynote"
title = "\"One\" < two"
speakers = ["ada-minim", "cy-klein"]
moderator = "bo-petit"
abstract = "It is *short*: 1 < 2 & so on."
confirm = "the title"

[[entries]]
start = "10:00"
kind = "contributed"
title = "Again"
speakers = ["ada-minim"]
paper = "small"
slides = "https://example.org/slides?a=1&b=2"
video = "https://example.org/video"

[[entries]]
start = "11:00"
kind = "contributed"
title = "Elsewhere"
paper = "https://example.org/paper?a=1&b=2"

[[entries]]
start = "12:00"
kind = "keynote"
speakers = ["ada-minim"]
"#,
        ),
    ]);
    assert_data_eq!(
        page.part("#schedule"),
        str![[r##"
<section aria-labelledby="schedule-title" class="section section--schedule" data-section="schedule" id="schedule">
<h2 class="section__title" id="schedule-title">Schedule</h2>
<div class="section__body"><p class="schedule-zone">All times are <span class="schedule-zone__words">CEST (Europe/Vienna)</span>.</p>
<div class="zone-switch" data-event="Event zone: Europe/Vienna" data-label="Times in" data-mine="My zone"></div>
<div class="programme" data-next="Next" data-now="On now">
<h3 class="schedule__day" id="friday-2-may-2031"><time datetime="2031-05-02">Friday, 2 May 2031</time></h3>
<ol class="schedule"><li class="entry entry--keynote" data-end="1935475200" data-start="1935471600"><p class="entry__time hours"><time datetime="2031-05-02T09:00+02:00">09:00</time></p><div class="entry__body">
<p class="entry__kind">Keynote Talk</p>
<p class="entry__title">"One" &lt; two</p>
<p class="entry__speakers"><a href="#ada-minim">Ada M. Minim</a>, <a href="#cy-klein">Cy Klein</a> <span class="tag tag--unsure">to be confirmed</span></p>
<p class="entry__moderator">Moderator: <a href="#bo-petit">Bo Petit</a></p>
<details class="abstract"><summary>Abstract<span class="visually-hidden">: "One" &lt; two</span></summary>
<div class="prose"><p>It is <em>short</em>: 1 &lt; 2 &amp; so on.</p>
</div></details>
</div></li>
<li class="entry entry--contributed" data-end="1935478800" data-start="1935475200"><p class="entry__time hours"><time datetime="2031-05-02T10:00+02:00">10:00</time></p><div class="entry__body">
<p class="entry__kind">Contributed Talk</p>
<p class="entry__title">Again</p>
<p class="entry__speakers"><a href="#ada-minim">Ada M. Minim</a></p>
<ul class="inline-links">
<li data-from="1935439200" hidden=""><a href="#paper-small">Paper<span class="visually-hidden">: Again</span></a></li>
<li><a href="https://example.org/slides?a=1&amp;b=2">Slides<span class="visually-hidden">: Again</span></a></li>
<li><a href="https://example.org/video">Video<span class="visually-hidden">: Again</span></a></li>
</ul>
</div></li>
<li class="entry entry--contributed" data-end="1935482400" data-start="1935478800"><p class="entry__time hours"><time datetime="2031-05-02T11:00+02:00">11:00</time></p><div class="entry__body">
<p class="entry__kind">Contributed Talk</p>
<p class="entry__title">Elsewhere</p>
<ul class="inline-links">
<li><a href="https://example.org/paper?a=1&amp;b=2">Paper<span class="visually-hidden">: Elsewhere</span></a></li>
</ul>
</div></li>
<li class="entry entry--keynote" data-end="1935486000" data-start="1935482400"><p class="entry__time hours"><time datetime="2031-05-02T12:00+02:00">12:00</time></p><div class="entry__body">
<p class="entry__kind">Keynote Talk</p>
<p class="entry__speakers"><a href="#ada-minim">Ada M. Minim</a></p>
</div></li>
</ol>
</div>
</div></section>

"##]]
    );
}

#[test]
fn schedule_with_an_open_time_and_one_past_midnight() {
    let page = page(&[(
        "schedule.toml",
        r#"zone = "Europe/Vienna"

[[entries]]
kind = "contributed"
title = "Some time"

[[entries]]
start = "22:30"
end = "01:00"
kind = "social"
title = "Dance"

[[entries]]
date = "2031-05-03"
start = "00:00"
end = "00:30"
kind = "other"
title = "Fireworks"
"#,
    )]);
    assert_data_eq!(
        page.part("#schedule"),
        str![[r#"
<section aria-labelledby="schedule-title" class="section section--schedule" data-section="schedule" id="schedule">
<h2 class="section__title" id="schedule-title">Schedule</h2>
<div class="section__body"><p class="schedule-zone">All times are <span class="schedule-zone__words">CEST (Europe/Vienna)</span>.</p>
<div class="zone-switch" data-event="Event zone: Europe/Vienna" data-label="Times in" data-mine="My zone"></div>
<div class="programme" data-next="Next" data-now="On now">
<h3 class="schedule__day" id="friday-2-may-2031"><time datetime="2031-05-02">Friday, 2 May 2031</time></h3>
<ol class="schedule"><li class="entry entry--contributed"><p class="entry__time hours">Time to be announced</p><div class="entry__body">
<p class="entry__kind">Contributed Talk</p>
<p class="entry__title">Some time</p>
</div></li>
<li class="entry entry--social" data-end="1935529200" data-start="1935520200"><p class="entry__time hours"><time datetime="2031-05-02T22:30+02:00">22:30</time> until <time datetime="2031-05-03T01:00+02:00">01:00</time> <span class="event-only">the next day</span></p><div class="entry__body">
<p class="entry__kind">Social</p>
<p class="entry__title">Dance</p>
</div></li>
</ol>
<h3 class="schedule__day" id="saturday-3-may-2031"><time datetime="2031-05-03">Saturday, 3 May 2031</time></h3>
<ol class="schedule"><li class="entry entry--other" data-end="1935527400" data-start="1935525600"><p class="entry__time hours"><time datetime="2031-05-03T00:00+02:00">00:00</time> – <time datetime="2031-05-03T00:30+02:00">00:30</time></p><div class="entry__body">
<p class="entry__title">Fireworks</p>
</div></li>
</ol>
</div>
</div></section>

"#]]
    );
}

/// On 26 October 2031, clocks in Vienna go back from 03:00 to 02:00; on 30 March, they jump from 02:00 to 03:00.
#[test]
fn schedule_on_days_on_which_clocks_change() {
    let page = page(&[(
        "schedule.toml",
        r#"zone = "Europe/Vienna"

[[entries]]
date = "2031-10-25"
start = "23:00"
end = "04:00"
kind = "social"

[[entries]]
date = "2031-10-26"
start = "01:30"
end = "03:30"
kind = "other"
title = "Three hours"

[[entries]]
date = "2031-03-30"
start = "01:30"
end = "03:30"
kind = "other"
title = "One hour"
"#,
    )]);
    assert_data_eq!(
        page.part("#schedule"),
        str![[r#"
<section aria-labelledby="schedule-title" class="section section--schedule" data-section="schedule" id="schedule">
<h2 class="section__title" id="schedule-title">Schedule</h2>
<div class="section__body"><p class="schedule-zone">All times are <span class="schedule-zone__words">CET (Europe/Vienna)</span>.</p>
<div class="zone-switch" data-event="Event zone: Europe/Vienna" data-label="Times in" data-mine="My zone"></div>
<div class="programme" data-next="Next" data-now="On now">
<h3 class="schedule__day" id="sunday-30-march-2031"><time datetime="2031-03-30">Sunday, 30 March 2031</time></h3>
<ol class="schedule"><li class="entry entry--other" data-end="1932600600" data-start="1932597000"><p class="entry__time hours"><time datetime="2031-03-30T01:30+01:00">01:30</time> <span class="zone">CET</span> – <time datetime="2031-03-30T03:30+02:00">03:30</time> <span class="zone">CEST</span></p><div class="entry__body">
<p class="entry__title">One hour</p>
</div></li>
</ol>
<h3 class="schedule__day" id="saturday-25-october-2031"><time datetime="2031-10-25">Saturday, 25 October 2031</time></h3>
<ol class="schedule"><li class="entry entry--social" data-end="1950750000" data-start="1950728400"><p class="entry__time hours"><time datetime="2031-10-25T23:00+02:00">23:00</time> <span class="zone">CEST</span> until <time datetime="2031-10-26T04:00+01:00">04:00</time> <span class="event-only">the next day</span> <span class="zone">CET</span></p><div class="entry__body">
<p class="entry__title">Social</p>
</div></li>
</ol>
<h3 class="schedule__day" id="sunday-26-october-2031"><time datetime="2031-10-26">Sunday, 26 October 2031</time></h3>
<ol class="schedule"><li class="entry entry--other" data-end="1950748200" data-start="1950737400"><p class="entry__time hours"><time datetime="2031-10-26T01:30+02:00">01:30</time> <span class="zone">CEST</span> – <time datetime="2031-10-26T03:30+01:00">03:30</time> <span class="zone">CET</span></p><div class="entry__body">
<p class="entry__title">Three hours</p>
</div></li>
</ol>
</div>
</div></section>

"#]]
    );
}

#[test]
fn speakers_with_and_without_everything() {
    let site = with(&[
        (
            "edition.toml",
            "[[links]]\nkind = \"questions\"\nlabel = \"Ask\"\nurl = \"https://example.org/ask?a=1&b=2\"\nuntil = \"2031-04-30\"\n",
        ),
        (
            "people.toml",
            r#"
[[speakers]]
id = "ada-minim"
name = "Ada Minim"
url = "https://example.org/ada?a=1&b=2"
affiliations = ["Institute of <Detail>", "R&D"]
confirmed = true
bio = "She knows *everything*.\n\nAnd [more](https://example.org/more)."
confirm = "the affiliation"

[[speakers]]
id = "bo"
name = "Bo"

[[speakers]]
id = "li-mocheng"
name = "黎墨澄"
"#,
        ),
    ]);
    assert_data_eq!(
        site.page(TODAY).part("#speakers"),
        str![[r#"
<section aria-labelledby="speakers-title" class="section section--speakers" data-section="speakers" id="speakers">
<h2 class="section__title" id="speakers-title">Invited Speakers</h2>
<div class="section__body">
<p class="ask" data-until="1935403199"><a class="button-link" href="https://example.org/ask?a=1&amp;b=2">Ask</a></p>
<ul class="speakers">
<li class="speaker"><span aria-hidden="true" class="portrait portrait--0">AM</span>
<div class="speaker__name">
<h3 id="ada-minim">Ada Minim</h3>
<p class="speaker__affiliation">Institute of &lt;Detail&gt;</p>
<p class="speaker__affiliation">R&amp;D</p>
<p class="speaker__status">confirmed</p>
</div>
<div class="speaker__bio prose">
<p>She knows <em>everything</em>.</p>
<p>And <a href="https://example.org/more" rel="external">more</a>.</p>
<p><a class="button-link" href="https://example.org/ada?a=1&amp;b=2">Webpage<span class="visually-hidden">: Ada Minim</span></a> <span class="tag tag--unsure">to be confirmed</span></p></div></li>
<li class="speaker"><span aria-hidden="true" class="portrait portrait--1">B</span>
<div class="speaker__name">
<h3 id="bo">Bo</h3>
</div>
<div class="speaker__bio prose">
</div></li>
<li class="speaker"><span aria-hidden="true" class="portrait portrait--2">黎</span>
<div class="speaker__name">
<h3 id="li-mocheng">黎墨澄</h3>
</div>
<div class="speaker__bio prose">
</div></li>
</ul>
</div></section>

"#]]
    );
}

#[test]
fn a_photo_is_resized_and_has_its_place() {
    let site = with(&[(
        "people.toml",
        "[[speakers]]\nid = \"ada\"\nname = \"Ada Minim\"\nphoto = \"photos/kofi.png\"\n",
    )]);
    let photo =
        std::fs::read(crate::support::repository().join("tools/tests/sites/full/content/photos/kofi.png"));
    site.write("content/photos/kofi.png", photo.expect("reads"));
    site.page(TODAY);
    let page = Page::read(&site.path("public/index.html"));
    let image = page.one("#speakers img");
    assert_eq!((image.attr("alt"), image.attr("width")), (Some(""), image.attr("height")));
    let sources =
        format!("{} {}", image.attr("src").expect("has one"), image.attr("srcset").unwrap_or_default());
    for address in sources.split([' ', ',']).filter(|part| part.contains("://")) {
        let file = address.split_once("/processed_images/").expect("is resized").1;
        assert!(site.path("public/processed_images").join(file).is_file(), "{address}");
    }
}

#[test]
fn panel_with_title_time_people_and_questions() {
    let page = page(&[
        (
            "edition.toml",
            "[[links]]\nkind = \"panel-questions\"\nlabel = \"Ask the panel\"\nurl = \"https://example.org/ask?a=1&b=2\"\n",
        ),
        ("panel.md", "+++\ntitle = \"Debate\"\n+++\n\nBring *questions*.\n"),
        (
            "people.toml",
            r#"
[[panellists]]
id = "cy-klein"
name = "Cy Klein"
url = "https://example.org/cy"
affiliations = ["Institute of Detail"]

[[panellists]]
id = "di-lille"
name = "Di Lille"
confirm = "may be late"

[[organisers]]
id = "bo-petit"
name = "Bo Petit"
"#,
        ),
        (
            "schedule.toml",
            r#"zone = "Europe/Vienna"

[[entries]]
start = "16:00"
end = "17:00"
kind = "panel"
title = "Is small <beautiful>?"
speakers = ["cy-klein", "di-lille"]
moderator = "bo-petit"
room = "Hall"
"#,
        ),
    ]);
    assert_data_eq!(
        page.part("#panel"),
        str![[r##"
<section aria-labelledby="panel-title" class="section section--panel" data-section="panel" id="panel">
<h2 class="section__title" id="panel-title">Debate</h2>
<div class="section__body"><div class="prose">
<p>Bring <em>questions</em>.</p>
</div>
<p class="ask" data-until="1935575999"><a class="button-link" href="https://example.org/ask?a=1&amp;b=2">Ask the panel</a></p>
<h3 class="session__title" id="is-small-beautiful">Is small &lt;beautiful&gt;?</h3>
<p class="session__when"><time datetime="2031-05-02">Friday, 2 May 2031</time>, <span class="hours"><time datetime="2031-05-02T16:00+02:00">16:00</time> – <time datetime="2031-05-02T17:00+02:00">17:00</time> <span class="zone">CEST</span></span>, Hall</p>
<p class="session__moderator">Moderator: <a href="#bo-petit">Bo Petit</a></p><ul class="people"><li class="person" id="cy-klein"><span aria-hidden="true" class="portrait portrait--0">CK</span>
<div class="person__text">
<p class="person__name"><a class="person__link" href="https://example.org/cy">Cy Klein</a></p>
<p class="person__affiliation">Institute of Detail</p>
</div></li>
<li class="person" id="di-lille"><span aria-hidden="true" class="portrait portrait--1">DL</span>
<div class="person__text">
<p class="person__name">Di Lille <span class="tag tag--unsure">to be confirmed</span></p>
</div></li>
</ul>
</div></section>

"##]]
    );
}

#[test]
fn panel_of_which_only_the_text_is_known() {
    let page = page(&[("panel.md", "+++\ntitle = \"Debate\"\n+++\n\nTo come.\n")]);
    assert_data_eq!(
        page.part("#panel"),
        str![[r#"
<section aria-labelledby="panel-title" class="section section--panel" data-section="panel" id="panel">
<h2 class="section__title" id="panel-title">Debate</h2>
<div class="section__body"><div class="prose">
<p>To come.</p>
</div>
</div></section>

"#]]
    );
}

#[test]
fn posters_with_sessions_rooms_and_boards() {
    let site = with(&[
        ("posters.md", "+++\ntitle = \"Posters\"\n+++\n\nBoards are small.\n"),
        (
            "schedule.toml",
            r#"zone = "Europe/Vienna"

[[rooms]]
id = "hall"
name = "Hall"
url = "https://example.org/hall"
login = true

[[entries]]
start = "10:00"
end = "11:00"
kind = "poster session"
title = "Posters & coffee"
room = "hall"

[[entries]]
start = "15:00"
kind = "poster session"
title = "Posters & tea"
room = "Garden"
"#,
        ),
        (
            "papers.toml",
            r#"
[[papers]]
id = "ten"
title = "Ten <things>"
authors = ["A. Minim", "B. Petit"]
kind = "poster"
url = "https://example.org/ten?a=1&b=2"
session = "Posters & coffee"
board = "10"

[[papers]]
id = "two"
title = "Two"
kind = "spotlight"
session = "Posters & coffee"
board = "2"

[[papers]]
id = "tea"
title = "Tea"
kind = "poster"
session = "Posters & tea"
confirm = "the board"

[[papers]]
id = "nowhere"
title = "No session yet"
kind = "poster"
"#,
        ),
    ]);
    assert_data_eq!(
        site.page("2031-04-15").part("#posters"),
        str![[r##"
<section aria-labelledby="posters-title" class="section section--posters" data-section="posters" id="posters">
<h2 class="section__title" id="posters-title">Posters</h2>
<div class="section__body"><div class="prose">
<p>Boards are small.</p>
</div>
<h3 class="session__title" id="posters-coffee">Posters &amp; coffee</h3>
<p class="session__when"><time datetime="2031-05-02">Friday, 2 May 2031</time>, <span class="hours"><time datetime="2031-05-02T10:00+02:00">10:00</time> – <time datetime="2031-05-02T11:00+02:00">11:00</time> <span class="zone">CEST</span></span>, Hall</p>
<ul class="boards" data-from="1935439200" hidden="">
<li class="board"><span class="board__number">Board 10</span> <a href="#paper-ten">Ten &lt;things&gt;</a> <span class="board__authors">A. Minim, B. Petit</span></li>
<li class="board"><span class="board__number">Board 2</span> <a href="#paper-two">Two</a></li>
</ul>
<h3 class="session__title" id="posters-tea">Posters &amp; tea</h3>
<p class="session__when"><time datetime="2031-05-02">Friday, 2 May 2031</time>, <span class="hours"><time datetime="2031-05-02T15:00+02:00">15:00</time> <span class="zone">CEST</span></span>, Garden</p>
<ul class="boards" data-from="1935439200" hidden="">
<li class="board"><a href="#paper-tea">Tea</a> <span class="tag tag--unsure">to be confirmed</span></li>
</ul>
</div></section>

"##]]
    );
}

const TALKS: &str = r#"zone = "Europe/Vienna"

[[entries]]
start = "10:00"
kind = "keynote"
speakers = ["ada-minim"]
slides = "https://example.org/slides?a=1&b=2"

[[entries]]
start = "11:00"
kind = "contributed"
title = "Small <things>"
video = "https://example.org/video"

[[entries]]
start = "12:00"
kind = "lunch"
"#;
const ADA: &str = "[[speakers]]\nid = \"ada-minim\"\nname = \"Ada Minim\"\n";
const RECORDINGS: &str = "+++\ntitle = \"Recordings\"\n+++\n\nThey are promised.\n";

#[test]
fn recordings_are_promised_until_there_are_links() {
    assert_data_eq!(
        page(&[("recordings.md", RECORDINGS)]).part("#recordings"),
        str![[r#"
<section aria-labelledby="recordings-title" class="section section--recordings" data-section="recordings" id="recordings">
<h2 class="section__title" id="recordings-title">Recordings</h2>
<div class="section__body">
<div><div class="prose">
<p>They are promised.</p>
</div></div>
</div></section>

"#]]
    );
}

#[test]
fn recordings_are_a_list_of_talks_after_the_event() {
    let site = with(&[
        ("recordings.md", RECORDINGS),
        ("people.toml", ADA),
        ("schedule.toml", TALKS),
        (
            "edition.toml",
            "[[links]]\nkind = \"recordings\"\nlabel = \"All\"\nurl = \"https://example.org/all?a=1&b=2\"\n",
        ),
    ]);
    assert_data_eq!(
        site.page("2031-06-01").part("#recordings"),
        str![[r##"
<section aria-labelledby="recordings-title" class="section section--recordings" data-section="recordings" id="recordings">
<h2 class="section__title" id="recordings-title">Recordings</h2>
<div class="section__body">
<p data-from="1935575999"><a class="button-link" href="https://example.org/all?a=1&amp;b=2">All</a></p>
<ul class="recordings">
<li class="recording">
<p class="recording__title">Keynote Talk</p>
<p class="recording__speakers"><a href="#ada-minim">Ada Minim</a></p>
<ul class="inline-links">
<li><a href="https://example.org/slides?a=1&amp;b=2">Slides<span class="visually-hidden">: Keynote Talk</span></a></li>
</ul>
</li>
<li class="recording">
<p class="recording__title">Small &lt;things&gt;</p>
<ul class="inline-links">
<li><a href="https://example.org/video">Video<span class="visually-hidden">: Small &lt;things&gt;</span></a></li>
</ul>
</li>
</ul>
</div></section>

"##]]
    );
}

const PAPERS: &str = r#"
[[lists]]
label = "All <reviews>"
url = "https://example.org/reviews?a=1&b=2"
confirm = "not open yet"

[[papers]]
id = "poster"
title = "神经微分方程的辛结构"
authors = ["黎墨澄", "陳 美玲"]
kind = "poster"

[[papers]]
id = "oral"
title = "\"Stiff\" isn't 'hard': when Δt < 1/λ & more"
authors = ["A. Minim", "Ł. O'Größe", "C. Klein"]
kind = "oral"
url = "https://example.org/forum?id=1&note=2"
pdf = "https://example.org/1.pdf"
slides = "https://example.org/1-slides.pdf"
video = "https://example.org/1-video"
award = "Best <paper>"
abstract = "It is *short*.\n\nIn two parts: 1 < 2 & so on."
confirm = "the title"

[[papers]]
id = "spotlight"
title = "Über {{ braces }} and {% signs %}"
authors = ["B. Petit"]
kind = "spotlight"
pdf = "https://example.org/2.pdf"

[[papers]]
id = "kindless"
title = "Form open"
"#;

#[test]
fn papers_of_three_kinds_with_any_characters() {
    assert_data_eq!(
        with(&[("papers.toml", PAPERS)]).page("2031-06-01").part("#papers"),
        str![[r#"
<section aria-labelledby="papers-title" class="section section--papers" data-from="1935439200" data-section="papers" id="papers">
<h2 class="section__title" id="papers-title">Accepted Papers</h2>
<div class="section__body">
<ul class="paper-lists">
<li><a class="button-link" href="https://example.org/reviews?a=1&amp;b=2">All &lt;reviews&gt;</a> <span class="tag tag--unsure">to be confirmed</span></li>
</ul>
<ul class="papers">
<li class="paper" id="paper-kindless">
<p class="paper__title">Form open</p>
</li>
</ul>
<h3 class="papers__kind" id="contributed-talks">Contributed Talks</h3>
<ul class="papers">
<li class="paper" id="paper-oral">
<p class="paper__title"><a href="https://example.org/forum?id=1&amp;note=2">"Stiff" isn't 'hard': when Δt &lt; 1/λ &amp; more</a> <span class="tag tag--award">Best &lt;paper&gt;</span> <span class="tag tag--unsure">to be confirmed</span></p>
<p class="paper__authors">A. Minim, Ł. O'Größe, C. Klein</p>
<ul class="inline-links">
<li><a href="https://example.org/1.pdf">PDF<span class="visually-hidden">: "Stiff" isn't 'hard': when Δt &lt; 1/λ &amp; more</span></a></li>
<li><a href="https://example.org/1-slides.pdf">Slides<span class="visually-hidden">: "Stiff" isn't 'hard': when Δt &lt; 1/λ &amp; more</span></a></li>
<li><a href="https://example.org/1-video">Video<span class="visually-hidden">: "Stiff" isn't 'hard': when Δt &lt; 1/λ &amp; more</span></a></li>
</ul>
<details class="abstract"><summary>Abstract<span class="visually-hidden">: "Stiff" isn't 'hard': when Δt &lt; 1/λ &amp; more</span></summary>
<div class="prose"><p>It is <em>short</em>.</p>
<p>In two parts: 1 &lt; 2 &amp; so on.</p>
</div></details>
</li>
</ul>
<h3 class="papers__kind" id="spotlights">Spotlights</h3>
<ul class="papers">
<li class="paper" id="paper-spotlight">
<p class="paper__title">Über {{ braces }} and {% signs %}</p>
<p class="paper__authors">B. Petit</p>
<ul class="inline-links">
<li><a href="https://example.org/2.pdf">PDF<span class="visually-hidden">: Über {{ braces }} and {% signs %}</span></a></li>
</ul>
</li>
</ul>
<h3 class="papers__kind" id="posters">Posters</h3>
<ul class="papers">
<li class="paper" id="paper-poster">
<p class="paper__title">神经微分方程的辛结构</p>
<p class="paper__authors">黎墨澄, 陳 美玲</p>
</li>
</ul>
</div></section>

"#]]
    );
}

#[test]
fn organisers_with_one_affiliation_or_more() {
    let page = page(&[(
        "people.toml",
        r#"
[[organisers]]
id = "bo-petit"
name = "Bo Petit-O'Brien"
url = "https://example.org/bo?a=1&b=2"
affiliations = ["Université de Pas-Grand-Chose", "R&D"]

[[organisers]]
id = "cy-klein"
name = "Cy Klein"
confirm = "moves"
"#,
    )]);
    assert_data_eq!(
        page.part("#organizers"),
        str![[r#"
<section aria-labelledby="organizers-title" class="section section--organisers" data-section="organisers" id="organizers">
<h2 class="section__title" id="organizers-title">Organizers</h2>
<div class="section__body">
<ul class="people"><li class="person" id="bo-petit"><span aria-hidden="true" class="portrait portrait--0">BP</span>
<div class="person__text">
<p class="person__name"><a class="person__link" href="https://example.org/bo?a=1&amp;b=2">Bo Petit-O'Brien</a></p>
<p class="person__affiliation">Université de Pas-Grand-Chose</p>
<p class="person__affiliation">R&amp;D</p>
</div></li>
<li class="person" id="cy-klein"><span aria-hidden="true" class="portrait portrait--1">CK</span>
<div class="person__text">
<p class="person__name">Cy Klein <span class="tag tag--unsure">to be confirmed</span></p>
</div></li>
</ul>
</div></section>

"#]]
    );
}

#[test]
fn committee_with_and_without_affiliation_and_page() {
    let page = page(&[(
        "people.toml",
        r#"
[[committee]]
name = "Eve Wee"
affiliation = "R&D <Lab>"
url = "https://example.org/eve?a=1&b=2"

[[committee]]
name = "Flo Mini"
affiliation = "Institute of Detail"

[[committee]]
name = "Gus Bit"
confirm = "has not answered"
"#,
    )]);
    assert_data_eq!(
        page.part("#committee"),
        str![[r#"
<section aria-labelledby="committee-title" class="section section--committee" data-section="committee" id="committee">
<h2 class="section__title" id="committee-title">Program Committee</h2>
<div class="section__body">
<ul class="committee">
<li><a href="https://example.org/eve?a=1&amp;b=2">Eve Wee</a><span class="committee__affiliation">, R&amp;D &lt;Lab&gt;</span></li>
<li>Flo Mini<span class="committee__affiliation">, Institute of Detail</span></li>
<li>Gus Bit <span class="tag tag--unsure">to be confirmed</span></li>
</ul>
</div></section>

"#]]
    );
}

#[test]
fn sponsors_by_tier_in_the_order_of_the_file() {
    let site = with(&[(
        "sponsors.toml",
        r#"
[[sponsors]]
name = "Nuts & Bolts"
tier = "Silver"
url = "https://example.org/nuts?a=1&b=2"
logo = "logos/nuts.svg"

[[sponsors]]
name = "Screws"
tier = "Gold <plated>"
logo = "logos/nuts.svg"

[[sponsors]]
name = "Nails"
tier = "Silver"
url = "https://example.org/nails"
confirm = "by word of mouth"

[[sponsors]]
name = "Glue"
tier = "Gold <plated>"
"#,
    )]);
    site.write(
        "content/logos/nuts.svg",
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><path d="M0 20H120"/></svg>"#,
    );
    assert_data_eq!(
        site.page(TODAY).part("#sponsors"),
        str![[r#"
<section aria-labelledby="sponsors-title" class="section section--sponsors" data-section="sponsors" id="sponsors">
<h2 class="section__title" id="sponsors-title">Sponsors</h2>
<div class="section__body">
<h3 class="sponsors__tier" id="silver">Silver</h3>
<ul class="sponsors sponsors--1">
<li class="sponsor"><a class="sponsor__link" href="https://example.org/nuts?a=1&amp;b=2"><img alt="Nuts &amp; Bolts" class="sponsor__logo" decoding="async" height="40" loading="lazy" src="data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSIxMjAiIGhlaWdodD0iNDAiPjxwYXRoIGQ9Ik0wIDIwSDEyMCIvPjwvc3ZnPg==" width="120"></a></li>
<li class="sponsor"><a class="sponsor__link" href="https://example.org/nails">Nails</a> <span class="tag tag--unsure">to be confirmed</span></li>
</ul>
<h3 class="sponsors__tier" id="gold-plated">Gold &lt;plated&gt;</h3>
<ul class="sponsors sponsors--2">
<li class="sponsor"><span class="sponsor__link"><img alt="Screws" class="sponsor__logo" decoding="async" height="40" loading="lazy" src="data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSIxMjAiIGhlaWdodD0iNDAiPjxwYXRoIGQ9Ik0wIDIwSDEyMCIvPjwvc3ZnPg==" width="120"></span></li>
<li class="sponsor"><span class="sponsor__link">Glue</span></li>
</ul>
</div></section>

"#]]
    );
}

#[test]
fn attending_with_text_place_and_links() {
    let page = page(&[
        ("attending.md", "+++\ntitle = \"Come\"\n+++\n\nTake the *tram*.\n"),
        (
            "edition.toml",
            r#"place = "Hall <2>, Vienna"
[[links]]
kind = "registration"
label = "Register"
url = "https://example.org/register?a=1&b=2"
from = "2031-01-01"
until = "2031-04-01 18:00"
login = true

[[links]]
kind = "tickets"
label = "Tickets"
url = "https://example.org/tickets"
confirm = "may be free"

[[links]]
kind = "map"
label = "Map"
url = "https://example.org/map"

[[links]]
kind = "visa"
label = "Visa"
url = "https://example.org/visa"

[[links]]
kind = "conduct"
label = "Code of conduct"
url = "https://example.org/conduct"
"#,
        ),
    ]);
    assert_data_eq!(
        page.part("#attending"),
        str![[r#"
<section aria-labelledby="attending-title" class="section section--attending" data-section="attending" id="attending">
<h2 class="section__title" id="attending-title">Come</h2>
<div class="section__body"><div class="prose">
<p>Take the <em>tram</em>.</p>
</div>
<p class="attending__place">Hall &lt;2&gt;, Vienna</p>
<ul class="attending">
<li data-from="1924988400" data-until="1932825600"><a class="button-link" href="https://example.org/register?a=1&amp;b=2">Register</a> <span class="tag">login required</span></li>
<li data-until="1935575999"><a class="button-link" href="https://example.org/tickets">Tickets</a> <span class="tag tag--unsure">to be confirmed</span></li>
<li data-until="1935575999"><a class="button-link" href="https://example.org/map">Map</a></li>
<li data-until="1935575999"><a class="button-link" href="https://example.org/visa">Visa</a></li>
<li><a class="button-link" href="https://example.org/conduct">Code of conduct</a></li>
</ul>
</div></section>

"#]]
    );
}

#[test]
fn attending_after_the_event_keeps_what_lasts() {
    let site = with(&[(
        "edition.toml",
        r#"
[[links]]
kind = "map"
label = "Map"
url = "https://example.org/map"

[[links]]
kind = "conduct"
label = "Code of conduct"
url = "https://example.org/conduct"
"#,
    )]);
    assert_data_eq!(
        site.page("2031-06-01").part("#attending"),
        str![[r#"
<section aria-labelledby="attending-title" class="section section--attending" data-section="attending" id="attending">
<h2 class="section__title" id="attending-title">Attending</h2>
<div class="section__body">
<ul class="attending">
<li><a class="button-link" href="https://example.org/conduct">Code of conduct</a></li>
</ul>
</div></section>

"#]]
    );
}

/// Two in folders, of which one lacks a numeral and a day, and two elsewhere.
fn series() -> Site {
    let site = with(&[(
        "editions.toml",
        r#"
[[editions]]
title = "The <first> one"
year = 2028
url = "https://example.org/first?a=1&b=2"

[[editions]]
title = "The next one"
year = 2032
url = "https://example.org/next"
confirm = "not online yet"
"#,
    )]);
    for (folder, numeral, date) in [("2029", "", "2029-05-04"), ("2030", "numeral = \"III\"\n", "2030-05")] {
        site.write(
            &format!("content/{folder}/_index.md"),
            format!("+++\ntitle = \"Workshop of {folder}\"\n+++\n"),
        )
        .write(
            &format!("content/{folder}/edition.toml"),
            format!(
                "acronym = \"OLD\"\n{numeral}conference = \"SIMCONF {folder}\"\n\
                 [event]\ndate = \"{date}\"\nzone = \"Europe/Vienna\"\nmode = \"virtual\"\n"
            ),
        );
    }
    site
}

#[test]
fn editions_in_folders_and_elsewhere() {
    assert_data_eq!(
        series().page(TODAY).part("#editions"),
        str![[r#"
<section aria-labelledby="editions-title" class="section section--editions" data-section="editions" id="editions">
<h2 class="section__title" id="editions-title">Other Editions</h2>
<div class="section__body">
<ul class="editions">
<li><span class="editions__year">2032</span> <a href="https://example.org/next">The next one</a> <span class="tag tag--unsure">to be confirmed</span></li>
<li><span class="editions__year">2030</span> <a href="https://dlde-2023.github.io/2030/">Workshop of 2030, SIMCONF 2030</a></li>
<li><span class="editions__year">2029</span> <a href="https://dlde-2023.github.io/2029/">Workshop of 2029, SIMCONF 2029</a></li>
<li><span class="editions__year">2028</span> <a href="https://example.org/first?a=1&amp;b=2">The &lt;first&gt; one</a></li>
</ul>
</div></section>

"#]]
    );
}

#[test]
fn a_past_edition_leads_forward_and_a_current_one_back() {
    let site = series();
    let front = site.page(TODAY);
    let past = Page::read(&site.path("public/2029/index.html"));
    let base = "https://dlde-2023.github.io";
    let leads =
        |page: &Page, to: &str| page.all("main a, footer a").iter().any(|a| a.attr("href") == Some(to));
    assert!(leads(&front, &format!("{base}/2029/")) && leads(&front, &format!("{base}/2030/")));
    assert!(leads(&past, &format!("{base}/")) && leads(&past, &format!("{base}/2030/")));
    assert_data_eq!(
        past.part("main"),
        str![[r#"
<main class="page" id="main" tabindex="-1">
<header class="masthead">
<p class="masthead__conference">SIMCONF 2029 Workshop</p>
<h1 class="masthead__title">Workshop of 2029 <span class="masthead__edition">(OLD)</span></h1>
<dl class="masthead__facts">
<div><dt>Date</dt>
<dd><time datetime="2029-05-04">Friday, 4 May 2029</time></dd></div>
<div><dt>Venue</dt>
<dd>Virtual workshop</dd></div>
</dl>
<p class="notice">This is the page of a past edition. The current one: <a href="https://dlde-2023.github.io/">A Workshop at Its Beginning</a></p></header>
<section aria-labelledby="editions-title" class="section section--editions" data-section="editions" id="editions">
<h2 class="section__title" id="editions-title">Other Editions</h2>
<div class="section__body">
<ul class="editions">
<li><span class="editions__year">2032</span> <a href="https://example.org/next">The next one</a> <span class="tag tag--unsure">to be confirmed</span></li>
<li><span class="editions__year">2031</span> <a href="https://dlde-2023.github.io/">A Workshop at Its Beginning, SIMCONF 2027</a></li>
<li><span class="editions__year">2030</span> <a href="https://dlde-2023.github.io/2030/">Workshop of 2030, SIMCONF 2030</a></li>
<li><span class="editions__year">2028</span> <a href="https://example.org/first?a=1&amp;b=2">The &lt;first&gt; one</a></li>
</ul>
</div></section>
</main>

"#]]
    );
}

#[test]
fn an_edition_after_the_current_one_is_a_coming_one() {
    let site = series();
    let notice = |date: &str| {
        site.edit("content/2030/edition.toml", "date = \"2030-05\"", &format!("date = \"{date}\""));
        site.page(TODAY);
        site.edit("content/2030/edition.toml", &format!("date = \"{date}\""), "date = \"2030-05\"");
        Page::read(&site.path("public/2030/index.html")).texts("main .notice").concat()
    };
    for date in ["2031-06-01", "2032-05", "to be announced"] {
        assert!(notice(date).starts_with("This is the page of a coming edition. The current one:"), "{date}");
    }
    assert!(notice("2031-04").starts_with("This is the page of a past edition. The current one:"));
}

#[test]
fn scripts_are_there_where_they_have_something_to_do() {
    let scripts = |site: &Site, file: &str| -> Vec<String> {
        let page = Page::without_digests(&site.path("public").join(file));
        let scripts = page.all("script[src]").into_iter().filter_map(|script| script.attr("src"));
        let name =
            |address: &str| address.split(['/', '?']).find(|part| part.ends_with(".js")).map(str::to_owned);
        scripts.filter_map(name).collect()
    };
    let site = edition();
    site.page(TODAY);
    assert_eq!(scripts(&site, "index.html"), ["lifetimes.js"]);
    site.edit("content/edition.toml", "acronym", "stage = \"call\"\nacronym");
    site.page(TODAY);
    assert_eq!(scripts(&site, "index.html"), [""; 0], "nothing comes or goes, and there is no time");
    site.add("content/edition.toml", "start = \"09:00\"\n");
    site.page(TODAY);
    assert_eq!(scripts(&site, "index.html"), ["zone.js"]);
    assert_eq!(scripts(&site, "404.html"), [""; 0]);
    site.add("content/edition.toml", "[[notices]]\ntext = \"Soon\"\nuntil = \"2031-04-01\"\n");
    site.page(TODAY);
    assert_eq!(scripts(&site, "index.html"), ["lifetimes.js", "zone.js"]);
    assert_eq!(scripts(&site, "404.html"), [""; 0]);
}

#[test]
fn an_edition_is_gone_with_its_folder() {
    let site = series();
    site.page(TODAY);
    site.remove("content/2029");
    let front = site.page(TODAY);
    assert!(!front.part("body").contains("2029") && !site.path("public/2029").exists());
}

#[test]
fn acknowledgements() {
    let page = page(&[(
        "acknowledgements.md",
        "+++\ntitle = \"Thanks\"\n+++\n\nTo [all](https://example.org/all).\n",
    )]);
    assert_data_eq!(
        page.part("#acknowledgments"),
        str![[r#"
<section aria-labelledby="acknowledgments-title" class="section section--acknowledgements" data-section="acknowledgements" id="acknowledgments">
<h2 class="section__title" id="acknowledgments-title">Thanks</h2>
<div class="section__body"><div class="prose">
<p>To <a href="https://example.org/all" rel="external">all</a>.</p>
</div>
</div></section>

"#]]
    );
}

#[test]
fn references_of_several_kinds() {
    let page = page(&[
        (
            "introduction.md",
            "+++\ntitle = \"About\"\n+++\n\nSee [](references.bib#a1) and [](references.bib#b2).\n",
        ),
        ("call.md", "+++\ntitle = \"Call\"\n+++\n\nSee [](references.bib#a1).\n"),
        (
            "references.bib",
            r#"
@article{a1, author = {A. Minim and B. Größe and 陳 美玲}, title = {On {Small} "things": 1 < 2}, journal = {Journal of Detail},
  year = {2030}, url = {https://example.org/a?a=1&b=2}}
@inproceedings{b2, author = {B. Petit}, title = {A note}, booktitle = {SmallConf}, year = {2029}, confirm = {the year}}
@misc{c3, author = {C. Klein}, title = {Never cited}}
"#,
        ),
    ]);
    assert_data_eq!(
        page.part("#references"),
        str![[r##"
<section aria-labelledby="references-title" class="section section--references" data-section="references" id="references">
<h2 class="section__title" id="references-title">References</h2>
<div class="section__body">
<ol class="references">
<li class="reference" id="ref-a1"><span id="note1"></span>A. Minim, B. Größe, 陳 美玲,
<a href="https://example.org/a?a=1&amp;b=2">On Small "things": 1 &lt; 2</a>, <cite>Journal of Detail</cite>, 2030.
<span class="reference__cited">Cited in: <a href="#intro" role="doc-backlink">Introduction</a>, <a href="#cfp" role="doc-backlink">Call</a></span></li>
<li class="reference" id="ref-b2">B. Petit,
A note, <cite>SmallConf</cite>, 2029. <span class="tag tag--unsure">to be confirmed</span>
<span class="reference__cited">Cited in: <a href="#intro" role="doc-backlink">Introduction</a></span></li>
<li class="reference" id="ref-c3">C. Klein,
Never cited.</li>
</ol>
</div></section>

"##]]
    );
}

#[test]
fn the_order_of_sections_and_menu_is_the_organisers() {
    let site = with(&[
        ("people.toml", "[[organisers]]\nid = \"bo\"\nname = \"Bo\"\n[[committee]]\nname = \"Eve\"\n"),
        ("introduction.md", "+++\ntitle = \"About\"\n+++\n\nText.\n"),
        ("visa.md", "+++\ntitle = \"Visa & more\"\n+++\n\nText.\n"),
    ]);
    site.edit(
        "content/edition.toml",
        "conference = ",
        "order = [\"committee\", \"dates\", \"introduction\", \"organisers\"]\nconference = ",
    );
    let page = site.page(TODAY);
    assert_eq!(page.texts("main h2"), ["Program Committee", "About", "Organizers"]);
    assert_data_eq!(
        page.part("nav"),
        str![[r##"
<nav aria-label="Menu" class="menu">
<details class="menu__fold menu__fold--short">
<summary class="menu__button">Menu</summary>
<ul class="menu__list">
<li data-section="committee"><a class="menu__link" href="#committee">Committee</a></li>
<li data-section="introduction"><a class="menu__link" href="#intro">Introduction</a></li>
<li data-section="organisers"><a class="menu__link" href="#organizers">Organizers</a></li>
<li><a class="menu__link" href="https://dlde-2023.github.io/visa/">Visa &amp; more</a></li>
</ul>
</details>
</nav>

"##]]
    );
    assert_data_eq!(
        Page::read(&site.path("public/visa/index.html")).part("main"),
        str![[r#"
<main class="page" id="main" tabindex="-1">
<article class="article">
<h1 class="article__title">Visa &amp; more</h1>
<div class="prose">
<p>Text.</p>
</div>
</article>
</main>

"#]]
    );
}
