//! `schedule.xml`: the programme in the form of frab, which schedule apps and video teams read.
//! <https://c3voc.de/wiki/schedule>, <https://c3voc.de/schedule/schema.xsd>
//!
//! Sessions without a time have no place in it.

use std::{collections::BTreeMap, io};

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use super::{
    programme::{Programme, Session, Time},
    schedule_json::{INSTANT, TIMESLOT, duration},
};

type Xml = Writer<Vec<u8>>;

/// The programme; none before one session has its time.
pub fn write(programme: &Programme<'_>) -> Option<String> {
    programme.timed().next()?;
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing to memory does not fail.
    document(programme, &mut xml).ok()?;
    String::from_utf8(xml.into_inner()).ok().map(|text| text + "\n")
}

fn document(programme: &Programme<'_>, xml: &mut Xml) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let days = programme.days();
    xml.create_element("schedule").write_inner_content(|xml| {
        text(xml, "version", &programme.version())?;
        xml.create_element("conference").write_inner_content(|xml| {
            text(xml, "title", &programme.name)?;
            text(xml, "acronym", &programme.acronym())?;
            if let (Some((first, _)), Some((last, _))) = (days.first(), days.last()) {
                text(xml, "start", &first.to_string())?;
                text(xml, "end", &last.to_string())?;
            }
            text(xml, "days", &days.len().to_string())?;
            text(xml, "timeslot_duration", TIMESLOT)
        })?;
        for (place, (date, sessions)) in days.iter().enumerate() {
            let start = sessions.iter().map(|(_, time)| &time.start).min();
            let end = sessions.iter().map(|(_, time)| &time.end).max();
            let mut day = xml
                .create_element("day")
                .with_attribute(("index", (place + 1).to_string().as_str()))
                .with_attribute(("date", date.to_string().as_str()));
            for (name, at) in [("start", start), ("end", end)] {
                let at = at.map(|at| at.strftime(INSTANT).to_string()).unwrap_or_default();
                day = day.with_attribute((name, at.as_str()));
            }
            day.write_inner_content(|xml| rooms(programme, sessions, xml))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// The rooms of a day, by name.
fn rooms(programme: &Programme<'_>, sessions: &[(&Session, &Time)], xml: &mut Xml) -> io::Result<()> {
    let mut rooms: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for (session, time) in sessions {
        rooms.entry(programme.place_of(session)).or_default().push((*session, *time));
    }
    for (name, sessions) in rooms {
        xml.create_element("room").with_attribute(("name", name)).write_inner_content(|xml| {
            sessions.iter().try_for_each(|(session, time)| event(programme, session, time, xml))
        })?;
    }
    Ok(())
}

fn event(programme: &Programme<'_>, session: &Session, time: &Time, xml: &mut Xml) -> io::Result<()> {
    let id = programme.number(session).to_string();
    let guid = programme.uuid("session", &session.id);
    let event = xml.create_element("event").with_attribute(("id", id.as_str()));
    event.with_attribute(("guid", guid.as_str())).write_inner_content(|xml| {
        text(xml, "date", &time.start.strftime(INSTANT).to_string())?;
        text(xml, "start", &time.start.strftime("%H:%M").to_string())?;
        text(xml, "duration", &duration(time))?;
        text(xml, "room", programme.place_of(session))?;
        text(xml, "slug", &programme.slug(session))?;
        text(xml, "url", programme.site.address)?;
        text(xml, "title", &session.title)?;
        text(xml, "subtitle", "")?;
        text(xml, "track", session.part.as_deref().unwrap_or_default())?;
        text(xml, "type", session.kind)?;
        text(xml, "language", programme.site.words.language())?;
        text(xml, "abstract", session.summary.as_deref().unwrap_or_default())?;
        xml.create_element("persons").write_inner_content(|xml| {
            session.people.iter().try_for_each(|person| text(xml, "person", &person.name))
        })?;
        xml.create_element("links").write_inner_content(|xml| {
            session.links.iter().try_for_each(|(words, url)| {
                let link = xml.create_element("link").with_attribute(("href", url.as_str()));
                link.write_text_content(BytesText::new(words)).map(drop)
            })
        })?;
        Ok(())
    })?;
    Ok(())
}

fn text(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(text)).map(drop)
}
