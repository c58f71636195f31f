use crate::content::rules::testing::{EDITION, body, found, found_with, link};

const NOW: &str = "2031-01-15T12:00:00Z";

#[test]
fn the_city_is_that_of_this_edition() {
    let older = EDITION.replace("2031", "2030") + "place = \"Hall 2, 1 Main Street, Springfield\"\n";
    let call = |text: &str| {
        let call = format!("+++\ntitle = \"T\"\n+++\n{text}\n");
        found(
            "city-of-another-edition",
            &[("edition.toml", EDITION), ("2030/edition.toml", &older), ("call.md", &call)],
        )
    };
    assert_eq!(
        call("Meet us in Springfield."),
        [
            "call.md:4:12 [Springfield] Springfield is where the edition in content/2030 was (write where this edition is)"
        ]
    );
    assert_eq!(call("Meet us in Springfields, at 1 Main Street."), [""; 0]);
    assert_eq!(body("city-of-another-edition", "Meet us in Springfield."), [""; 0]);
    let host = EDITION.replace("CONF 2031", "NeurIPS 2024").replace("2031", "2024");
    let call =
        [("edition.toml", host.as_str()), ("call.md", "+++\ntitle = \"New Orleans\"\n+++\nVancouver\n")];
    assert_eq!(
        found("city-of-another-edition", &call),
        ["call.md:2:10 [New Orleans] New Orleans is where NeurIPS 2023 was (write where this edition is)"]
    );
}

#[test]
fn the_place_is_that_of_the_host_conference() {
    let place = |place: &str| {
        let edition = EDITION.replace("CONF 2031", "NeurIPS 2024").replace("2031", "2024");
        found("place-of-another-year", &[("edition.toml", &format!("{edition}place = \"{place}\"\n"))])
    };
    assert_eq!(
        place("Convention Center, New Orleans"),
        [
            "edition.toml:10:10 [Convention Center, New Orleans] New Orleans is where NeurIPS 2022 was, and NeurIPS 2024 \
          is in Vancouver (write where this edition is)"
        ]
    );
    assert_eq!(place("West Hall, Vancouver"), [""; 0]);
    assert_eq!(place("Zürich"), [""; 0], "on the network or elsewhere on purpose");
}

#[test]
fn a_person_has_one_name_in_all_editions() {
    let person = |name: &str| format!("[[organisers]]\nid = \"a\"\nname = \"{name}\"\n");
    let named = |name: &str| {
        let older = EDITION.replace("2031", "2030");
        let (own, theirs) = (person(name), person("Zoë Müller"));
        let files = [
            ("edition.toml", EDITION),
            ("2030/edition.toml", &older),
            ("people.toml", &own),
            ("2030/people.toml", &theirs),
        ];
        found("name-in-another-edition", &files)
    };
    assert_eq!(
        named("Zoe Mueller"),
        ["people.toml:3:8 [Zoe Mueller] the edition in content/2030 has \"Zoë Müller\", \
          which differs in a letter or two (if they are one person, write one name in both places)"]
    );
    assert_eq!(named("Zoe Muller").len(), 1);
    assert_eq!(named("Zoë Müller"), [""; 0]);
    assert_eq!(named("Ada Lovelace"), [""; 0]);
}

#[test]
fn a_style_file_is_of_an_edition_of_the_site() {
    let file = |path: &str| found_with(NOW, "file-of-another-year", &[], &[(path, 10, None)]);
    assert_eq!(
        file("static/sty/abc_2030.sty"),
        ["static/sty/abc_2030.sty: this file is of 2030, and the site has no edition of that year \
          (put this year's in its place, or delete it)"]
    );
    for right in ["static/abc_2031.sty", "static/abc.sty", "static/photo_2030.jpg", "static/abc12030.sty"] {
        assert_eq!(file(right), [""; 0], "{right}");
    }
}

#[test]
fn a_link_whose_life_is_over_hides_in_the_file() {
    let until = |day: &str| {
        let edition = format!("{EDITION}{}until = \"{day}\"\n", link("chat", "https://a.org"));
        found_with(NOW, "link-is-over", &[("edition.toml", &edition)], &[])
    };
    assert_eq!(
        until("2031-01-05"),
        ["edition.toml:14:9 [2031-01-05] this has not been on the page since then \
          (take the block out, or correct the day)"]
    );
    assert_eq!(until("2031-01-10"), [""; 0]);
}
