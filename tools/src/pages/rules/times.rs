//! Days and hours that readers see, against those that machines read and the facts of the edition.

use super::{Flaw, Flaws};
use crate::{
    config::Words,
    pages::document::{Document, Event, words as read_words},
};

/// Notes what each `time` element says to machines, and reports those that say another day or hour to readers.
pub(super) fn check(document: &Document<'_>, words: &Words, times: &mut Vec<String>, flaws: &mut Flaws) {
    let mut open: Option<(std::ops::Range<usize>, String)> = None;
    document.walk(&mut |event| match event {
        Event::Start(index) => {
            let Some(tag) = document.tags.get(index) else { return };
            if document.name(tag).eq_ignore_ascii_case("time")
                && let Some(moment) = document.value(tag, "datetime")
            {
                times.push(moment.clone().into_owned());
                open = Some((tag.at.clone(), moment.into_owned()));
            }
        }
        Event::Text(text) => {
            let Some((at, moment)) = open.take() else { return };
            let seen = read_words(document.text(text.clone()));
            if let Some(other) = contradiction(&seen, &moment, words.months()) {
                let what = format!("the page says `{seen}`, but `{moment}` to machines: {other}");
                flaws.push(
                    Flaw::new("visible-time", at.start..text.end, what)
                        .hint("let the template print both from one fact of content/"),
                );
            }
        }
        Event::End(..) => open = None,
        Event::Raw(_) => {}
    });
    times.sort_unstable();
    times.dedup();
}

/// What differs between the words for a moment and its form for machines: 2023-12-09T07:00-05:00, or less of it.
fn contradiction(seen: &str, moment: &str, months: &[String]) -> Option<&'static str> {
    let (date, clock) = moment.split_once(['T', ' ']).unwrap_or((moment, ""));
    let mut parts = date.split('-').map(|part| part.parse::<u16>().ok());
    let (Some(year), month, day) = (parts.next().flatten(), parts.next().flatten(), parts.next().flatten())
    else {
        return None;
    };
    for number in seen.split(|c: char| !c.is_ascii_digit() && c != ':').filter(|text| !text.is_empty()) {
        if let Some((hours, minutes)) = number.split_once(':') {
            let same = clock.get(..5).is_none_or(|own| own == format!("{hours:0>2}:{minutes}"));
            if !same && minutes.len() == 2 {
                return Some("another hour");
            }
            continue;
        }
        match (number.len(), number.parse::<u16>().ok()) {
            (4, Some(other)) if other != year => return Some("another year"),
            (1 | 2, Some(other)) if day.is_some_and(|day| day != other) && month != Some(other) => {
                return Some("another day");
            }
            _ => {}
        }
    }
    let named =
        months.iter().position(|name| seen.split(|c: char| !c.is_alphabetic()).any(|word| word == name));
    let other = named.zip(month).is_some_and(|(named, month)| named + 1 != usize::from(month));
    other.then_some("another month")
}

#[cfg(test)]
mod tests {
    use crate::pages::rules::testing::flaws;

    #[test]
    fn readers_see_the_day_and_hour_that_machines_read() {
        let page = "<p><time datetime=\"2023-12-09\">8 December 2023</time>";
        assert_eq!(
            flaws("visible-time", page),
            [
                "4 [<time datetime=\"2023-12-09\">8 December 2023] the page says `8 December 2023`, but `2023-12-09` \
              to machines: another day (let the template print both from one fact of content/)"
            ]
        );
        for (moment, seen, wrong) in [
            ("2023-12-09", "Saturday, 9 December 2022", "another year"),
            ("2023-12-09", "9 November 2023", "another month"),
            ("2023-12-09T07:00-05:00", "08:00", "another hour"),
            ("2022-10-02T07:59-04:00", "2 October 2022, 08:59", "another hour"),
        ] {
            let page = format!("<time datetime=\"{moment}\">{seen}</time>");
            let found = flaws("visible-time", &page);
            assert!(found.len() == 1 && found[0].contains(wrong), "{page}: {found:?}");
        }
    }

    #[test]
    fn words_for_a_day_may_have_any_form() {
        for (moment, seen) in [
            ("2023-12-09", "Saturday, 9 December 2023"),
            ("2023-12-09", "09/12/2023"),
            ("2023-12", "December 2023"),
            ("2023-12-09T07:00-05:00", "07:00"),
            ("2023-12-09T07:00-05:00", "7:00"),
            ("2023-12-09T23:59-12:00", "9 December 2023"),
            ("2023-12-09", "tomorrow"),
            ("PT15M", "15 minutes"),
            ("", ""),
        ] {
            let page = format!("<time datetime=\"{moment}\">{seen}</time>");
            assert_eq!(flaws("visible-time", &page), [""; 0], "{page}");
        }
    }
}
