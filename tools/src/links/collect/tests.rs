use super::*;
use crate::{content, files::Files};

fn found(files: &[(&str, &str)], pages: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in pages {
        std::fs::write(folder.path().join(path), text).expect("writes");
    }
    let mut sources = Files::default();
    for (path, text) in files {
        let source = Arc::new(Source { path: (*path).into(), text: (*text).into() });
        let list = if path.starts_with("content/") { &mut sources.texts } else { &mut sources.theme };
        list.push(source);
    }
    let (content, _) = content::read(&sources);
    let base = Base::new("https://a.org").expect("is an address");
    let pages = crate::pages::read(folder.path(), base.clone(), None).expect("reads");
    let links = links(Some(&pages), &Authored::new(&sources, &content), &base);
    links.iter().map(shown).collect()
}

fn shown(link: &Link) -> String {
    let place = |place: &Place| {
        let page = place.page.as_deref().map(|page| format!(" ({page})")).unwrap_or_default();
        let (line, column) = place.position();
        format!("{}:{line}:{column}{page}", place.source.path)
    };
    format!("{} {}", link.url, link.places.iter().map(place).collect::<Vec<_>>().join(" "))
}

#[test]
fn addresses_that_differ_in_query_or_fragment_are_different_links() {
    let call = "+++\ntitle = \"T\"\n+++\n[a](https://b.org/?id=1) [b](https://b.org/?id=2#x)\n";
    assert_eq!(
        found(
            &[("content/call.md", call)],
            &[(
                "index.html",
                "<a href=\"https://b.org/?id=1\"><a href=\"https://b.org/?id=2#x\"><a href=https://a.org/>"
            )]
        ),
        [
            "https://b.org/?id=1 content/call.md:4:5 (index.html)",
            "https://b.org/?id=2#x content/call.md:4:30 (index.html)"
        ]
    );
}

#[test]
fn a_link_that_no_page_shows_is_one_too_and_one_of_unknown_origin_is_in_the_page() {
    assert_eq!(
        found(
            &[("content/call.md", "+++\ntitle = \"T\"\n+++\nhttps://hidden.org/x\n")],
            &[("index.html", "<p>\n<a href=https://b.org/>"), ("z.html", "<a href=https://b.org>")]
        ),
        ["https://b.org/ public/index.html:2:9 (index.html)", "https://hidden.org/x content/call.md:4:1"]
    );
}

#[test]
fn a_composed_address_is_written_in_the_template_and_in_the_data() {
    let bib = "@article{a,\n  title = {T},\n  doi = {10.1/x\\_y},\n}\n";
    let edition = "acronym = \"ABC\"\nconference = \"CONF 2031\"\ncontact = \"a@b.org\"\n[event]\ndate = \"2031-03-01\"\n\
                   zone = \"Europe/Vienna\"\nmode = \"virtual\"\n";
    assert_eq!(
        found(
            &[
                ("content/edition.toml", edition),
                ("content/references.bib", bib),
                (
                    "templates/x.html",
                    "<a href=\"mailto:{{ edition.contact }}\">\n<a href=\"https://doi.org/{{ tags.doi }}\">"
                ),
            ],
            &[("index.html", "<a href=mailto:a@b.org></a><a href=\"https://doi.org/10.1/x_y\"></a>")]
        ),
        [
            "https://doi.org/10.1/x_y content/references.bib:3:10 (index.html) templates/x.html:2:10 (index.html)",
            "mailto:a@b.org content/edition.toml:3:12 (index.html) templates/x.html:1:10 (index.html)",
        ]
    );
}
