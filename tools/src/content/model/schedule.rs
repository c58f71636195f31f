//! `schedule.toml`: the programme.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Confirm;
use crate::content::values::{Address, Clock, Day, Moment, Spanned, Zone};

/// The whole file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Zone of all times.
    pub zone: Spanned<Zone>,
    /// The zone in words.
    #[serde(default)]
    pub zone_label: Option<Spanned<String>>,
    /// Kinds that are numbered, across parts and days.
    #[serde(default)]
    pub numbered: Vec<EntryKind>,
    /// Why the value is still to be confirmed.
    #[serde(default)]
    pub confirm: Confirm,
    /// Rooms that entries name by their id.
    #[serde(default)]
    pub rooms: Vec<Room>,
    /// In the order of the days.
    #[serde(default)]
    pub entries: Vec<Entry>,
}

/// A room or stream.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Room {
    /// Short name that entries use.
    pub id: Spanned<String>,
    /// Name as it is shown.
    pub name: String,
    /// Where it is on the network.
    #[serde(default)]
    pub url: Option<Spanned<Address>>,
    /// When its link begins to be shown.
    #[serde(default)]
    pub from: Option<Spanned<Moment>>,
    /// When its link is last shown.
    #[serde(default)]
    pub until: Option<Spanned<Moment>>,
    /// Readers need an account there.
    #[serde(default)]
    pub login: bool,
    /// Why the value is still to be confirmed.
    #[serde(default)]
    pub confirm: Confirm,
}

/// An entry of the programme.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What kind of session.
    pub kind: EntryKind,
    /// The day, where it is not the event's.
    #[serde(default)]
    pub date: Option<Spanned<Day>>,
    /// Heading of the part of the day.
    #[serde(default)]
    pub part: Option<String>,
    /// First minute; none while it is open.
    #[serde(default)]
    pub start: Option<Spanned<Clock>>,
    /// Last minute; on the next day where it is before `start`.
    #[serde(default)]
    pub end: Option<Spanned<Clock>>,
    /// Title; a talk without one shows its speakers.
    #[serde(default)]
    pub title: Option<Spanned<String>>,
    /// Ids of people.
    #[serde(default)]
    pub speakers: Vec<Spanned<String>>,
    /// Id of who leads a panel.
    #[serde(default)]
    pub moderator: Option<Spanned<String>>,
    /// A few sentences, in Markdown.
    #[serde(default, rename = "abstract")]
    pub summary: Option<String>,
    /// Id of a [`Room`], or the name of a room.
    #[serde(default)]
    pub room: Option<String>,
    /// Id of a paper, or the address of one.
    #[serde(default)]
    pub paper: Option<Spanned<String>>,
    /// The slides.
    #[serde(default)]
    pub slides: Option<Spanned<Address>>,
    /// The recording.
    #[serde(default)]
    pub video: Option<Spanned<Address>>,
    /// Why the value is still to be confirmed.
    #[serde(default)]
    pub confirm: Confirm,
}

/// What kind of session an [`Entry`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    /// Welcome.
    Opening,
    /// Talk of an invited speaker.
    Keynote,
    /// Contributed talk.
    Contributed,
    /// Short contributed talk.
    Spotlight,
    /// Poster session.
    #[serde(rename = "poster session")]
    PosterSession,
    /// Panel discussion.
    Panel,
    /// Break.
    Break,
    /// Lunch.
    Lunch,
    /// Social event.
    Social,
    /// Closing remarks.
    Closing,
    /// Anything else.
    Other,
}

impl EntryKind {
    /// Its name, as it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Keynote => "keynote",
            Self::Contributed => "contributed",
            Self::Spotlight => "spotlight",
            Self::PosterSession => "poster session",
            Self::Panel => "panel",
            Self::Break => "break",
            Self::Lunch => "lunch",
            Self::Social => "social",
            Self::Closing => "closing",
            Self::Other => "other",
        }
    }
}
