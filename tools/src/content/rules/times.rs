//! Dates of the edition: every one in its year and in its order. In each past edition two dates of the workshop, or a
//! deadline of the year before, stood on the page for days to months.

use jiff::civil;

use super::{Context, Rule};
use crate::{
    content::{
        model::edition::{DateKind, ImportantDate},
        values::{Date, Spanned, Zone},
    },
    report::Problem,
};

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::error(
        "event-year",
        event_year,
        "The event takes place in the year of its host conference; a date copied from the year before stood on a page \
         for 180 days. Correct `date` under [event], or the year in `conference`.",
    ),
    Rule::error(
        "date-of-another-year",
        date_of_another_year,
        "Nearly every important date lies in the months before the event; one that is a year away was copied. Write \
         the date of this edition, or \"to be announced\".",
    ),
    Rule::error(
        "date-order",
        date_order,
        "Authors submit, hear the decision, and hand in the final version, in this order. Correct the date that is out \
         of order.",
    ),
    Rule::error(
        "deadline-after-event",
        deadline_after_event,
        "Nobody can submit to or register for an event that has been. Correct the deadline, or the date of the event.",
    ),
    Rule::error(
        "extended-deadline",
        extended_deadline,
        "`was` is the date before a deadline was extended, so it is the earlier one. Swap the two, or take `was` out.",
    ),
    Rule::error(
        "aoe",
        aoe,
        "AoE (Anywhere on Earth) says when a deadline passes; a meeting or a decision has a day. Take the line `zone` \
         out.",
    ),
];

fn event_year(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = &context.edition.facts else { return };
    let date = &facts.value.event.date;
    let year = match date.get_ref() {
        Date::Day(day) | Date::Month(day) => day.year(),
        Date::ToBeAnnounced => return,
    };
    let conference = facts.value.conference.get_ref();
    if let Some(other) = super::year_in(conference).filter(|other| *other != year) {
        let what = format!("the event is in {year}, but its conference is {conference}");
        let hint = format!("write the date in {other}, or correct the line `conference`");
        problems.push(Problem::new("event-year", &facts.source, date.span(), what).hint(hint));
    }
    let folder = context.edition.folder.rsplit('/').next().and_then(|name| name.parse::<i16>().ok());
    if folder.is_some_and(|other| other != year && (1900..2200).contains(&other)) {
        let what = format!("the event is in {year}, but its folder is {}", context.edition.folder);
        problems.push(
            Problem::new("event-year", &facts.source, date.span(), what).hint("correct the one or the other"),
        );
    }
}

/// The first and the last day that a date can mean.
pub(super) fn days_of(date: &Date) -> Option<(civil::Date, civil::Date)> {
    match *date {
        Date::Day(day) => Some((day, day)),
        Date::Month(day) => Some((day, day.last_of_month())),
        Date::ToBeAnnounced => None,
    }
}

fn date_of_another_year(context: &Context<'_>, problems: &mut Vec<Problem>) {
    /// The longest way from the first deadline to the event, and from the event to the last date, in days.
    const BEFORE: i32 = 300;
    const AFTER: i32 = 366;
    let Some(facts) = &context.edition.facts else { return };
    let event = &facts.value.event;
    let Some((first, last)) = days_of(event.date.get_ref()) else { return };
    let dates = facts.value.dates.iter().filter_map(|date| date.date.as_ref());
    let was = facts.value.dates.iter().filter_map(|date| date.was.as_ref());
    for date in dates.chain(was) {
        let Some((from, to)) = days_of(date.get_ref()) else { continue };
        let (before, after) =
            (first.duration_since(to).as_hours() / 24, from.duration_since(last).as_hours() / 24);
        let what = if before > BEFORE.into() {
            format!("this is {before} days before the event")
        } else if after > AFTER.into() {
            format!("this is {after} days after the event")
        } else {
            continue;
        };
        let hint =
            format!("the event is on {}; write the date of this edition, or \"to be announced\"", first);
        problems.push(Problem::new("date-of-another-year", &facts.source, date.span(), what).hint(hint));
    }
}

