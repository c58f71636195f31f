//! Times and days as they are written in running text. "13:15 AM" stood on a page for 53 days, and "14:00 PM" and "24:00"
//! survived to the end.

use std::ops::Range;

use jiff::civil::{self, Weekday};

use super::{Context, Rule, year_of};
use crate::report::Problem;

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::error(
        "impossible-time",
        impossible_time,
        "A time is on a clock of 24 hours, or of 12 with AM or PM, not both: \"13:15 AM\" stood on a page for 53 days. \
         Write 13:15, or 1:15 PM; midnight is 00:00 of the next day.",
    ),
    Rule::error(
        "weekday",
        weekday,
        "A weekday beside a date tells readers when to come, and stays behind when the date changes. Write the weekday \
         that the message shows, or leave it out.",
    ),
    Rule::error("impossible-date", impossible_date, "A date that no calendar has was mistyped. Look it up."),
];

/// A run of digits that ends or begins at a place.
fn digits_before(text: &str, end: usize) -> &str {
    let start = text[..end].bytes().rev().take_while(u8::is_ascii_digit).count();
    &text[end - start..end]
}

fn digits_after(text: &str, start: usize) -> &str {
    let length = text[start..].bytes().take_while(u8::is_ascii_digit).count();
    &text[start..start + length]
}

/// What is written after a time: `am` or `pm`, with its length.
fn half(text: &str) -> Option<(bool, usize)> {
    let blank = text.len() - text.trim_start_matches([' ', '\u{a0}']).len();
    let rest = &text[blank..];
    let forms = [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)];
    let (form, afternoon) = forms
        .into_iter()
        .find(|(form, _)| rest.get(..form.len()).is_some_and(|start| start.eq_ignore_ascii_case(form)))?;
    let ends = !rest[form.len()..].starts_with(char::is_alphanumeric);
    ends.then_some((afternoon, blank + form.len()))
}

/// A time written as `13:15`.
pub(super) struct Time {
    /// Its place, with the half of the day.
    pub(super) part: Range<usize>,
    hour: u32,
    minute: u32,
    /// Whether AM (false) or PM (true) follows.
    half: Option<bool>,
}

/// The times in a text.
pub(super) fn times(text: &str) -> Vec<Time> {
    let mut found = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let (hour, minute) = (digits_before(text, colon), digits_after(text, colon + 1));
        let (start, end) = (colon - hour.len(), colon + 1 + minute.len());
        let apart = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || ":.-/".contains(c));
        let whole = apart(text[..start].chars().next_back())
            && !text[end..].starts_with(|c: char| c == ':' || c.is_ascii_digit());
        if !(1..=2).contains(&hour.len()) || minute.len() != 2 || !whole {
            continue;
        }
        let after = half(&text[end..]);
        let (Ok(hour), Ok(minute)) = (hour.parse(), minute.parse()) else { continue };
        let length = after.map_or(0, |(_, length)| length);
        found.push(Time { part: start..end + length, hour, minute, half: after.map(|(half, _)| half) });
    }
    found
}

fn impossible_time(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for text in context.texts.iter().filter(|text| !text.text.contains("://") || text.is_markdown()) {
        for Time { part, hour, minute, half } in times(text.text) {
            let hint = match (hour, half) {
                (24, _) => "write 00:00 of the next day, or 23:59".to_owned(),
                (13..24, Some(_)) => format!("write {hour:02}:{minute:02}, or {}:{minute:02} PM", hour - 12),
                (0, Some(true)) => format!("write 00:{minute:02} for midnight, 12:{minute:02} PM for noon"),
                // A ratio or a verse may have any numbers.
                (25.., Some(_)) => "an hour is from 0 to 23".to_owned(),
                (_, Some(_)) if minute > 59 => "a minute is from 0 to 59".to_owned(),
                _ => continue,
            };
            let what = format!("no clock shows {}", &text.text[part.clone()]);
            problems.push(text.problem("impossible-time", part, what).hint(hint));
        }
    }
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];
/// With a capital: "may" and "march" are other words too.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date written in words: the place of its words, day, month, and year where it has one.
type Written = (Range<usize>, i8, i8, Option<i16>);

