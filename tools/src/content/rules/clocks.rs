//! Hours: what the clocks of a place do, and how long things last. "14:00 PM", a header in one zone over a schedule in
//! another and links shown after their end were on every past page.

use std::{ops::Range, sync::Arc};

use jiff::civil;

use super::{
    Context, Rule,
    times::{days_of, first_of},
};
use crate::{
    content::{
        instants::{self, Reading},
        model::edition::{DateKind, LinkKind, Stage},
        values::Clock,
    },
    report::{Problem, Source},
};

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::error(
        "life-of-a-link",
        life_of_a_link,
        "A link or notice is shown from `from` until `until`, so the one comes before the other, and a link that is \
         needed at an hour is alive in it. Correct or take out the line that is marked.",
    ),
    Rule::error(
        "days-of-the-event",
        days_of_the_event,
        "The last day of an event is not before its first, and hours from a first to a last minute are no longer than a \
         day and a night. Correct the value that is marked.",
    ),
    Rule::error(
        "clock-gap",
        clock_gap,
        "When clocks are set forward, an hour of the night does not exist. Write a time that the clock shows that day.",
    ),
    Rule::warning(
        "clock-fold",
        clock_fold,
        "When clocks are set back, an hour of the night comes twice, and readers cannot know which is meant. Move the \
         entry out of that hour, or record which is meant as an exception.",
    ),
    Rule::warning(
        "forced-stage",
        forced_stage,
        "A stage that is written down stays until somebody remembers it: pages called for submissions after the event. \
         Take the line `stage` out, and the dates decide.",
    ),
];

fn days_of_the_event(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = &context.edition.facts else { return };
    let event = &facts.value.event;
    if let (Some((first, _)), Some(last)) = (days_of(event.date.get_ref()), &event.last_date)
        && last.get_ref().0 < first
    {
        let what = format!("the last day is before the first, {first}");
        problems.push(
            Problem::new("days-of-the-event", &facts.source, last.span(), what)
                .hint("correct it, or take the line out for an event of one day"),
        );
    }
    let (Some(start), Some(end)) = (&event.start, &event.end) else { return };
    if event.last_date.is_none() && beyond_a_night(*start.get_ref(), *end.get_ref()) {
        problems.push(
            Problem::new("days-of-the-event", &facts.source, end.span(), "the event ends before it starts")
                .hint("hours are from \"00:00\" to \"23:59\": 2 in the afternoon is \"14:00\""),
        );
    }
}

/// Every clock time of the edition with its day and zone.
fn clock_times<'a>(context: &Context<'a>) -> Vec<(&'a Arc<Source>, Range<usize>, Reading)> {
    let mut found = Vec::new();
    if let (Some(facts), Some((first, last))) = (&context.edition.facts, instants::days(context.edition)) {
        let event = &facts.value.event;
        for (day, clock) in [(first, &event.start), (last, &event.end)] {
            let Some(clock) = clock else { continue };
            let reading = instants::read(day, clock.get_ref().0, event.zone.get_ref());
            found.extend(reading.map(|reading| (&facts.source, clock.span(), reading)));
        }
    }
    let Some(file) = &context.edition.schedule else { return found };
    for entry in &file.value.entries {
        let day = entry.date.as_ref().map(|day| day.get_ref().0);
        let Some(day) = day.or_else(|| Some(instants::days(context.edition)?.0)) else { continue };
        for clock in entry.start.iter().chain(&entry.end) {
            let night = entry.start.as_ref().is_some_and(|start| clock.get_ref() < start.get_ref());
            let day = if night { day.tomorrow().unwrap_or(day) } else { day };
            let reading = instants::read(day, clock.get_ref().0, file.value.zone.get_ref());
            found.extend(reading.map(|reading| (&file.source, clock.span(), reading)));
        }
    }
    found
}