/// The first date of a kind, which is the one that decides.
pub(super) fn first_of(
    dates: &[ImportantDate],
    kind: DateKind,
) -> Option<(&Spanned<Date>, civil::Date, civil::Date)> {
    let date = dates.iter().find(|date| *date.kind.get_ref() == kind)?.date.as_ref()?;
    let (first, last) = days_of(date.get_ref())?;
    Some((date, first, last))
}

fn date_order(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = &context.edition.facts else { return };
    let kinds = [
        (DateKind::Submission, "submission"),
        (DateKind::Decision, "the decision"),
        (DateKind::CameraReady, "the final version"),
    ];
    let dates: Vec<_> = kinds
        .into_iter()
        .filter_map(|(kind, name)| Some((first_of(&facts.value.dates, kind)?, name)))
        .collect();
    for pair in dates.windows(2) {
        let [((_, earliest, _), before), ((date, _, latest), name)] = pair else { continue };
        if latest < earliest {
            let what = format!("{name} is before {before}, which is on {earliest}");
            problems.push(
                Problem::new("date-order", &facts.source, date.span(), what)
                    .hint("correct the date that is out of order"),
            );
        }
    }
}

fn deadline_after_event(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = &context.edition.facts else { return };
    let event = &facts.value.event;
    let last = event.last_date.as_ref().map(|last| last.get_ref().0);
    let Some(last) = last.or_else(|| days_of(event.date.get_ref()).map(|(_, last)| last)) else { return };
    for date in &facts.value.dates {
        let ends = match date.kind.get_ref() {
            DateKind::Submission | DateKind::Decision | DateKind::CameraReady | DateKind::Registration => {
                &date.date
            }
            DateKind::Event | DateKind::Other => continue,
        };
        let Some(written) = ends else { continue };
        if days_of(written.get_ref()).is_some_and(|(first, _)| first > last) {
            let what = format!("this is after the event, which is on {last}");
            problems.push(
                Problem::new("deadline-after-event", &facts.source, written.span(), what)
                    .hint("correct this date, or the date of the event"),
            );
        }
    }
}

fn extended_deadline(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = &context.edition.facts else { return };
    for date in &facts.value.dates {
        let (Some(now), Some(was)) = (&date.date, &date.was) else { continue };
        let (Some((new, _)), Some((old, _))) = (days_of(now.get_ref()), days_of(was.get_ref())) else {
            continue;
        };
        if old >= new {
            let what = format!("the date before the extension is not before {new}");
            problems.push(
                Problem::new("extended-deadline", &facts.source, was.span(), what)
                    .hint("`was` is the earlier date; take the line out if nothing was extended"),
            );
        }
    }
}

