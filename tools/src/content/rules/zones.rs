//! The clock that hours are on. A schedule once stood in a zone that was not the venue's for four days, and headers said
//! EST over hours in Pacific or Central Time.

use super::{Context, Rule, stale::own_words, wording};
use crate::{
    content::{instants, model::edition::Mode, values::Zone},
    report::Problem,
};

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::error(
        "schedule-zone",
        schedule_zone,
        "Hours under one clock below a header under another were misread in two of three past editions. Write one \
         zone in edition.toml and schedule.toml; the page shows readers their own time. A hybrid event whose schedule \
         names its clock with `zone_label` may have two.",
    ),
    Rule::error(
        "zone-label",
        zone_label,
        "The zone in words says the same as the zone: a page said EST over hours in Pacific Time. Correct the words, or \
         take `zone_label` out and let the page derive them.",
    ),
    Rule::warning(
        "zone-in-text",
        zone_in_text,
        "A zone written behind a time was last year's, or winter's in summer: headers said EST over hours in another \
         zone. Write the time on the clock of the event; if another clock is meant, record an exception.",
    ),
];

fn schedule_zone(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let (Some(facts), Some(schedule)) = (&context.edition.facts, &context.edition.schedule) else { return };
    let (event, own) = (&facts.value.event, &schedule.value.zone);
    let (Zone::Iana(expected), Zone::Iana(written)) = (event.zone.get_ref(), own.get_ref()) else { return };
    let two_places = event.mode == Mode::Hybrid && schedule.value.zone_label.is_some();
    let now = instants::event(context.edition).map_or(context.site.now, |(start, _)| start);
    let offset = |zone| instants::time_zone(zone).map(|zone| zone.to_offset(now));
    if expected != written && offset(event.zone.get_ref()) != offset(own.get_ref()) && !two_places {
        let what = format!("the schedule is on the clock of {written}, the header on that of {expected}");
        problems.push(Problem::new("schedule-zone", &schedule.source, own.span(), what).hint(format!(
            "write \"{expected}\" here and the times on its clock, or change the zone of the event"
        )));
    }
}

/// Words for clocks with the hours that they are ahead of UTC, or with a place whose clock they mean.
const CLOCKS: [(&str, i32); 16] = [
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("GMT", 0),
    ("UTC", 0),
    ("CET", 60),
    ("CEST", 120),
    ("JST", 540),
    ("KST", 540),
    ("AEST", 600),
    ("AEDT", 660),
];
const PLACES: [(&str, &str); 5] = [
    ("Eastern Time", "America/New_York"),
    ("Central Time", "America/Chicago"),
    ("Mountain Time", "America/Denver"),
    ("Pacific Time", "America/Los_Angeles"),
    ("Central European Time", "Europe/Berlin"),
];

fn zone_label(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(schedule) = &context.edition.schedule else { return };
    let Some(label) = &schedule.value.zone_label else { return };
    let Some((start, _)) = instants::event(context.edition) else { return };
    let Some(zone) = instants::time_zone(schedule.value.zone.get_ref()) else { return };
    let own = zone.to_offset(start).seconds() / 60;
    let text = label.get_ref();
    let word = |name: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
    let offset = |name: &str| {
        let zone = instants::time_zone(&Zone::Iana(name.to_owned()))?;
        Some(zone.to_offset(start).seconds() / 60)
    };
    let shifted =
        text.contains("UTC+") || text.contains("UTC-") || text.contains("UTC−") || text.contains("GMT");
    let said = CLOCKS
        .into_iter()
        .filter(|(name, _)| word(name) && !(shifted && ["UTC", "GMT"].contains(name)))
        .map(|(_, minutes)| minutes)
        .next()
        .or_else(|| {
            PLACES.into_iter().rev().find(|(name, _)| text.contains(name)).and_then(|(_, zone)| offset(zone))
        })
        .or_else(|| written_offset(text));
    if let Some(said) = said.filter(|said| *said != own) {
        let what = format!("on the day of the event this is {}, and the zone is {}", utc(said), utc(own));
        problems.push(
            Problem::new("zone-label", &schedule.source, label.span(), what)
                .hint("correct the words, or take the line out"),
        );
    }
}

