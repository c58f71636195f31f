use serde::Deserialize;

use super::*;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Talk {
    title: Spanned<String>,
    #[serde(default)]
    room: Option<String>,
    kind: Colour,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Colour {
    Red,
    DarkBlue,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Day {
    #[serde(default)]
    talks: Vec<Talk>,
    date: String,
}

fn found(text: &str) -> Vec<(&'static str, &str, String, Option<String>)> {
    let mistakes = read::<Day>(text).expect_err("there are mistakes");
    mistakes.into_iter().map(|m| (m.rule, &text[m.span], m.what, m.hint)).collect()
}

#[test]
fn a_right_document_is_read_with_spans() {
    let text = "date = 2023-12-09\n[[talks]]\ntitle = \"A\"\nkind = \"dark-blue\"\n";
    let day: Day = read(text).expect("reads");
    assert_eq!(day.date, "2023-12-09", "a bare date reads as text");
    assert_eq!(&text[day.talks[0].title.span()], "\"A\"");
    assert_eq!(day.talks[0].kind, Colour::DarkBlue);
}

#[test]
fn all_mistakes_are_found_in_one_run_each_at_its_place() {
    let text = "date = 5\n[[talks]]\ntilte = \"A\"\nkind = \"red\"\n[[talks]]\ntitle = \"B\"\nkind = \"redd\"\nroom = [1]\n";
    assert_eq!(
        found(text),
        [
            (
                "wrong-type",
                "5",
                "this is the number 5, but text is needed".into(),
                Some("write it in quotes: \"5\"".into())
            ),
            ("unknown-key", "tilte", "unknown key `tilte`".into(), Some("did you mean `title`?".into())),
            (
                "unknown-word",
                "\"redd\"",
                "`redd` is not known here".into(),
                Some("did you mean `red`?".into())
            ),
            ("wrong-type", "[1]", "this is a list, but text is needed".into(), None),
        ]
    );
}

#[test]
fn a_missing_key_is_reported_unless_it_is_there_misspelt() {
    let missing = |text| found(text).into_iter().filter(|mistake| mistake.0 == "missing-key").count();
    assert_eq!(missing("date = \"x\"\n[[talks]]\nkind = \"red\"\n"), 1);
    assert_eq!(missing("date = \"x\"\n[[talks]]\nkind = \"red\"\ntilte = \"A\"\n"), 0);
    assert_eq!(
        missing("date = \"x\"\n[[talks]]\nkind = \"red\"\ntilte = \"A\"\n[[talks]]\nkind = \"red\"\n"),
        1
    );
}

#[test]
fn a_value_taken_out_for_its_own_mistake_is_not_called_missing_as_well() {
    assert_eq!(found("date = true\n").len(), 1);
}

#[test]
fn syntax_errors_are_reported_with_their_place() {
    let (rule, spot, what, _) = found("date = \"2023\ntalks = 1 2\n").remove(0);
    assert_eq!((rule, spot.len() < 10), ("toml-syntax", true));
    assert!(what.contains("invalid basic string"), "{what}");
}

#[test]
fn a_file_of_nothing_but_mistakes_is_cut_off() {
    let text: String = (0..10_000).map(|i| format!("k{i} = 1\n")).collect();
    assert_eq!(read::<Day>(&text).expect_err("mistakes").len(), MOST_MISTAKES);
}

#[test]
fn advice_is_given_for_the_commonest_slips() {
    for (text, what, hint) in [
        (
            "date = 10:00\n",
            "this is a time without quotes, but text is needed",
            "write it in quotes: \"10:00\"",
        ),
        (
            "date = \"x\"\ntalks = \"A\"\n",
            "this is text in quotes, but a list is needed",
            "write a list: [\"A\"]",
        ),
        (
            "date = \"$\\dot x$\"\n",
            "missing escaped value",
            "between \" and \" a backslash begins another character; write the text between ' and ', or two for each one",
        ),
    ] {
        let (_, _, told, advice) = found(text).remove(0);
        assert!(told.contains(what), "{told}");
        assert_eq!(advice.as_deref(), Some(hint), "{text}");
    }
}
