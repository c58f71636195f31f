//! Papers with a page of their own.

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::{page::Page, support::Site};

const PAPERS: &str = r#"
[[papers]]
id = "drift"
title = "Drift $\\dot x < 0$ & \"more\""
authors = ["A. Minim", "Ł. O'Größe"]
kind = "oral"
url = "https://openreview.net/forum?id=abc&noteId=x"
pdf = "https://example.org/drift.pdf?a=1&b=2"
video = "https://example.org/drift-video"
award = "Best <paper>"
abstract = "It is *short*, as $x^2$ is."
confirm = "the title"

[[papers]]
id = "bundle"
title = "With files"

[[papers]]
id = "plain"
title = "Without a page"
url = "https://openreview.net/forum?id=def"
"#;

/// A site whose papers `drift` and `bundle` have pages, in the edition of this folder.
fn site(edition: &str) -> Site {
    let site = Site::small();
    if !edition.is_empty() {
        for name in ["_index.md", "edition.toml", "banner.svg"] {
            site.write(&format!("content/{edition}{name}"), site.read(&format!("content/{name}")));
        }
    }
    let folder = format!("content/{edition}papers");
    site.write(&format!("content/{edition}papers.toml"), PAPERS)
        .write(&format!("{folder}/_index.md"), "+++\nrender = false\n+++\n")
        .write(
            &format!("{folder}/drift.md"),
            "+++\n+++\n\nMore about $`\\dot x`$.\n\n## Code\n\nIs [here](https://example.org/code).\n",
        )
        .write(&format!("{folder}/bundle/index.md"), "+++\ndescription = \"A bundle.\"\n+++\n")
        .write(&format!("{folder}/bundle/poster.txt"), "A poster.\n");
    site
}

