//! What is still open, and when it is needed: the list of things to do of an edition that is to come. One page had no
//! submission link at all for 114 days, and nobody was told.

use std::sync::Arc;

use jiff::{ToSpan as _, civil, tz::Offset};

use super::{Context, Rule, times::days_of};
use crate::{
    content::{
        Typed,
        model::{
            self,
            edition::{DateKind, LinkKind, Mode, Stage},
        },
        texts::BODY,
        values::Date,
    },
    report::{Problem, Source},
};

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::warning(
        "due-date",
        due_date,
        "Authors and guests plan by the dates of an edition. Write each one as soon as it is known; the hint says by when \
         it is needed.",
    ),
    Rule::warning(
        "due-hours",
        due_hours,
        "Who travels or gets up at night has to know the hours. Write `start` and `end` under [event].",
    ),
    Rule::warning(
        "due-place",
        due_place,
        "Whoever comes needs to know where to. Write `place` under [event], or correct `mode`.",
    ),
    Rule::warning(
        "due-link",
        due_link,
        "A call without a submission link stood on a page for 114 days. Add a block [[links]] of the kind \"submission\" to \
         edition.toml; if nothing is submitted, take the submission deadline out.",
    ),
    Rule::warning(
        "due-contact",
        due_contact,
        "Authors have questions. Write a mail address as `contact` in edition.toml.",
    ),
    Rule::warning(
        "due-people",
        due_people,
        "Readers ask first who organises a workshop, and who speaks. Add them to people.toml.",
    ),
    Rule::warning(
        "due-programme",
        due_programme,
        "Readers plan their day by the programme. Add its entries to schedule.toml.",
    ),
    Rule::warning(
        "due-text",
        due_text,
        "An edition says what it is about, and what it calls for. Write introduction.md, and call.md where something is \
         submitted.",
    ),
];

/// How many weeks before the event a thing is needed.
#[derive(Clone, Copy)]
enum Weeks {
    /// When the call goes out.
    Call = 22,
    /// When people book their journey.
    Journey = 12,
    /// When everybody looks at the programme.
    Programme = 4,
}

/// The facts of an edition that is to come; none of one that is over.
fn to_come<'a>(context: &Context<'a>) -> Option<&'a Typed<model::Edition>> {
    let facts = context.edition.facts.as_ref()?;
    let archived = facts.value.stage.as_ref().is_some_and(|stage| *stage.get_ref() == Stage::Archive);
    // An edition in a folder of its own beside the current one is a past one, whatever is open in it.
    let over = context.is_over() || archived || is_past(context) || !context.is_first();
    (!over).then_some(facts)
}

/// Whether the last day that the date can mean has passed, where no hours say when it is over.
fn is_past(context: &Context<'_>) -> bool {
    let year = super::year_of(context.edition);
    let date = context.edition.facts.as_ref().and_then(|facts| days_of(facts.value.event.date.get_ref()));
    date.map_or_else(
        || year.is_some_and(|year| year < today(context).year()),
        |(_, last)| last < today(context),
    )
}

fn today(context: &Context<'_>) -> civil::Date {
    Offset::UTC.to_datetime(context.site.now).date()
}

/// By when something is needed, in words.
fn by(context: &Context<'_>, weeks: Weeks) -> String {
    let event = context.edition.facts.as_ref().and_then(|facts| days_of(facts.value.event.date.get_ref()));
    let due = event.and_then(|(first, _)| first.checked_sub((weeks as i64).weeks()).ok());
    match due {
        Some(due) if due < today(context) => format!("needed since {due}"),
        Some(due) => format!("needed by {due}"),
        None => format!("needed {} weeks before the event", weeks as i64),
    }
}

/// What is missing in an edition as a whole, or in one of its files.
fn missing(rule: &'static str, source: &Arc<Source>, what: &str, by: &str, hint: &str) -> Problem {
    Problem::of_file(rule, source, format!("{what}, {by}")).hint(hint)
}

fn due_date(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = to_come(context) else { return };
    let date = &facts.value.event.date;
    let open = match date.get_ref() {
        Date::Day(_) => None,
        Date::Month(_) => Some("the day of the event is open"),
        Date::ToBeAnnounced => Some("the date of the event is open"),
    };
    if let Some(what) = open {
        problems.push(
            Problem::new(
                "due-date",
                &facts.source,
                date.span(),
                format!("{what}, {}", by(context, Weeks::Call)),
            )
            .hint("write it as in \"2023-12-09\""),
        );
    }
    for row in &facts.value.dates {
        let Some(date) = row.date.as_ref().filter(|date| *date.get_ref() == Date::ToBeAnnounced) else {
            continue;
        };
        let weeks = match row.kind.get_ref() {
            DateKind::Submission | DateKind::Decision => Weeks::Call,
            DateKind::CameraReady | DateKind::Registration => Weeks::Journey,
            DateKind::Event | DateKind::Other => continue,
        };
        let what = format!("{} to be announced, {}", row.label, by(context, weeks));
        problems.push(
            Problem::new("due-date", &facts.source, date.span(), what).hint("write it as in \"2023-09-29\""),
        );
    }
}

