//! An edition for machines: calendars, the programme for schedule apps, and facts for search engines. Pure: typed
//! content in, text out.
//!
//! All formats are written from one [`Programme`], so that they say the same times.

pub mod calendar;
pub mod citation;
mod content_line;
mod id;
pub mod json_ld;
pub mod programme;
mod reading;
pub mod schedule_json;
pub mod schedule_xml;
mod text;

pub use programme::{Programme, Site};

/// The calendar of an edition, beside its page.
pub const CALENDAR: &str = "calendar.ics";
/// The folder of the calendars of one session each.
pub const SESSIONS: &str = "calendar";
/// The programme as JSON.
pub const SCHEDULE_JSON: &str = "schedule.json";
/// The programme as XML.
pub const SCHEDULE_XML: &str = "schedule.xml";

/// A file that belongs beside the page of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path from the folder of the page, with `/`.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// All files of an edition. There is no calendar before the day of the event is known, and no schedule before one
/// session has its time.
pub fn files(programme: &Programme<'_>) -> Vec<File> {
    let file = |path: &str, text: String| File { path: path.to_owned(), text };
    let mut files = Vec::new();
    files.extend(calendar::of_event(programme).map(|text| file(CALENDAR, text)));
    files.extend(programme.timed().map(|(session, time)| {
        let path = format!("{SESSIONS}/{}.ics", session.id);
        file(&path, calendar::of_session(programme, session, time))
    }));
    files.extend(schedule_json::write(programme).map(|text| file(SCHEDULE_JSON, text)));
    files.extend(schedule_xml::write(programme).map(|text| file(SCHEDULE_XML, text)));
    files
}

#[cfg(test)]
pub(crate) mod tests;