fn clock_gap(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for (source, span, reading) in clock_times(context) {
        if matches!(reading, Reading::Never(_)) {
            problems.push(
                Problem::new(
                    "clock-gap",
                    source,
                    span,
                    "no clock shows this time: clocks are set forward over it",
                )
                .hint("write the time that clocks show, an hour later"),
            );
        }
    }
}

fn clock_fold(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for (source, span, reading) in clock_times(context) {
        if matches!(reading, Reading::Twice(_)) {
            problems.push(
                Problem::new(
                    "clock-fold",
                    source,
                    span,
                    "clocks show this time twice: they are set back over it",
                )
                .hint("move it out of that hour; it is taken for the first of the two"),
            );
        }
    }
}

fn forced_stage(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = &context.edition.facts else { return };
    let Some(stage) = &facts.value.stage else { return };
    if *stage.get_ref() != Stage::Archive && context.is_over() {
        problems.push(
            Problem::new(
                "forced-stage",
                &facts.source,
                stage.span(),
                "the event is over, and the page does not say so",
            )
            .hint("take the line out, and the dates decide"),
        );
    }
}
fn life_of_a_link(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = &context.edition.facts else { return };
    let zone = facts.value.event.zone.get_ref();
    let rooms = context.edition.schedule.iter();
    let rooms =
        rooms.flat_map(|file| file.value.rooms.iter().map(move |r| (&file.source, &r.from, &r.until)));
    let links = facts.value.links.iter().map(|link| (&facts.source, &link.from, &link.until));
    let notices = facts.value.notices.iter().map(|notice| (&facts.source, &notice.from, &notice.until));
    for (source, from, until) in links.chain(notices).chain(rooms) {
        let (Some(from), Some(until)) = (from, until) else { continue };
        let (Some((start, _)), Some((_, end))) =
            (instants::life(*from.get_ref(), zone), instants::life(*until.get_ref(), zone))
        else {
            continue;
        };
        if end <= start {
            problems.push(
                Problem::new("life-of-a-link", source, until.span(), "this is before `from`")
                    .hint("correct the one or the other"),
            );
        }
    }
    link_is_there_when_needed(context, problems);
}

/// A submission link lives until the deadline, a room until the end of the event.
fn link_is_there_when_needed(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = &context.edition.facts else { return };
    let zone = facts.value.event.zone.get_ref();
    let deadline = first_of(&facts.value.dates, DateKind::Submission)
        .and_then(|(_, _, last)| instants::read(last, civil::time(0, 0, 0, 0), zone));
    let event = instants::event(context.edition);
    for link in &facts.value.links {
        let Some(until) = &link.until else { continue };
        let Some((_, end)) = instants::life(*until.get_ref(), zone) else { continue };
        let what = match link.kind {
            LinkKind::Submission if deadline.is_some_and(|day| end < day.instant()) => {
                "the submission deadline"
            }
            LinkKind::Room | LinkKind::Stream if event.is_some_and(|(_, over)| end < over) => {
                "the end of the event"
            }
            _ => continue,
        };
        problems.push(
            Problem::new(
                "life-of-a-link",
                &facts.source,
                until.span(),
                format!("the link disappears before {what}"),
            )
            .hint("take the line out: without it the link is shown as long as it is needed"),
        );
    }
}

/// Whether an end on the clock is so long after a start that not even a night explains it.
pub(super) fn beyond_a_night(start: Clock, end: Clock) -> bool {
    /// The longest session through a night, in minutes.
    const LONGEST: i64 = 14 * 60;
    let minutes = |clock: Clock| i64::from(clock.0.hour()) * 60 + i64::from(clock.0.minute());
    end <= start && minutes(end) - minutes(start) + 24 * 60 > LONGEST
}

#[cfg(test)]
mod tests {
    use crate::content::rules::testing::{EDITION, date, found, found_on, link};

    fn edition(rule: &str, text: &str) -> Vec<String> {
        found(rule, &[("edition.toml", text)])
    }

