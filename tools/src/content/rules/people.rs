//! Everybody on the page: once, by one name, with a profile where one is expected. A keynote speaker was missing among the
//! speakers for 22 days.

use super::{Context, Rule};
use crate::{
    content::{
        Edition,
        model::{Person, schedule::EntryKind},
    },
    report::Problem,
};

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::error(
        "speaker-without-profile",
        speaker_without_profile,
        "Who gives a keynote is among the invited speakers: one was missing there for 22 days. Add the person to \
         [[speakers]] in people.toml.",
    ),
    Rule::warning(
        "speaker-without-bio",
        speaker_without_bio,
        "Readers come for the keynotes, and want to know who gives them. Add a `bio` of a few sentences to the speaker.",
    ),
    Rule::warning(
        "speaker-not-in-schedule",
        speaker_not_in_schedule,
        "An invited speaker whom the schedule does not name has no talk there, or is written there by another id. Add \
         the id to an entry of schedule.toml.",
    ),
    Rule::error(
        "two-people-one-value",
        two_people_one_value,
        "A block copied for the next person kept a photo or a page of the last one. Write the person's own, or take the \
         line out.",
    ),
    Rule::warning(
        "confirmed-after-event",
        confirmed_after_event,
        "\"Confirmed\" promises that somebody will come; after the event it puzzles. Take the line `confirmed` out.",
    ),
];

fn speaker_without_profile(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let (Some(schedule), Some(people)) = (&context.edition.schedule, &context.edition.people) else { return };
    for entry in schedule.value.entries.iter().filter(|entry| entry.kind == EntryKind::Keynote) {
        for id in &entry.speakers {
            let is = |person: &Person| person.id.get_ref() == id.get_ref();
            // Nobody at all by this id: another rule says so.
            if people.value.all().any(is) && !people.value.speakers.iter().any(is) {
                problems.push(
                    Problem::new(
                        "speaker-without-profile",
                        &schedule.source,
                        id.span(),
                        format!("{} gives a keynote and is not among the invited speakers", id.get_ref()),
                    )
                    .hint(format!("add the person to [[speakers]] in {}", people.source.path)),
                );
            }
        }
    }
}

/// Everybody whom the schedule names.
fn named(edition: &Edition) -> Vec<&str> {
    let entries = edition.schedule.iter().flat_map(|file| &file.value.entries);
    entries
        .flat_map(|entry| entry.speakers.iter().chain(&entry.moderator))
        .map(|id| id.get_ref().as_str())
        .collect()
}

fn speaker_without_bio(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(people) = &context.edition.people else { return };
    let named = named(context.edition);
    for person in &people.value.speakers {
        let empty = person.bio.as_ref().is_none_or(|bio| bio.trim().is_empty());
        if empty && named.contains(&person.id.get_ref().as_str()) {
            let what = format!("{} is in the schedule and has no biography", person.name.get_ref());
            problems.push(
                Problem::new("speaker-without-bio", &people.source, person.name.span(), what)
                    .hint("add  bio = \"…\"  with a few sentences"),
            );
        }
    }
}

fn speaker_not_in_schedule(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(people) = &context.edition.people else { return };
    let named = named(context.edition);
    // Before there are talks with speakers nobody is missing.
    if named.is_empty() {
        return;
    }
    for person in people.value.speakers.iter().filter(|person| !named.contains(&person.id.get_ref().as_str()))
    {
        let what = format!("the schedule does not name {}", person.name.get_ref());
        problems.push(Problem::new("speaker-not-in-schedule", &people.source, person.id.span(), what).hint(
            format!(
                "add  speakers = [\"{}\"]  to an entry of schedule.toml, or take the speaker out",
                person.id.get_ref()
            ),
        ));
    }
}

fn two_people_one_value(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(file) = &context.edition.people else { return };
    let people: Vec<&Person> = file.value.all().collect();
    for (index, person) in people.iter().enumerate() {
        // One person may be in two lists.
        let others = || people[..index].iter().filter(|other| other.name.get_ref() != person.name.get_ref());
        let photo = person.photo.as_ref().and_then(|photo| {
            let same = |o: &&&Person| o.photo.as_ref().is_some_and(|p| p.get_ref() == photo.get_ref());
            Some((others().find(same)?, photo.span(), "photo"))
        });
        let page = person.url.as_ref().and_then(|url| {
            let key = |address: &str| address.trim_end_matches('/').to_lowercase();
            let own = key(&url.get_ref().0);
            let same = |o: &&&Person| o.url.as_ref().is_some_and(|u| key(&u.get_ref().0) == own);
            Some((others().find(same)?, url.span(), "page"))
        });
        for (other, span, noun) in photo.into_iter().chain(page) {
            let what = format!("{} and {} have one {noun}", other.name.get_ref(), person.name.get_ref());
            problems.push(
                Problem::new("two-people-one-value", &file.source, span, what)
                    .hint("write the person's own, or take the line out"),
            );
        }
    }
}

