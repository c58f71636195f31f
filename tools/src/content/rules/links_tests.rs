use crate::content::rules::testing::{EDITION, body, found, found_with, link};

fn url(rule: &str, url: &str) -> Vec<String> {
    found(rule, &[("edition.toml", &format!("{EDITION}{}", link("website", url)))])
}

#[test]
fn a_markdown_link_is_no_address() {
    assert_eq!(
        url("markdown-in-address", "https://a.org](https://a.org)"),
        [
            "edition.toml:13:8 [https://a.org](https://a.org)] a Markdown link stands where an address belongs \
          (write \"https://a.org\")"
        ]
    );
    assert_eq!(
        body("markdown-in-address", "[a]([b](https://b.org))"),
        [
            "call.md:4:5 [[b](https://b.org] a Markdown link stands inside another (write one link: [words](https://…))"
        ]
    );
    assert_eq!(body("markdown-in-address", "[a](https://b.org) and [g](other.bib#x)"), [""; 0]);
}

#[test]
fn what_was_copied_along_with_an_address_breaks_it() {
    let hint = "(copy the address again, as the browser shows it)";
    assert_eq!(
        url("stray-character", "https://a.org/b)"),
        [format!(
            "edition.toml:13:8 [https://a.org/b)] a closing bracket was copied along with this address {hint}"
        )]
    );
    for wrong in [
        "https://a.org/b]",
        "https://a.org/b,",
        "https://a.org/b%20",
        "https://a.org/b%0A",
        "https://a.org/\u{200b}b",
        "https://a.orghttps://b.org",
    ] {
        assert_eq!(url("stray-character", wrong).len(), 1, "{wrong}");
    }
    for right in [
        "https://a.org/b_(c)",
        "https://a.org/b%20c",
        "https://web.archive.org/web/2020/https://a.org",
        "https://a.org/?u=https://b.org",
    ] {
        assert_eq!(url("stray-character", right), [""; 0], "{right}");
    }
}

#[test]
fn an_address_begins_with_its_scheme() {
    assert_eq!(
        body("no-scheme", "See [a](kidger.site/b)."),
        ["call.md:4:9 [kidger.site/b] this address has no https:// in front (write https://kidger.site/b)"]
    );
    assert_eq!(
        body(
            "no-scheme",
            "[a](https://kidger.site) [b](call.md) [c](#d) [e](mailto:a@b.org) [f](style.sty) [g](other.bib#x)"
        ),
        [""; 0]
    );
}

#[test]
fn https_where_it_is_known() {
    assert_eq!(
        body("http", "See [a](http://www.arxiv.org/abs/1)."),
        [
            "call.md:4:9 [http://www.arxiv.org/abs/1] arxiv.org answers on https (write https://www.arxiv.org/abs/1)"
        ]
    );
    assert_eq!(body("http", "http://example.org and https://arxiv.org"), [""; 0]);
}

#[test]
fn a_host_that_moved_has_its_new_name() {
    assert_eq!(
        body("moved-host", "<https://dx.doi.org/10.1000/1>"),
        ["call.md:4:2 [https://dx.doi.org/10.1000/1] dx.doi.org is doi.org now \
          (open the address in a browser, and copy where it leads; or write the DOI)"]
    );
    assert_eq!(body("moved-host", "<https://doi.org/10.1000/1>"), [""; 0]);
}

#[test]
fn a_mail_address_has_a_name_and_a_host() {
    let contact =
        |mail: &str| found("mail", &[("edition.toml", &format!("contact = \"{mail}\"\n{EDITION}"))]);
    assert_eq!(
        contact("dlde at gmail.com"),
        ["edition.toml:1:11 [dlde at gmail.com] this is no mail address \
          (write name@host, as in \"workshop@example.org\")"]
    );
    assert_eq!(contact("dlde.workshop+2031@gmail.com"), [""; 0]);
    assert_eq!(body("mail", "[a](mailto:x@y)").len(), 1);
    assert_eq!(body("mail", "[a](mailto:x@y.org?subject=Z)"), [""; 0]);
}

#[test]
fn a_file_of_this_site_is_linked_on_this_site() {
    let config = ("config.toml", "base_url = \"https://abc-2031.github.io\"\n");
    let linked = |url: &str| {
        let call = format!("+++\ntitle = \"T\"\n+++\n<{url}>\n");
        let style = ("static/abc.sty", 10, None);
        found_with("2031-01-15T12:00:00Z", "own-repository", &[config, ("call.md", &call)], &[style])
    };
    assert_eq!(
        linked("https://github.com/abc-2031/abc-2031.github.io/tree/master/static/abc.sty"),
        [
            "call.md:4:2 [https://github.com/abc-2031/abc-2031.github.io/tree/master/static/abc.sty] this leads to a file \
          of this site by way of GitHub and a branch there (write https://abc-2031.github.io/abc.sty)"
        ]
    );
    assert_eq!(
        linked("https://github.com/abc-2031/abc-2031.github.io/blob/main/static/abd.sty"),
        [
            "call.md:4:2 [https://github.com/abc-2031/abc-2031.github.io/blob/main/static/abd.sty] this leads to a file \
          that is not in this repository (put the file into static/, and write https://abc-2031.github.io/abd.sty)"
        ]
    );
    assert_eq!(linked("https://github.com/other/repository/tree/master/abc.sty"), [""; 0]);
}

#[test]
fn an_invitation_has_an_end() {
    let chat = link("chat", "https://join.slack.com/t/abc/shared_invite/x");
    let edition =
        |more: &str| found("invitation-without-end", &[("edition.toml", &format!("{EDITION}{chat}{more}"))]);
    let hint =
        "(give it a line  until = \"2023-12-09\"  with its last day; in running text it can have none)";
    assert_eq!(
        edition(""),
        [format!(
            "edition.toml:13:8 [https://join.slack.com/t/abc/shared_invite/x] an invitation to Slack ends, and this \
             link would stay {hint}"
        )]
    );
    assert_eq!(edition("until = \"2031-03-02\"\n"), [""; 0]);
    assert_eq!(body("invitation-without-end", "<https://us02web.zoom.us/j/1>").len(), 1);
    assert_eq!(body("invitation-without-end", "<https://slack.com/>"), [""; 0]);
}

#[test]
fn a_start_link_is_a_secret() {
    assert_eq!(
        body("secret-in-address", "<https://us02web.zoom.us/s/8?zak=ey>"),
        [
            "call.md:4:2 [https://us02web.zoom.us/s/8?zak=ey] with this start link everybody is the host of the meeting \
          (publish the link that begins with /j/)"
        ]
    );
    assert_eq!(body("secret-in-address", "<https://us02web.zoom.us/j/81234567890>"), [""; 0]);
}
