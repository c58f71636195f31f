//! The programme: entries on the days and in the hours of the event, one thing at a time in one room. A header of
//! 08:00-16:30 once stood over a schedule from 06:45 to 24:00.

use jiff::{Timestamp, civil};

use super::{Context, Rule, clocks::beyond_a_night};
use crate::{
    content::{
        Edition, instants,
        model::schedule::{Entry, EntryKind},
    },
    report::Problem,
};

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::error(
        "entry-day",
        entry_day,
        "An entry of the schedule is on a day of the event. Correct its `date`, or `date` and `last_date` under [event].",
    ),
    Rule::error(
        "entry-outside-hours",
        entry_outside_hours,
        "The header says from when to when the event goes on, and readers plan by it. Correct the entry, or the hours \
         under [event]; social events may be outside.",
    ),
    Rule::warning(
        "hours-without-entries",
        hours_without_entries,
        "A header that begins an hour before the first entry, or ends two hours after the last, was often not changed \
         with the schedule. Correct `start` or `end` under [event], or add the missing entry.",
    ),
    Rule::error(
        "entry-ends-before-start",
        entry_ends_before_start,
        "An entry that ends before it starts goes on past midnight, which no session of a whole day does. Correct its \
         start or its end.",
    ),
    Rule::error(
        "room-overlap",
        room_overlap,
        "In one room there is one thing at a time. Correct the times, or give the entries different rooms.",
    ),
    Rule::warning(
        "order-of-the-day",
        order_of_the_day,
        "The page shows entries in the order of the file; one that is earlier than the one above it has a wrong time or \
         a wrong place. Correct the time, or move the block.",
    ),
    Rule::warning(
        "long-gap",
        long_gap,
        "Two hours and more without an entry are usually a wrong time. Correct it, or add what happens then: a lunch, a \
         break.",
    ),
    Rule::error(
        "double-booked",
        double_booked,
        "Nobody can be in two sessions at once. Correct the times or the speakers.",
    ),
];

fn entry_day(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let (Some(schedule), Some((first, last))) = (&context.edition.schedule, instants::days(context.edition))
    else {
        return;
    };
    for day in schedule.value.entries.iter().filter_map(|entry| entry.date.as_ref()) {
        if !(first..=last).contains(&day.get_ref().0) {
            let event = if first == last { format!("on {first}") } else { format!("from {first} to {last}") };
            problems.push(
                Problem::new("entry-day", &schedule.source, day.span(), format!("the event is {event}"))
                    .hint("correct this date, or the days under [event] in edition.toml"),
            );
        }
    }
}

/// Entries with a time, each with its beginning and, where it is said, its end.
pub(super) fn timed(edition: &Edition) -> Vec<(&Entry, Timestamp, Option<Timestamp>)> {
    let entries = edition.schedule.iter().flat_map(|file| &file.value.entries);
    entries
        .filter_map(|entry| instants::entry(edition, entry).map(|(start, end)| (entry, start, end)))
        .collect()
}

/// The start and the end of the event, where they are hours.
fn hours(edition: &Edition) -> (Option<Timestamp>, Option<Timestamp>) {
    let Some((start, end)) = instants::event(edition) else { return (None, None) };
    let event = edition.facts.as_ref().map(|facts| &facts.value.event);
    (
        event.and_then(|event| event.start.as_ref()).map(|_| start),
        event.and_then(|event| event.end.as_ref()).map(|_| end),
    )
}

fn entry_outside_hours(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(schedule) = &context.edition.schedule else { return };
    let (opens, closes) = hours(context.edition);
    let in_days = |entry: &Entry| {
        let days = instants::days(context.edition);
        entry.date.as_ref().zip(days).is_none_or(|(day, (a, b))| (a..=b).contains(&day.get_ref().0))
    };
    for (entry, start, end) in timed(context.edition) {
        let (Some(written), true) = (&entry.start, in_days(entry)) else { continue };
        let ends = entry.end.as_ref().filter(|_| end > closes && closes.is_some());
        let (span, what) = if opens.is_some_and(|opens| start < opens) {
            (written.span(), "this is before the event begins")
        } else if closes.is_some_and(|closes| start >= closes) {
            (written.span(), "this is after the event has ended")
        } else if let Some(ends) = ends {
            (ends.span(), "this is after the event has ended")
        } else {
            continue;
        };
        if entry.kind != EntryKind::Social {
            problems.push(
                Problem::new("entry-outside-hours", &schedule.source, span, what)
                    .hint("correct this time, or the hours under [event] in edition.toml"),
            );
        }
    }
}

fn hours_without_entries(context: &Context<'_>, problems: &mut Vec<Problem>) {
    /// How long the header may promise nothing, in minutes, before the first entry and after the start of the last.
    const BEFORE: i64 = 60;
    const AFTER: i64 = 180;
    let Some(facts) = &context.edition.facts else { return };
    let event = &facts.value.event;
    let entries = timed(context.edition);
    let open =
        context.edition.schedule.iter().flat_map(|file| &file.value.entries).any(|e| e.start.is_none());
    if open {
        return;
    }
    let (opens, closes) = hours(context.edition);
    let first = entries.iter().map(|(_, start, _)| *start).min();
    let last = entries.iter().map(|(_, start, end)| (end.unwrap_or(*start), end.is_some())).max();
    if let (Some(opens), Some(first), Some(written)) = (opens, first, &event.start)
        && instants::minutes(opens, first) > BEFORE
    {
        let what = format!("the first entry begins {} minutes later", instants::minutes(opens, first));
        problems.push(
            Problem::new("hours-without-entries", &facts.source, written.span(), what)
                .hint("correct this time, or add what happens first to schedule.toml"),
        );
    }
    if let (Some(closes), Some((last, said)), Some(written)) = (closes, last, &event.end)
        && instants::minutes(last, closes) > if said { AFTER - 60 } else { AFTER }
    {
        let what = match said {
            true => format!("the last entry ends {} minutes earlier", instants::minutes(last, closes)),
            false => format!("the last entry begins {} minutes earlier", instants::minutes(last, closes)),
        };
        problems.push(
            Problem::new("hours-without-entries", &facts.source, written.span(), what)
                .hint("correct this time, or add what happens last to schedule.toml"),
        );
    }
}