fn due_hours(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = to_come(context) else { return };
    let event = &facts.value.event;
    if event.start.is_none() || event.end.is_none() {
        let hint =
            "write under [event]: start = \"09:00\" and end = \"17:00\", on the clock of the zone there";
        problems.push(missing(
            "due-hours",
            &facts.source,
            "hours missing",
            &by(context, Weeks::Journey),
            hint,
        ));
    }
}

fn due_place(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = to_come(context) else { return };
    let event = &facts.value.event;
    if event.mode != Mode::Virtual && event.place.is_none() {
        let hint = "write under [event]: place = \"building, city\"";
        problems.push(missing(
            "due-place",
            &facts.source,
            "place missing",
            &by(context, Weeks::Journey),
            hint,
        ));
    }
}

/// Whether something can be submitted, now or later.
fn calls(context: &Context<'_>, facts: &model::Edition) -> bool {
    let deadlines = facts.dates.iter().filter(|row| *row.kind.get_ref() == DateKind::Submission);
    deadlines.filter_map(|row| row.date.as_ref()).any(|date| {
        // Authors anywhere on Earth have the day after it in UTC too.
        days_of(date.get_ref())
            .is_none_or(|(_, last)| last.tomorrow().is_ok_and(|next| today(context) <= next))
    })
}

fn due_link(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = to_come(context) else { return };
    let submission = facts.value.links.iter().any(|link| link.kind == LinkKind::Submission);
    if calls(context, &facts.value) && !submission {
        let hint = "add a block [[links]] with kind = \"submission\", label and url";
        problems.push(missing(
            "due-link",
            &facts.source,
            "submission link missing",
            &by(context, Weeks::Call),
            hint,
        ));
    }
}

fn due_contact(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = to_come(context) else { return };
    if facts.value.contact.is_none() {
        let hint = "write contact = \"…@…\" above [event]";
        problems.push(missing(
            "due-contact",
            &facts.source,
            "mail address for questions missing",
            &by(context, Weeks::Call),
            hint,
        ));
    }
}

fn due_people(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = to_come(context) else { return };
    let file = context.edition.people.as_ref();
    // A file that cannot be read is reported as such.
    if file.is_none() && has_file(context, "people.toml") {
        return;
    }
    let source = file.map_or(&facts.source, |file| &file.source);
    let (organisers, speakers) =
        file.map_or((true, true), |file| (file.value.organisers.is_empty(), file.value.speakers.is_empty()));
    for (none, what, weeks, block) in [
        (organisers, "organisers missing", Weeks::Call, "[[organisers]]"),
        (speakers, "invited speakers missing", Weeks::Journey, "[[speakers]]"),
    ] {
        if none {
            let hint = format!("add a block {block} for each to people.toml");
            problems.push(missing("due-people", source, what, &by(context, weeks), &hint));
        }
    }
}

fn due_programme(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = to_come(context) else { return };
    let file = context.edition.schedule.as_ref();
    let none = file.map_or(!has_file(context, "schedule.toml"), |file| file.value.entries.is_empty());
    if none {
        let source = file.map_or(&facts.source, |file| &file.source);
        let hint = "add a block [[entries]] for each session to schedule.toml";
        problems.push(missing(
            "due-programme",
            source,
            "programme missing",
            &by(context, Weeks::Programme),
            hint,
        ));
    }
}

fn due_text(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(facts) = to_come(context) else { return };
    let call = calls(context, &facts.value).then_some("call.md");
    for name in ["introduction.md"].into_iter().chain(call) {
        let text = context.texts.iter().find(|text| text.key == BODY && text.file() == name);
        let (what, hint) = if text.is_none_or(|text| text.text.trim().is_empty()) {
            ("missing", "write it below the head of the file, in Markdown, and take out a line draft = true")
        } else if is_draft(context, name) {
            ("not on the page", "take the line draft = true out when it is ready")
        } else {
            continue;
        };
        let source = text.map_or(&facts.source, |text| text.source);
        problems.push(missing(
            "due-text",
            source,
            &format!("text of {name} {what}"),
            &by(context, Weeks::Call),
            hint,
        ));
    }
}

fn is_draft(context: &Context<'_>, name: &str) -> bool {
    let path = format!("{}/{name}", context.edition.folder);
    context.edition.pages.iter().any(|page| page.source.path == path && page.value.draft)
}

fn has_file(context: &Context<'_>, name: &str) -> bool {
    let path = format!("{}/{name}", context.edition.folder);
    context.site.files.texts.iter().any(|source| source.path == path)
}

#[cfg(test)]
#[path = "due_tests.rs"]
mod tests;