fn aoe(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = &context.edition.facts else { return };
    for date in &facts.value.dates {
        let what = match date.kind.get_ref() {
            DateKind::Event => "the day of the event",
            DateKind::Decision => "the day of the decision",
            _ => continue,
        };
        if let Some(zone) = date.zone.as_ref().filter(|zone| *zone.get_ref() == Zone::AoE) {
            let what = format!("{what} is no deadline: AoE says when a deadline passes");
            problems.push(Problem::new("aoe", &facts.source, zone.span(), what).hint("take this line out"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::content::rules::testing::{EDITION, date, found};

    fn edition(rule: &str, from: &str, to: &str) -> Vec<String> {
        assert!(EDITION.contains(from), "{from}");
        found(rule, &[("edition.toml", &EDITION.replace(from, to))])
    }

    fn dates(rule: &str, more: &[String]) -> Vec<String> {
        found(rule, &[("edition.toml", &format!("{EDITION}{}", more.concat()))])
    }

    #[test]
    fn the_event_is_in_the_year_of_its_conference() {
        assert_eq!(
            edition("event-year", "2031-03-01", "2030-03-01"),
            ["edition.toml:5:8 [2030-03-01] the event is in 2030, but its conference is CONF 2031 \
              (write the date in 2031, or correct the line `conference`)"]
        );
        assert_eq!(edition("event-year", "2031-03-01", "2031-12-31"), [""; 0]);
        assert_eq!(edition("event-year", "CONF 2031", "CONF"), [""; 0]);
    }

    #[test]
    fn the_event_is_in_the_year_of_its_folder() {
        let files = [("edition.toml", EDITION), ("2030/edition.toml", EDITION)];
        assert_eq!(
            found("event-year", &files),
            ["2030/edition.toml:5:8 [2031-03-01] the event is in 2031, but its folder is content/2030 \
              (correct the one or the other)"]
        );
    }

    #[test]
    fn a_date_a_year_away_was_copied() {
        assert_eq!(
            dates("date-of-another-year", &[date("submission", "2030-03-15"), date("other", "2033-01")]),
            [
                "edition.toml:13:8 [2030-03-15] this is 351 days before the event \
                 (the event is on 2031-03-01; write the date of this edition, or \"to be announced\")",
                "edition.toml:17:8 [2033-01] this is 672 days after the event \
                 (the event is on 2031-03-01; write the date of this edition, or \"to be announced\")",
            ]
        );
        assert_eq!(
            dates(
                "date-of-another-year",
                &[date("submission", "2030-10-15"), date("other", "to be announced")]
            ),
            [""; 0]
        );
    }

    #[test]
    fn dates_are_in_their_order() {
        let late = [date("decision", "2030-11-01"), date("submission", "2030-12-01")];
        assert_eq!(
            dates("date-order", &late),
            ["edition.toml:13:8 [2030-11-01] the decision is before submission, which is on 2030-12-01 \
              (correct the date that is out of order)"]
        );
        let second =
            [date("submission", "2030-11-01"), date("decision", "2030-11"), date("submission", "2030-12-01")];
        assert_eq!(dates("date-order", &second), [""; 0]);
    }

    #[test]
    fn nobody_submits_after_the_event() {
        assert_eq!(
            dates("deadline-after-event", &[date("submission", "2031-03-02")]),
            ["edition.toml:13:8 [2031-03-02] this is after the event, which is on 2031-03-01 \
              (correct this date, or the date of the event)"]
        );
        assert_eq!(
            dates("deadline-after-event", &[date("submission", "2031-03"), date("other", "2031-06-01")]),
            [""; 0]
        );
    }

    #[test]
    fn the_date_before_an_extension_is_earlier() {
        let extended = |was: &str| date("submission", "2031-01-10") + &format!("was = \"{was}\"\n");
        assert_eq!(
            dates("extended-deadline", &[extended("2031-01-17")]),
            ["edition.toml:14:7 [2031-01-17] the date before the extension is not before 2031-01-10 \
              (`was` is the earlier date; take the line out if nothing was extended)"]
        );
        assert_eq!(dates("extended-deadline", &[extended("2031-01-03")]), [""; 0]);
    }

    #[test]
    fn anywhere_on_earth_is_for_deadlines() {
        let zone = "zone = \"AoE\"\n";
        let event = "[[dates]]\nkind = \"event\"\nlabel = \"L\"\n".to_owned() + zone;
        assert_eq!(
            dates("aoe", &[event, date("decision", "2031-01-01") + zone]),
            [
                "edition.toml:13:8 [AoE] the day of the event is no deadline: AoE says when a deadline passes \
                 (take this line out)",
                "edition.toml:18:8 [AoE] the day of the decision is no deadline: AoE says when a deadline passes \
                 (take this line out)",
            ]
        );
        assert_eq!(dates("aoe", &[date("submission", "2031-01-01") + zone]), [""; 0]);
    }
}