fn confirmed_after_event(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(file) = context.edition.people.as_ref().filter(|_| context.is_over()) else { return };
    for person in file.value.all() {
        if let Some(confirmed) = person.confirmed.as_ref().filter(|confirmed| *confirmed.get_ref()) {
            let what = format!("the event is over, and {} is still \"confirmed\"", person.name.get_ref());
            problems.push(
                Problem::new("confirmed-after-event", &file.source, confirmed.span(), what)
                    .hint("take this line out"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::content::rules::testing::{found, found_on};

    const ADA: &str = "[[speakers]]\nid = \"ada\"\nname = \"Ada Minim\"\n";

    fn people(rule: &str, people: &str, entry: &str) -> Vec<String> {
        let schedule = format!("zone = \"Europe/Vienna\"\n[[entries]]\nkind = \"keynote\"\n{entry}");
        found(rule, &[("people.toml", people), ("schedule.toml", &schedule)])
    }

    #[test]
    fn a_keynote_speaker_has_a_profile() {
        let organiser = ADA.replace("speakers", "organisers");
        assert_eq!(
            people("speaker-without-profile", &organiser, "speakers = [\"ada\"]\n"),
            ["schedule.toml:4:13 [ada] ada gives a keynote and is not among the invited speakers \
              (add the person to [[speakers]] in content/people.toml)"]
        );
        assert_eq!(people("speaker-without-profile", ADA, "speakers = [\"ada\"]\n"), [""; 0]);
    }

    #[test]
    fn a_speaker_of_the_schedule_has_a_biography() {
        assert_eq!(
            people("speaker-without-bio", ADA, "speakers = [\"ada\"]\n"),
            ["people.toml:3:8 [Ada Minim] Ada Minim is in the schedule and has no biography \
              (add  bio = \"…\"  with a few sentences)"]
        );
        assert_eq!(
            people("speaker-without-bio", &format!("{ADA}bio = \"B\"\n"), "speakers = [\"ada\"]\n"),
            [""; 0]
        );
        assert_eq!(people("speaker-without-bio", ADA, ""), [""; 0]);
    }

    #[test]
    fn an_invited_speaker_has_a_talk() {
        let two = format!("{ADA}[[speakers]]\nid = \"bo\"\nname = \"Bo\"\n");
        assert_eq!(
            people("speaker-not-in-schedule", &two, "speakers = [\"ada\"]\n"),
            ["people.toml:5:6 [bo] the schedule does not name Bo \
              (add  speakers = [\"bo\"]  to an entry of schedule.toml, or take the speaker out)"]
        );
        assert_eq!(people("speaker-not-in-schedule", &two, ""), [""; 0]);
    }

    #[test]
    fn nobody_has_the_photo_or_the_page_of_another() {
        let two = |photo: &str, url: &str| {
            let of = |id: &str, photo: &str, url: &str| {
                format!(
                    "[[organisers]]\nid = \"{id}\"\nname = \"{id}\"\nphoto = \"{photo}\"\nurl = \"{url}\"\n"
                )
            };
            let text = of("ada", "a.jpg", "https://a.org") + &of("bo", photo, url);
            let images = ["content/a.jpg", "content/b.jpg"].map(|path| (path, 1, None));
            crate::content::rules::testing::found_with(
                "2031-01-15T12:00:00Z",
                "two-people-one-value",
                &[("people.toml", &text)],
                &images,
            )
        };
        assert_eq!(
            two("a.jpg", "https://A.org/"),
            [
                "people.toml:9:9 [a.jpg] ada and bo have one photo (write the person's own, or take the line out)",
                "people.toml:10:7 [https://A.org/] ada and bo have one page (write the person's own, or take the line out)",
            ]
        );
        assert_eq!(two("b.jpg", "https://b.org"), [""; 0]);
    }

    #[test]
    fn nobody_is_confirmed_after_the_event() {
        let people = format!("{ADA}confirmed = true\n");
        let on = |day: &str| found_on(day, "confirmed-after-event", &[("people.toml", &people)]);
        assert_eq!(
            on("2031-03-02T00:00:00Z"),
            [
                "people.toml:4:13 [true] the event is over, and Ada Minim is still \"confirmed\" (take this line out)"
            ]
        );
        assert_eq!(on("2031-03-01T12:00:00Z"), [""; 0]);
    }
}