fn entry_ends_before_start(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(schedule) = &context.edition.schedule else { return };
    for entry in &schedule.value.entries {
        let (Some(start), Some(end)) = (&entry.start, &entry.end) else { continue };
        if beyond_a_night(*start.get_ref(), *end.get_ref()) {
            problems.push(
                Problem::new(
                    "entry-ends-before-start",
                    &schedule.source,
                    end.span(),
                    "this is not after the start",
                )
                .hint("correct the one or the other; 1 in the afternoon is \"13:00\""),
            );
        }
    }
}

/// Name and line of an entry, for messages about another.
fn called(context: &Context<'_>, entry: &Entry) -> String {
    let title = entry.title.as_ref().map_or("another entry", |title| title.get_ref());
    let place = entry.start.as_ref().zip(context.edition.schedule.as_ref());
    let line = place.map_or(0, |(start, file)| file.source.position(start.span().start).0);
    format!("\"{title}\" on line {line}")
}

fn room_overlap(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(schedule) = &context.edition.schedule else { return };
    let entries = timed(context.edition);
    for (index, (entry, start, _)) in entries.iter().enumerate() {
        let Some(written) = &entry.start else { continue };
        let before = entries[..index].iter().rev().filter(|(other, ..)| other.room == entry.room);
        let meets = |other: &&(&Entry, Timestamp, Option<Timestamp>)| {
            other.1 == *start || (other.1 < *start && other.2.is_some_and(|end| end > *start))
        };
        if let Some((other, ..)) = before.clone().find(meets) {
            let what = match &entry.room {
                Some(room) => format!("in {room} there is still {}", called(context, other)),
                None => format!("there is still {}", called(context, other)),
            };
            problems.push(
                Problem::new("room-overlap", &schedule.source, written.span(), what)
                    .hint("correct the times, or give each a room of its own"),
            );
        }
    }
}

fn order_of_the_day(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(schedule) = &context.edition.schedule else { return };
    let entries = timed(context.edition);
    for (index, (entry, start, _)) in entries.iter().enumerate() {
        let same = entries[..index].iter().rev().find(|(other, ..)| other.room == entry.room);
        if let (Some((other, ..)), Some(written)) =
            (same.filter(|(_, before, _)| before > start), &entry.start)
        {
            let what = format!("this is earlier than {}, above it", called(context, other));
            problems.push(
                Problem::new("order-of-the-day", &schedule.source, written.span(), what)
                    .hint("correct the time or move the block; past midnight, write its date"),
            );
        }
    }
}

fn long_gap(context: &Context<'_>, problems: &mut Vec<Problem>) {
    /// The longest time without an entry, in minutes.
    const LONGEST: i64 = 120;
    let Some(schedule) = &context.edition.schedule else { return };
    let mut entries = timed(context.edition);
    entries.sort_by_key(|(_, start, _)| *start);
    // The latest end so far of the same day; none where an end is not said.
    let mut until: Option<(Option<civil::Date>, Timestamp)> = None;
    for (entry, start, end) in entries {
        let day = entry.date.as_ref().map(|day| day.get_ref().0);
        let last = until.filter(|(before, _)| *before == day).map(|(_, last)| last);
        let gap = last.map_or(0, |last| instants::minutes(last, start));
        if let Some(written) =
            entry.start.as_ref().filter(|_| gap > LONGEST && entry.kind != EntryKind::Social)
        {
            let what = format!("nothing happens for {gap} minutes before this");
            problems.push(
                Problem::new("long-gap", &schedule.source, written.span(), what)
                    .hint("correct a time, or add what happens then"),
            );
        }
        until = end.map(|end| (day, last.map_or(end, |last| last.max(end))));
    }
}

fn double_booked(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(schedule) = &context.edition.schedule else { return };
    let entries = timed(context.edition);
    for (index, (entry, start, end)) in entries.iter().enumerate() {
        for person in entry.speakers.iter().chain(&entry.moderator) {
            let busy = entries[..index].iter().find(|(other, from, to)| {
                let there =
                    other.speakers.iter().chain(&other.moderator).any(|p| p.get_ref() == person.get_ref());
                let overlap = from == start
                    || (from < start && to.is_some_and(|to| to > *start))
                    || (from > start && end.is_some_and(|end| end > *from));
                there && overlap
            });
            if let Some((other, ..)) = busy {
                let what = format!("{} is at the same time in {}", person.get_ref(), called(context, other));
                problems.push(
                    Problem::new("double-booked", &schedule.source, person.span(), what)
                        .hint("correct the times or the speakers"),
                );
            }
        }
    }
}

#[cfg(test)]
#[path = "programme_tests.rs"]
mod tests;