    #[test]
    fn an_event_ends_after_it_starts() {
        assert_eq!(
            edition("days-of-the-event", &EDITION.replace("17:00", "05:00")),
            ["edition.toml:7:7 [05:00] the event ends before it starts \
              (hours are from \"00:00\" to \"23:59\": 2 in the afternoon is \"14:00\")"]
        );
        let night = EDITION.replace("09:00", "20:00").replace("17:00", "02:00");
        assert_eq!(edition("days-of-the-event", &night), [""; 0]);
        let days = |last: &str| EDITION.replace("mode", &format!("last_date = \"{last}\"\nmode"));
        assert_eq!(
            edition("days-of-the-event", &days("2031-02-28")),
            ["edition.toml:9:13 [2031-02-28] the last day is before the first, 2031-03-01 \
              (correct it, or take the line out for an event of one day)"]
        );
        assert_eq!(edition("days-of-the-event", &days("2031-03-02")), [""; 0]);
    }

    #[test]
    fn a_link_lives_from_a_beginning_to_an_end() {
        let life = |from: &str, until: &str| {
            format!("{EDITION}{}from = \"{from}\"\nuntil = \"{until}\"\n", link("other", "https://a.org"))
        };
        assert_eq!(
            edition("life-of-a-link", &life("2031-02-02", "2031-01-01 10:00")),
            ["edition.toml:15:9 [2031-01-01 10:00] this is before `from` (correct the one or the other)"]
        );
        assert_eq!(edition("life-of-a-link", &life("2031-02-02", "2031-02-02")), [""; 0]);
    }

    #[test]
    fn a_link_lives_as_long_as_it_is_needed() {
        let until = |kind: &str, until: &str| {
            let deadline = date("submission", "2031-01-20");
            format!("{EDITION}{deadline}{}until = \"{until}\"\n", link(kind, "https://a.org"))
        };
        assert_eq!(
            edition("life-of-a-link", &until("submission", "2031-01-17")),
            ["edition.toml:18:9 [2031-01-17] the link disappears before the submission deadline \
              (take the line out: without it the link is shown as long as it is needed)"]
        );
        assert_eq!(
            edition("life-of-a-link", &until("room", "2031-03-01 16:00")),
            ["edition.toml:18:9 [2031-03-01 16:00] the link disappears before the end of the event \
              (take the line out: without it the link is shown as long as it is needed)"]
        );
        assert_eq!(edition("life-of-a-link", &until("submission", "2031-01-20")), [""; 0]);
        assert_eq!(edition("life-of-a-link", &until("room", "2031-03-01 17:00")), [""; 0]);
    }

    #[test]
    fn a_change_of_clocks_takes_an_hour_out_or_doubles_it() {
        let night = |day: &str, start: &str| EDITION.replace("2031-03-01", day).replace("09:00", start);
        assert_eq!(
            edition("clock-gap", &night("2031-03-30", "02:30")),
            ["edition.toml:6:9 [02:30] no clock shows this time: clocks are set forward over it \
              (write the time that clocks show, an hour later)"]
        );
        assert_eq!(
            edition("clock-fold", &night("2031-10-26", "02:30")),
            ["edition.toml:6:9 [02:30] clocks show this time twice: they are set back over it \
              (move it out of that hour; it is taken for the first of the two)"]
        );
        for rule in ["clock-gap", "clock-fold"] {
            assert_eq!(edition(rule, &night("2031-03-30", "03:30")), [""; 0]);
        }
    }

    #[test]
    fn a_stage_that_was_written_down_is_found_after_the_event() {
        let staged = format!("stage = \"call\"\n{EDITION}");
        let on = |day: &str| found_on(day, "forced-stage", &[("edition.toml", &staged)]);
        assert_eq!(
            on("2031-03-01T17:00:00Z"),
            ["edition.toml:1:9 [call] the event is over, and the page does not say so \
              (take the line out, and the dates decide)"]
        );
        assert_eq!(on("2031-03-01T15:00:00Z"), [""; 0]);
    }
}