fn zone_in_text(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = &context.edition.facts else { return };
    let Some((start, _)) = instants::event(context.edition) else { return };
    let Some(zone) = instants::time_zone(facts.value.event.zone.get_ref()) else { return };
    let own = zone.to_offset(start).seconds() / 60;
    // UTC and GMT are the same all year, and written on purpose.
    let named = || CLOCKS.into_iter().filter(|(name, _)| !["UTC", "GMT"].contains(name));
    for text in own_words(context) {
        for time in wording::times(text.text) {
            let rest = text.text[time.part.end..].trim_start_matches([' ', '\u{a0}', '(']);
            let at = text.text.len() - rest.len();
            let word: &str = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            if let Some((name, said)) = named().find(|(name, said)| *name == word && *said != own) {
                let what =
                    format!("{name} is {}, and the clock of the event is {} on its day", utc(said), utc(own));
                problems.push(
                    text.problem("zone-in-text", at..at + name.len(), what)
                        .hint("write the time on the clock of the event, or correct the zone"),
                );
            }
        }
    }
}

/// The minutes of an offset written as `UTC-5` or `UTC+5:30`.
fn written_offset(text: &str) -> Option<i32> {
    let rest = text.split_once("UTC")?.1;
    let sign = match rest.chars().next()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let digits = rest.trim_start_matches(['+', '-', '−']);
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(digits.len());
    let (hours, minutes) = digits[..end].split_once(':').unwrap_or((&digits[..end], "0"));
    Some(sign * (hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?))
}

fn utc(minutes: i32) -> String {
    let (sign, minutes) = if minutes < 0 { ('−', -minutes) } else { ('+', minutes) };
    match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    }
}

#[cfg(test)]
mod tests {
    use crate::content::rules::testing::{EDITION, body, found};

    #[test]
    fn the_schedule_is_on_the_clock_of_the_event() {
        let zone = |zone: &str| found("schedule-zone", &[("schedule.toml", &format!("zone = \"{zone}\"\n"))]);
        assert_eq!(
            zone("America/New_York"),
            [
                "schedule.toml:1:8 [America/New_York] the schedule is on the clock of America/New_York, the header on \
              that of Europe/Vienna \
              (write \"Europe/Vienna\" here and the times on its clock, or change the zone of the event)"
            ]
        );
        assert_eq!(zone("Europe/Vienna"), [""; 0]);
        assert_eq!(zone("Europe/Berlin"), [""; 0], "the same clock by another name");
    }

    #[test]
    fn a_hybrid_event_may_have_two_clocks_if_it_says_so() {
        let hybrid = EDITION.replace("virtual", "hybrid");
        let schedule = "zone = \"America/New_York\"\nzone_label = \"Eastern Time\"\n";
        assert_eq!(
            found("schedule-zone", &[("edition.toml", &hybrid), ("schedule.toml", schedule)]),
            [""; 0]
        );
    }

    #[test]
    fn a_zone_behind_a_time_is_that_of_the_event() {
        assert_eq!(
            body("zone-in-text", "Posters are at 10:30 (CEST)."),
            ["call.md:4:23 [CEST] CEST is UTC+2, and the clock of the event is UTC+1 on its day \
              (write the time on the clock of the event, or correct the zone)"]
        );
        assert_eq!(body("zone-in-text", "Posters are at 3:30 PM EST.").len(), 1);
        assert_eq!(body("zone-in-text", "At 10:30 CET, 09:30 UTC, 11:30 ESTIMATED; EST is a zone."), [""; 0]);
    }

    #[test]
    fn the_zone_in_words_is_the_zone() {
        let label = |label: &str| {
            found(
                "zone-label",
                &[("schedule.toml", &format!("zone = \"America/New_York\"\nzone_label = \"{label}\"\n"))],
            )
        };
        assert_eq!(
            label("Pacific Time"),
            [
                "schedule.toml:2:14 [Pacific Time] on the day of the event this is UTC−8, and the zone is UTC−5 \
              (correct the words, or take the line out)"
            ]
        );
        for wrong in ["EDT", "times in CET", "UTC-4", "UTC+5:30"] {
            assert_eq!(label(wrong).len(), 1, "{wrong}");
        }
        for right in ["EST", "Eastern Time", "UTC-5", "UTC−05:00", "New York", "BEST"] {
            assert_eq!(label(right), [""; 0], "{right}");
        }
    }
}
