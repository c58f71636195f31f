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
        .write(&format!("{folder}/bundle/paper.pdf"), "A paper.\n");
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
<ul class="inline-links">
<li><a href="https://dlde-2023.github.io/papers/bundle/paper.pdf">PDF</a></li>
</ul>
</div>
</article>
</main>

"#]].raw());
    assert_eq!(site.read("public/papers/bundle/paper.pdf"), "A paper.\n");
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
fn a_paper_that_lies_beside_its_page_is_linked_and_cited() {
    let site = site("");
    site.edit(
        "content/papers.toml",
        "title = \"With files\"",
        "title = \"With files\"\nauthors = [\"B. Petit\"]",
    );
    let front = site.page("2031-06-01");
    let file = "https://dlde-2023.github.io/papers/bundle/paper.pdf";
    assert_eq!(front.one("#paper-bundle .inline-links a").attr("href"), Some(file));
    let page = Page::read(&site.path("public/papers/bundle/index.html"));
    assert_eq!(page.one("meta[name=citation_pdf_url]").attr("content"), Some(file));
    let facts = page.one("script[type='application/ld+json']").text().collect::<String>();
    let facts: serde_json::Value = serde_json::from_str(&facts).expect("is JSON");
    assert_eq!(facts["@graph"][0]["encoding"]["contentUrl"], file);
    assert_eq!(facts["@graph"][0]["@id"], "#paper-bundle");
}

#[test]
fn a_paper_may_be_called_as_a_section_is() {
    let site = site("");
    site.edit("content/papers.toml", "id = \"drift\"", "id = \"call\"");
    std::fs::rename(site.path("content/papers/drift.md"), site.path("content/papers/call.md"))
        .expect("renames");
    site.page("2031-06-01");
    let page = Page::read(&site.path("public/papers/call/index.html"));
    assert!(page.one("h1").text().next().is_some_and(|title| title.starts_with("Drift")));
    assert!(page.all("meta[name=robots], meta[http-equiv=refresh]").is_empty());
    assert!(site.read("public/sitemap.xml").contains("/papers/call/"));
}

#[test]
fn search_engines_are_not_told_before_the_list_is_shown() {
    let site = site("");
    for (today, robots) in [("2031-02-01", Some("noindex")), ("2031-06-01", None)] {
        site.page(today);
        let page = Page::read(&site.path("public/papers/drift/index.html"));
        let told = page.all("meta[name=robots]").first().and_then(|tag| tag.attr("content"));
        assert_eq!(told, robots, "{today}");
    }
}

#[test]
fn a_text_of_a_paper_is_named_where_a_reference_is_cited() {
    let site = site("");
    site.add(
        "content/references.bib",
        "\n@misc{knuth1984, author = {D. Knuth}, title = {T}, year = {1984}}\n",
    )
    .add("content/papers/drift.md", "\nAs in [](references.bib#knuth1984).\n");
    let page = site.page("2031-06-01");
    let back = page.one("#ref-knuth1984 .reference__cited a");
    assert_eq!(back.attr("href"), Some("https://dlde-2023.github.io/papers/drift/"));
    let cited = Page::read(&site.path("public/papers/drift/index.html"));
    assert_eq!(cited.one("a.citation").attr("href"), Some("https://dlde-2023.github.io/#ref-knuth1984"));
}

#[test]
fn a_page_with_an_address_of_its_own_is_told_too() {
    let site = site("");
    site.edit("content/papers/drift.md", "+++\n+++", "+++\npath = \"drifting\"\n+++");
    site.page("2031-06-01");
    let page = Page::read(&site.path("public/drifting/index.html"));
    assert_eq!(page.all("meta[name=citation_title]").len(), 1);
}

#[test]
fn a_link_to_a_section_is_right_in_a_section_and_told_at_its_line_elsewhere() {
    let site = site("");
    site.add("content/introduction.md", "\nSee the [call](#cfp).\n");
    let page = site.page("2031-06-01");
    assert!(!page.all("#intro a[href='#cfp']").is_empty());
    site.add("content/papers/drift.md", "\nSee the [call](#cfp).\n");
    let told = site.dlde(&["build", "--today", "2031-06-01"]).failure();
    assert!(told.contains("leads to #cfp, which is not in papers/drift/index.html"), "{told}");
    assert!(told.contains("--> content/papers/drift.md:10:16\n"), "{told}");
    assert!(told.ends_with("1 problem in 1 file\n"), "{told}");
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
