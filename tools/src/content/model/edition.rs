//! `edition.toml`: what this edition is, when and where it takes place, and its links.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Confirm;
use crate::content::values::{Address, Clock, Date, Day, Moment, Spanned, Zone};

/// The whole file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Short name of the workshop.
    pub acronym: String,
    /// Number of the edition as it is written, usually Roman.
    #[serde(default)]
    pub numeral: Option<Spanned<String>>,
    /// The host conference with its year.
    pub conference: Spanned<String>,
    /// Mail address for questions.
    #[serde(default)]
    pub contact: Option<Spanned<String>>,
    /// Order of the sections on the page, where it is not the usual one.
    #[serde(default)]
    pub order: Option<Vec<Section>>,
    /// The stage, where the dates are not to decide it.
    #[serde(default)]
    pub stage: Option<Spanned<Stage>>,
    /// Why the value is still to be confirmed.
    #[serde(default)]
    pub confirm: Confirm,
    /// When and where.
    pub event: Event,
    /// The picture at the top.
    #[serde(default)]
    pub banner: Option<Banner>,
    /// Links that have a life of their own.
    #[serde(default)]
    pub links: Vec<Link>,
    /// Lines at the top of the page that come and go.
    #[serde(default)]
    pub notices: Vec<Notice>,
    /// Important dates in the order of the page.
    #[serde(default)]
    pub dates: Vec<ImportantDate>,
}

/// When and where the workshop takes place.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The (first) day.
    pub date: Spanned<Date>,
    /// The last day, where there are several.
    #[serde(default)]
    pub last_date: Option<Spanned<Day>>,
    /// First minute of the first day, on the clock of `zone`.
    #[serde(default)]
    pub start: Option<Spanned<Clock>>,
    /// Last minute of the last day, on the clock of `zone`; past midnight where it is before `start`.
    #[serde(default)]
    pub end: Option<Spanned<Clock>>,
    /// Zone of `start` and `end`.
    pub zone: Spanned<Zone>,
    /// Virtual, in person or hybrid.
    pub mode: Mode,
    /// Building and city, where there is one.
    #[serde(default)]
    pub place: Option<String>,
    /// Why the value is still to be confirmed.
    #[serde(default)]
    pub confirm: Confirm,
}

/// How people take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Mode {
    /// On the network only.
    #[serde(rename = "virtual")]
    Virtual,
    /// At the place only.
    #[serde(rename = "in person")]
    InPerson,
    /// Both.
    #[serde(rename = "hybrid")]
    Hybrid,
}

/// Where an edition stands in its life. The dates decide it, unless the organisers force one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Nothing can be submitted yet.
    Announced,
    /// Submissions are open.
    Call,
    /// Submissions are closed, decisions not out.
    Review,
    /// Accepted papers and programme stand.
    Programme,
    /// It takes place.
    Live,
    /// It is over.
    Archive,
}

/// The picture at the top of the page.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Banner {
    /// File in the folder of the edition.
    pub image: Spanned<String>,
    /// What it shows, for those who do not see it.
    pub alt: Spanned<String>,
    /// Who made it.
    #[serde(default)]
    pub credit: Option<String>,
    /// Why the value is still to be confirmed.
    #[serde(default)]
    pub confirm: Confirm,
}

/// A link that has a life of its own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Decides where on the page it appears, and in which stages.
    pub kind: LinkKind,
    /// The words of the link.
    pub label: Spanned<String>,
    /// Where it leads.
    pub url: Spanned<Address>,
    /// When it begins to be shown, where the stage is not to decide it.
    #[serde(default)]
    pub from: Option<Spanned<Moment>>,
    /// When it is last shown.
    #[serde(default)]
    pub until: Option<Spanned<Moment>>,
    /// Readers need an account there.
    #[serde(default)]
    pub login: bool,
    /// Why the value is still to be confirmed.
    #[serde(default)]
    pub confirm: Confirm,
}

/// What a [`Link`] is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// Where authors submit.
    Submission,
    /// Where questions to the speakers are asked.
    Questions,
    /// The style file of submissions.
    Style,
    /// Another file that authors need.
    Download,
    /// Where one registers.
    Registration,
    /// Where one buys a ticket.
    Tickets,
    /// The live stream.
    Stream,
    /// A room on the network.
    Room,
    /// Where participants chat.
    Chat,
    /// Where questions to the panel are asked.
    PanelQuestions,
    /// The place on a map.
    Map,
    /// Help with visas.
    Visa,
    /// Code of conduct.
    Conduct,
    /// All recordings.
    Recordings,
    /// A page of the workshop elsewhere.
    Website,
    /// Anything else.
    Other,
}

/// A line at the top of the page that comes and goes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Markdown; it may hold several links.
    pub text: String,
    /// When it begins to be shown.
    #[serde(default)]
    pub from: Option<Spanned<Moment>>,
    /// When it is last shown.
    #[serde(default)]
    pub until: Option<Spanned<Moment>>,
    /// Readers need an account there.
    #[serde(default)]
    pub login: bool,
    /// Why the value is still to be confirmed.
    #[serde(default)]
    pub confirm: Confirm,
}

/// A line of the table of important dates.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportantDate {
    /// What happens on it.
    pub kind: Spanned<DateKind>,
    /// Its words on the page.
    pub label: String,
    /// The date; the event's is the one of [`Event`].
    #[serde(default)]
    pub date: Option<Spanned<Date>>,
    /// Usually [`Zone::AoE`].
    #[serde(default)]
    pub zone: Option<Spanned<Zone>>,
    /// The date before a deadline was extended.
    #[serde(default)]
    pub was: Option<Spanned<Date>>,
    /// Why the value is still to be confirmed.
    #[serde(default)]
    pub confirm: Confirm,
}

/// What happens on an [`ImportantDate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DateKind {
    /// Last day to submit.
    Submission,
    /// Authors hear the decision.
    Decision,
    /// Last day for the final version.
    CameraReady,
    /// Last day to register.
    Registration,
    /// The workshop itself.
    Event,
    /// Anything else.
    Other,
}

/// The sections of the page, by the names of their files where they have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// `introduction.md`
    Introduction,
    /// `[[dates]]` of `edition.toml`
    Dates,
    /// `call.md`
    Call,
    /// `schedule.toml`
    Schedule,
    /// `[[speakers]]` of `people.toml`
    Speakers,
    /// Panels of the schedule, and `panel.md`
    Panel,
    /// Poster sessions of the schedule, and `posters.md`
    Posters,
    /// `recordings.md`, and the videos and slides of the schedule
    Recordings,
    /// `papers.toml`
    Papers,
    /// `[[organisers]]` of `people.toml`
    Organisers,
    /// `[[committee]]` of `people.toml`
    Committee,
    /// `sponsors.toml`
    Sponsors,
    /// `attending.md`, and the links that help to come
    Attending,
    /// `editions.toml`, and the other editions of this site
    Editions,
    /// `acknowledgements.md`
    Acknowledgements,
    /// `references.bib`
    References,
}