/// The dates of a text written with the name of a month: `9 December 2023`, `December 9th, 2023`.
fn dates(text: &str) -> Vec<Written> {
    let words: Vec<(usize, &str)> = super::words_of(text).collect();
    let day = |at: usize| {
        let word = words.get(at)?.1.to_ascii_lowercase();
        let bare = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(&word);
        (bare.len() <= 2).then(|| bare.parse::<i8>().ok()).flatten()
    };
    let year =
        |at: usize| words.get(at).filter(|(_, word)| word.len() == 4).and_then(|(_, word)| word.parse().ok());
    let mut found = Vec::new();
    for (at, (_, word)) in words.iter().enumerate() {
        let Some(month) = MONTHS.iter().position(|month| month == word) else { continue };
        let month = i8::try_from(month + 1).unwrap_or_default();
        let before = at.checked_sub(1).and_then(day).map(|day| (at - 1, at, day));
        let Some((first, last, day)) = before.or_else(|| day(at + 1).map(|day| (at, at + 1, day))) else {
            continue;
        };
        let year = year(last + 1);
        let last = if year.is_some() { last + 1 } else { last };
        found.push((words[first].0..words[last].0 + words[last].1.len(), day, month, year));
    }
    found
}

fn weekday(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(own) = year_of(context.edition) else { return };
    for text in &context.texts {
        for (part, day, month, year) in dates(text.text) {
            let Ok(date) = civil::Date::new(year.unwrap_or(own), month, day) else { continue };
            let before = text.text[..part.start].trim_end_matches([' ', ',', '(', '\n']);
            let named = WEEKDAYS.into_iter().find_map(|(name, weekday)| {
                let start = before.len().checked_sub(name.len())?;
                before.get(start..)?.eq_ignore_ascii_case(name).then_some((start, weekday))
            });
            let Some((start, weekday)) = named else { continue };
            let right =
                WEEKDAYS.into_iter().find(|(_, day)| *day == date.weekday()).map_or("", |(name, _)| name);
            if weekday != date.weekday() {
                let capital = right[..1].to_uppercase() + &right[1..];
                problems.push(
                    text.problem("weekday", start..part.end, format!("{date} is a {capital}"))
                        .hint(format!("write {capital}, or correct the date")),
                );
            }
        }
    }
}

fn impossible_date(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(own) = year_of(context.edition) else { return };
    for text in &context.texts {
        for (part, day, month, year) in dates(text.text) {
            if civil::Date::new(year.unwrap_or(own), month, day).is_err() {
                let what = format!("no calendar has {}", &text.text[part.clone()].replace('\n', " "));
                problems.push(text.problem("impossible-date", part, what).hint("look the day up"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::content::rules::testing::body;

    #[test]
    fn a_clock_has_12_hours_or_24() {
        assert_eq!(
            body("impossible-time", "Lunch is at 13:15 AM."),
            ["call.md:4:13 [13:15 AM] no clock shows 13:15 AM (write 13:15, or 1:15 PM)"]
        );
        for wrong in ["until 24:00", "14:00 PM", "14:00pm", "0:30 p.m.", "1:75 pm"] {
            assert_eq!(body("impossible-time", wrong).len(), 1, "{wrong}");
        }
        for right in [
            "1:15 PM",
            "13:15",
            "00:00",
            "12:00 am",
            "24:001",
            "ratio 4:60",
            "2024-01-01T24:00:00",
            "13:15 amount",
        ] {
            assert_eq!(body("impossible-time", right), [""; 0], "{right}");
        }
    }

    #[test]
    fn a_weekday_is_that_of_its_date() {
        assert_eq!(
            body("weekday", "It is on Friday, 1 March 2031."),
            [
                "call.md:4:10 [Friday, 1 March 2031] 2031-03-01 is a Saturday (write Saturday, or correct the date)"
            ]
        );
        assert_eq!(body("weekday", "Friday (March 1st)").len(), 1, "in the year of the edition");
        for right in
            ["Saturday, March 1", "Saturday 1st March 2031", "Friday, 1 may be", "Friday, 1 March 2030"]
        {
            assert_eq!(body("weekday", right), [""; 0], "{right}");
        }
    }

    #[test]
    fn a_calendar_has_the_date() {
        assert_eq!(
            body("impossible-date", "Until 31 April"),
            ["call.md:4:7 [31 April] no calendar has 31 April (look the day up)"]
        );
        assert_eq!(body("impossible-date", "30 April, march 40 miles, 29 February 2032"), [""; 0]);
    }
}
