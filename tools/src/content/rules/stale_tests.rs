use crate::content::rules::testing::{EDITION, body, date, found, found_on, link};

fn edition(rule: &str, more: &str) -> Vec<String> {
    found(rule, &[("edition.toml", &format!("{EDITION}{more}"))])
}

#[test]
fn a_link_is_of_the_year_of_its_edition() {
    let group = |year: i16| format!("https://openreview.net/group?id=CONF.cc/{year}/Workshop/ABC");
    let hint = "(write the address of 2031; take the link out until there is one)";
    assert_eq!(
        edition("link-of-another-year", &link("submission", &group(2030))),
        [format!(
            "edition.toml:13:8 [{}] this address is of 2030, and the edition is of 2031 {hint}",
            group(2030)
        )]
    );
    assert_eq!(body("link-of-another-year", &format!("[a]({})", group(2032))).len(), 1);
    let style = "https://github.com/abc-2030/abc-2030.github.io/tree/master/abc_2030.sty";
    assert_eq!(edition("link-of-another-year", &link("style", style)).len(), 1);
    let notice = format!("[[notices]]\ntext = \"[Join]({})\"\n", group(2030));
    assert_eq!(edition("link-of-another-year", &notice).len(), 1);
    assert_eq!(edition("link-of-another-year", &link("submission", &group(2031))), [""; 0]);
    assert_eq!(edition("link-of-another-year", &link("website", "https://abc-2030.org")), [""; 0]);
    assert_eq!(edition("link-of-another-year", &link("style", "https://arxiv.org/abs/2030.12345")), [""; 0]);
    assert_eq!(body("link-of-another-year", "<https://blog.org/2030/01/02>"), [""; 0]);
}

#[test]
fn two_editions_do_not_share_a_form() {
    let form = |kind: &str| link(kind, "https://forms.gle/x");
    let older = EDITION.replace("2031", "2030") + &form("questions");
    let with = |kind: &str| {
        let newer = EDITION.to_owned() + &form(kind);
        found("same-as-another-edition", &[("edition.toml", &newer), ("2030/edition.toml", &older)])
    };
    assert_eq!(
        with("questions"),
        ["edition.toml:13:7 [https://forms.gle/x] the edition in content/2030 has the same address \
          (write the address of this edition; take the link out until there is one)"]
    );
    assert_eq!(with("conduct"), [""; 0]);
}

#[test]
fn a_year_before_the_edition_was_copied() {
    assert_eq!(
        body("another-year", "Submit until 1 October 2030, 11 p.m."),
        ["call.md:4:24 [2030] the edition is of 2031, not of 2030 (write what holds for this edition)"]
    );
    assert_eq!(
        edition(
            "another-year",
            &link("style", "x").replace("\"L\"", "\"ABC 2030\"").replace("\"x\"", "\"https://a.org\"")
        )
        .len(),
        1
    );
    assert_eq!(
        body("another-year", "The first workshop was in 2030, and <https://a.org/may/2030>."),
        [""; 0]
    );
    assert_eq!(body("another-year", "Submit until 1 October 2031."), [""; 0]);
}

#[test]
fn a_name_of_another_edition_was_copied() {
    assert_eq!(
        body("name-of-another-edition", "Welcome to ABC-IV at CONF 2030!"),
        [
            "call.md:4:12 [ABC-IV] ABC-IV is not this edition (this is ABC CONF 2031)",
            "call.md:4:22 [CONF 2030] CONF 2030 is not this edition (this is ABC CONF 2031)",
        ]
    );
    assert_eq!(body("name-of-another-edition", "Welcome to ABC-V at CONF 2031! See you at ABC-VI."), [""; 0]);
}

#[test]
fn a_placeholder_is_not_published() {
    assert_eq!(
        body("placeholder", "TODO: write this. Lorem ipsum."),
        ["call.md:4:1 [TODO] this stands in for another text (write what is meant, or take it out)"]
    );
    assert_eq!(body("placeholder", "Lorem ipsum").len(), 1);
    assert_eq!(body("placeholder", "Todos are done, <https://a.org/TODO>."), [""; 0]);
}