#[test]
fn a_paper_has_a_page_with_all_that_is_known_and_a_text() {
    let site = site("");
    site.page("2031-06-01");
    assert_data_eq!(Page::read(&site.path("public/papers/drift/index.html")).part("main"), str![[r#"
<main class="page" id="main" tabindex="-1">
<article class="article article--paper" id="paper-drift">
<div class="article__paper">
<h1 class="article__title">Drift <math><semantics><mrow><mover accent="true"><mi>x</mi><mo>˙</mo></mover><mo>&lt;</mo><mn>0</mn></mrow><annotation encoding="application/x-tex">\dot x &lt; 0</annotation></semantics></math> &amp; "more" <span class="tag tag--unsure">to be confirmed</span></h1>
<p class="article__authors">A. Minim, Ł. O'Größe</p>
<p class="article__place"><a href="https://dlde-2023.github.io/">SWST-II, SmallConf 2031 Workshop</a><span data-from="1930107600">: <a href="https://dlde-2023.github.io/#paper-drift">Accepted Papers</a></span> <span class="tag tag--award">Best &lt;paper&gt;</span></p>
<ul class="inline-links">
<li><a href="https://openreview.net/forum?id=abc&amp;noteId=x">openreview.net</a></li>
<li><a href="https://example.org/drift.pdf?a=1&amp;b=2">PDF</a></li>
<li><a href="https://example.org/drift-video">Video</a></li>
</ul>
<h2 class="article__heading" id="abstract">Abstract</h2>
<div class="prose"><p>It is <em>short</em>, as <math><semantics><msup><mi>x</mi><mn>2</mn></msup><annotation encoding="application/x-tex">x^2</annotation></semantics></math> is.</p>
</div>
</div>
<div class="prose">
<p>More about <math><semantics><mover accent="true"><mi>x</mi><mo>˙</mo></mover><annotation encoding="application/x-tex">\dot x</annotation></semantics></math>.</p>
<h2 id="code">Code</h2>
<p>Is <a href="https://example.org/code" rel="external">here</a>.</p>
</div>
</article>
</main>

"#]].raw());
    assert_data_eq!(Page::read(&site.path("public/papers/bundle/index.html")).part("main"), str![[r#"
<main class="page" id="main" tabindex="-1">
<article class="article article--paper" id="paper-bundle">
<div class="article__paper">
<h1 class="article__title">With files</h1>
<p class="article__place"><a href="https://dlde-2023.github.io/">SWST-II, SmallConf 2031 Workshop</a><span data-from="1930107600">: <a href="https://dlde-2023.github.io/#paper-bundle">Accepted Papers</a></span></p>
</div>
</article>
</main>

"#]].raw());
    assert_eq!(site.read("public/papers/bundle/poster.txt"), "A poster.\n");
}

#[test]
fn the_list_of_papers_leads_to_the_pages_there_are() {
    for edition in ["", "2031/"] {
        let site = site(edition);
        site.page("2031-06-01");
        let page = Page::read(&site.path(&format!("public/{edition}index.html")));
        let links =
            page.all(".paper__title a").into_iter().filter_map(|link| link.attr("href")).collect::<Vec<_>>();
        let own = |id: &str| format!("https://dlde-2023.github.io/{edition}papers/{id}/");
        assert_eq!(links, [&own("bundle"), "https://openreview.net/forum?id=def", &own("drift")]);
        let paper = Page::read(&site.path(&format!("public/{edition}papers/drift/index.html")));
        let back = paper.one(".article__place span a").attr("href");
        assert_eq!(back, Some(&*format!("https://dlde-2023.github.io/{edition}#paper-drift")));
    }
}

#[test]
fn scholar_and_social_networks_are_told_of_the_paper() {
    let site = site("");
    site.page("2031-06-01");
    let page = Page::read(&site.path("public/papers/drift/index.html"));
    let told: Vec<String> = page
        .all("meta[name^=citation], meta[name=description], meta[property='og:title']")
        .into_iter()
        .map(|tag| {
            format!("{} {}", tag.attr("name").unwrap_or_default(), tag.attr("content").unwrap_or_default())
        })
        .collect();
    assert_data_eq!(
        told.join("\n"),
        str![[r#"
description A. Minim, Ł. O'Größe
 Drift $\dot x < 0$ & "more" (SWST-II)
citation_title Drift $\dot x < 0$ & "more"
citation_author A. Minim
citation_author Ł. O'Größe
citation_publication_date 2031/05/02
citation_conference_title Small Workshop on Small Things (SWST-II), SmallConf 2031 Workshop
citation_pdf_url https://example.org/drift.pdf?a=1&b=2
"#]]
        .raw()
    );
    let bundle = Page::read(&site.path("public/papers/bundle/index.html"));
    assert_eq!(bundle.one("meta[name=description]").attr("content"), Some("A bundle."));
    assert!(bundle.all("meta[name^=citation]").is_empty(), "nobody has written it");
}

#[test]
fn drafts_are_neither_published_nor_linked() {
    let site = site("");
    site.write("content/papers/drift.md", "+++\ndraft = true\n+++\n");
    let page = site.page("2031-06-01");
    let link = page.one("#paper-drift .paper__title a").attr("href");
    assert_eq!(link, Some("https://openreview.net/forum?id=abc&noteId=x"));
    assert!(!site.path("public/papers/drift").exists());
}

#[test]
fn a_page_of_no_paper_stops_the_build() {
    let site = site("");
    site.write("content/papers/drifts.md", "+++\n+++\n").remove("content/papers/_index.md");
    assert_data_eq!(
        site.dlde(&["build", "--today", "2031-06-01"]).failure(),
        str![[r#"
exit 1
error[paper-page]: the list of papers does not find this page: there is no _index.md in its folder
--> content/papers/bundle/index.md
 |
help: write content/papers/_index.md with three lines:  +++  then  render = false  then  +++

error[paper-page]: no paper in papers.toml has the id `drifts`, which this page is named after
--> content/papers/drifts.md
 |
help: did you mean "drift"?

2 problems in 2 files

"#]]
        .raw()
    );
}
