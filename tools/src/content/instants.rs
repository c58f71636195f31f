//! Local days and clock times as instants, and what the clocks do on that day.

use jiff::{
    SignedDuration, Timestamp, ToSpan as _, civil,
    tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase},
};

use super::{
    Edition,
    model::schedule::Entry,
    values::{Date, Moment, Zone},
};

/// What a clock time means on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// One instant.
    Once(Timestamp),
    /// The clocks are set forward over it; the instant at which a clock that was not set shows it.
    Never(Timestamp),
    /// The clocks are set back over it; the first instant.
    Twice(Timestamp),
}

impl Reading {
    /// The (first) instant that is meant.
    pub(crate) fn instant(self) -> Timestamp {
        match self {
            Self::Once(at) | Self::Never(at) | Self::Twice(at) => at,
        }
    }
}

/// The rules of a zone.
pub(crate) fn time_zone(zone: &Zone) -> Option<TimeZone> {
    match zone {
        Zone::Iana(name) => TimeZoneDatabase::bundled().get(name).ok(),
        Zone::AoE => Offset::from_hours(-12).ok().map(Offset::to_time_zone),
    }
}

/// The instant of a clock time on a day.
pub(crate) fn read(day: civil::Date, clock: civil::Time, zone: &Zone) -> Option<Reading> {
    let local = time_zone(zone)?.to_ambiguous_timestamp(day.to_datetime(clock));
    let kind = match local.offset() {
        AmbiguousOffset::Unambiguous { .. } => Reading::Once,
        AmbiguousOffset::Gap { .. } => Reading::Never,
        AmbiguousOffset::Fold { .. } => Reading::Twice,
    };
    local.compatible().ok().map(kind)
}

/// When a day has ended in a zone.
pub(crate) fn day_end(day: civil::Date, zone: &Zone) -> Option<Timestamp> {
    let next = day.checked_add(1.day()).ok()?;
    read(next, civil::Time::midnight(), zone).map(Reading::instant)
}

/// The instants at which a life begins and ends at a moment: a whole day ends when it has ended anywhere on Earth.
pub(crate) fn life(moment: Moment, zone: &Zone) -> Option<(Timestamp, Timestamp)> {
    match moment {
        Moment::Day(day) => {
            let start = read(day, civil::Time::midnight(), zone)?.instant();
            Some((start, day_end(day, &Zone::AoE)?))
        }
        Moment::Minute(minute) => {
            let at = read(minute.date(), minute.time(), zone)?.instant();
            Some((at, at))
        }
    }
}

/// The first and the last day of the event, where they are known.
pub(crate) fn days(edition: &Edition) -> Option<(civil::Date, civil::Date)> {
    let event = &edition.facts.as_ref()?.value.event;
    let Date::Day(first) = *event.date.get_ref() else { return None };
    Some((first, event.last_date.as_ref().map_or(first, |last| last.get_ref().0)))
}

/// When the event begins and ends; whole days where it has no hours.
pub(crate) fn event(edition: &Edition) -> Option<(Timestamp, Timestamp)> {
    let (first, last) = days(edition)?;
    let event = &edition.facts.as_ref()?.value.event;
    let zone = event.zone.get_ref();
    let clock = event.start.as_ref().map_or(civil::Time::midnight(), |start| start.get_ref().0);
    let start = read(first, clock, zone)?.instant();
    let end = match &event.end {
        None => day_end(last, zone)?,
        Some(end) => {
            let night = event.start.as_ref().is_some_and(|start| end.get_ref() <= start.get_ref());
            let day = if night { last.checked_add(1.day()).ok()? } else { last };
            read(day, end.get_ref().0, zone)?.instant()
        }
    };
    Some((start, end))
}

/// When an entry of the schedule begins, and when it ends, where that is said.
pub(crate) fn entry(edition: &Edition, entry: &Entry) -> Option<(Timestamp, Option<Timestamp>)> {
    let zone = edition.schedule.as_ref()?.value.zone.get_ref();
    let day = match &entry.date {
        Some(day) => day.get_ref().0,
        None => days(edition)?.0,
    };
    let clock = entry.start.as_ref()?.get_ref();
    let start = read(day, clock.0, zone)?.instant();
    let Some(end) = &entry.end else { return Some((start, None)) };
    let day = if end.get_ref() <= clock { day.checked_add(1.day()).ok()? } else { day };
    Some((start, Some(read(day, end.get_ref().0, zone)?.instant())))
}

/// Whole minutes from one instant to another.
pub(super) fn minutes(from: Timestamp, to: Timestamp) -> i64 {
    let duration: SignedDuration = to.duration_since(from);
    duration.as_mins()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    fn at(day: civil::Date, hour: i8, zone: &str) -> Reading {
        read(day, time(hour, 30, 0, 0), &zone.parse().expect("a zone")).expect("is an instant")
    }

    fn instant(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[test]
    fn an_hour_may_be_once_never_or_twice_on_a_day() {
        let new_york = "America/New_York";
        assert_eq!(at(date(2023, 12, 9), 7, new_york), Reading::Once(instant("2023-12-09T12:30:00Z")));
        assert_eq!(at(date(2024, 3, 10), 2, new_york), Reading::Never(instant("2024-03-10T07:30:00Z")));
        assert_eq!(at(date(2024, 11, 3), 1, new_york), Reading::Twice(instant("2024-11-03T05:30:00Z")));
    }

    #[test]
    fn a_day_ends_anywhere_on_earth_at_noon_of_the_next_in_utc() {
        assert_eq!(day_end(date(2023, 12, 9), &Zone::AoE), Some(instant("2023-12-10T12:00:00Z")));
    }
}