#[test]
fn nothing_is_open_after_the_event() {
    let files = format!(
        "{EDITION}{}{}",
        date("other", "to be announced"),
        link("other", "https://a.org").replace("\"L\"", "\"Room (TBA)\"")
    );
    let on = |day: &str| found_on(day, "still-open", &[("edition.toml", &files)]);
    let words = "the event is over, and this is still open (write what it came to be, or take it out)";
    assert_eq!(
        on("2031-03-02T00:00:00Z"),
        [format!("edition.toml:13:8 [to be announced] {words}"), format!("edition.toml:16:16 [TBA] {words}"),]
    );
    assert_eq!(on("2031-02-28T00:00:00Z"), [""; 0]);
}

#[test]
fn the_site_has_the_address_of_its_newest_edition() {
    let at = |base: &str| {
        found("address-of-another-year", &[("config.toml", &format!("base_url = \"{base}\"\n"))])
    };
    assert_eq!(
        at("https://abc-2030.github.io"),
        [
            "config.toml:1:13 [https://abc-2030.github.io] the newest edition is of 2031, and the address of the site of \
          2030 (write the address where this site is published)"
        ]
    );
    assert_eq!(at("https://abc-2031.github.io"), [""; 0]);
    assert_eq!(at("https://abc.org"), [""; 0]);
}

#[test]
fn the_words_of_the_site_are_of_its_edition() {
    let site = |rule: &str, title: &str| {
        let config = format!(
            "base_url = \"https://abc-2030.org\"\ntitle = \"{title}\"\n[extra.strings]\nmenu = \"{title}\"\n"
        );
        found(rule, &[("config.toml", &config)])
    };
    assert_eq!(
        site("another-year", "ABC 2030"),
        [
            "config.toml:2:14 [2030] the edition is of 2031, not of 2030 (write what holds for this edition)",
            "config.toml:4:13 [2030] the edition is of 2031, not of 2030 (write what holds for this edition)",
        ]
    );
    assert_eq!(site("name-of-another-edition", "ABC-IV").len(), 2);
    assert_eq!(site("placeholder", "TODO").len(), 2);
    for rule in ["another-year", "name-of-another-edition", "placeholder"] {
        assert_eq!(site(rule, "ABC 2031"), [""; 0], "{rule}");
    }
}

#[test]
fn what_a_site_wrote_into_its_own_templates_is_of_this_edition() {
    let template = |rule: &str, text: &str| found(rule, &[("templates/hooks/after-section.html", text)]);
    let group = "https://openreview.net/group?id=CONF.cc/2030/Workshop/ABC";
    assert_eq!(
        template("link-of-another-year", &format!("<p>\n<a href=\"{group}\">Submit</a>\n")),
        [format!(
            "templates/hooks/after-section.html:2:10 [{group}] this address is of 2030, and the edition is of 2031 \
             (write the address of 2031; take the link out until there is one)"
        )]
    );
    assert_eq!(
        template("name-of-another-edition", "{# CONF 2029 #}<p>Welcome to CONF 2030 and ABC-IV</p>"),
        [
            "templates/hooks/after-section.html:1:30 [CONF 2030] CONF 2030 is not this edition (this is ABC CONF 2031)",
            "templates/hooks/after-section.html:1:44 [ABC-IV] ABC-IV is not this edition (this is ABC CONF 2031)",
        ]
    );
    assert_eq!(template("another-year", "<p>until 3 March 2030</p>").len(), 1);
    assert_eq!(template("placeholder", "<p>Lorem ipsum</p>").len(), 1);
    for (rule, text) in [
        ("link-of-another-year", "<a href=\"https://blog.org/2030/01/02\">then</a>"),
        (
            "name-of-another-edition",
            "{# as at CONF 2030 #}<!-- CONF 2030 -->{{ conference }} <b>CONF 2031</b>{#",
        ),
        ("another-year", "<p>Since 2030. <a href=\"/archive/march-2030/\">March</a></p>"),
        ("placeholder", "{# TODO #}{% if a %}<input placeholder=\"Name\">{% endif %}"),
    ] {
        assert_eq!(template(rule, text), [""; 0], "{text}");
    }
    let theme = found("name-of-another-edition", &[("themes/t/templates/a.html", "CONF 2030")]);
    assert_eq!(theme, [""; 0], "a theme serves many editions");
}
