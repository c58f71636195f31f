//! Facts for search engines: JSON-LD with the words of <https://schema.org>.
//!
//! An event without a day or a place is not told: search engines refuse it.
//! <https://developers.google.com/search/docs/appearance/structured-data/event>

use jiff::ZonedDateTime;
use serde_json::{Map, Value, json};

use super::programme::{Paper, Person, Programme, Session, Time, When};
use crate::content::model::edition::Mode;

/// The text of a script element of type `application/ld+json` for the page of an edition; none where there is
/// nothing to tell.
///
/// `image` is the address of a picture of the event.
pub fn write(programme: &Programme<'_>, image: Option<&str>) -> Option<String> {
    let mut graph: Vec<Value> = event(programme, image).into_iter().collect();
    graph.extend(programme.papers.iter().map(article));
    (!graph.is_empty()).then(|| script(graph))
}

/// The text of such an element for the page of a paper, which is at this address.
pub fn write_paper(programme: &Programme<'_>, paper: &Paper, address: &str) -> String {
    let mut article = article(paper);
    article["mainEntityOfPage"] = address.into();
    // A date is a day here. (https://schema.org/Date)
    if let Some(day) = programme.published.as_ref().filter(|date| date.len() == "2031-03-01".len()) {
        article["datePublished"] = day.as_str().into();
    }
    script(vec![article])
}

fn script(graph: Vec<Value>) -> String {
    let text = json!({ "@context": "https://schema.org", "@graph": graph }).to_string();
    // No title may close the element, or open a comment in it: < is only ever within a string here.
    text.replace('<', "\\u003c")
}

fn event(programme: &Programme<'_>, image: Option<&str>) -> Option<Value> {
    let (start, end) = match &programme.when {
        When::Hours(start, end) => (instant(start), end.as_ref().map(instant)),
        When::Days(first, last) => (first.to_string(), Some(last.to_string())),
        When::Open => return None,
    };
    let place = location(programme)?;
    let mut event = object("Event", &programme.name);
    event.insert("url".into(), programme.site.address.into());
    event.insert("alternateName".into(), programme.short_name.as_str().into());
    insert(&mut event, "description", programme.description.as_deref());
    insert(&mut event, "image", image);
    event.insert("inLanguage".into(), programme.site.words.language().into());
    let mode = match programme.mode {
        Mode::Virtual => "Online",
        Mode::InPerson => "Offline",
        Mode::Hybrid => "Mixed",
    };
    let mode = format!("https://schema.org/{mode}EventAttendanceMode");
    event.insert("eventAttendanceMode".into(), mode.into());
    event.insert("eventStatus".into(), "https://schema.org/EventScheduled".into());
    event.insert("startDate".into(), start.into());
    insert(&mut event, "endDate", end);
    insert_all(&mut event, "organizer", programme.organisers.iter().map(person).collect());
    insert_all(&mut event, "performer", programme.speakers.iter().map(person).collect());
    let same_place = place.iter().map(|place| json!({ "@id": place["@id"] })).collect::<Vec<_>>();
    insert_all(&mut event, "location", place);
    let sessions = programme.timed().map(|(session, time)| sub_event(programme, session, time, &same_place));
    insert_all(&mut event, "subEvent", sessions.collect());
    Some(event.into())
}

fn sub_event(programme: &Programme<'_>, session: &Session, time: &Time, place: &[Value]) -> Value {
    let mut event = object("Event", &session.title);
    event.insert("startDate".into(), instant(&time.start).into());
    insert(&mut event, "endDate", time.end_is_said.then(|| instant(&time.end)));
    let room = session.room.as_deref().filter(|_| programme.mode != Mode::Virtual);
    let location = room.map(|room| {
        let address = programme.place.as_deref().unwrap_or(room);
        json!({ "@type": "Place", "name": room, "address": address })
    });
    insert_all(&mut event, "location", location.map_or_else(|| place.to_vec(), |room| vec![room]));
    insert(&mut event, "description", session.summary.as_deref());
    insert_all(&mut event, "performer", session.people.iter().map(name).collect());
    let paper = session.paper.and_then(|place| programme.papers.get(place));
    insert(&mut event, "workFeatured", paper.map(|paper| json!({ "@id": paper_id(paper) })));
    event.into()
}

fn object(kind: &str, name: &str) -> Map<String, Value> {
    Map::from_iter([("@type".into(), kind.into()), ("name".into(), name.into())])
}

/// Where it takes place, with names by which sessions say the same. The page is the door to what takes place on the
/// network: rooms and streams have addresses for some hours only.
fn location(programme: &Programme<'_>) -> Option<Vec<Value>> {
    let network = || json!({ "@type": "VirtualLocation", "@id": "#online", "url": programme.site.address });
    let place = programme.place.as_deref();
    let place =
        place.map(|place| json!({ "@type": "Place", "@id": "#place", "name": place, "address": place }));
    match programme.mode {
        Mode::Virtual => Some(vec![network()]),
        Mode::InPerson => Some(vec![place?]),
        Mode::Hybrid => Some(place.into_iter().chain([network()]).collect()),
    }
}

fn article(paper: &Paper) -> Value {
    let mut article = object("ScholarlyArticle", &paper.title);
    article.insert("@id".into(), paper_id(paper).into());
    article.insert("headline".into(), paper.title.as_str().into());
    let authors = paper.authors.iter().map(|name| json!({ "@type": "Person", "name": name }));
    insert_all(&mut article, "author", authors.collect());
    insert(&mut article, "abstract", paper.summary.as_deref());
    insert(&mut article, "award", paper.award.as_deref());
    insert(&mut article, "url", paper.url.as_deref());
    let pdf = paper.pdf.as_deref();
    let media =
        |url| json!({ "@type": "MediaObject", "contentUrl": url, "encodingFormat": "application/pdf" });
    insert(&mut article, "encoding", pdf.map(media));
    article.into()
}

/// Its place on the page.
fn paper_id(paper: &Paper) -> String {
    format!("#paper-{}", paper.id)
}

fn person(who: &Person) -> Value {
    let mut person = object("Person", &who.name);
    insert(&mut person, "url", who.url.as_deref());
    person.into()
}

fn name(who: &Person) -> Value {
    object("Person", &who.name).into()
}

fn instant(at: &ZonedDateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M%:z").to_string()
}

fn insert(object: &mut Map<String, Value>, key: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        object.insert(key.to_owned(), value.into());
    }
}

/// One value stands by itself.
fn insert_all(object: &mut Map<String, Value>, key: &str, mut values: Vec<Value>) {
    match values.len() {
        0 => {}
        1 => insert(object, key, values.pop()),
        _ => insert(object, key, Some(values)),
    }
}
