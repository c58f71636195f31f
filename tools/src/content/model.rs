//! What the files of an edition may say. Each key is explained where organisers see it, in the files themselves.

use serde::{Deserialize, de::IgnoredAny};
use serde_spanned::Spanned;

use super::values::{Address, Clock, Date, Zone};

/// A value that nobody has confirmed yet: why.
pub type Confirm = Option<String>;

/// `edition.toml`: what this edition is, when and where it takes place, and its links.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Short name of the workshop.
    pub acronym: String,
    /// Number of the edition as it is written, usually Roman.
    #[serde(default)]
    pub numeral: Option<String>,
    /// The host conference with its year.
    pub conference: String,
    /// Mail address for questions.
    #[serde(default)]
    pub contact: Option<String>,
    /// Order of the sections on the page, where it is not the usual one.
    #[serde(default)]
    pub order: Option<Vec<Section>>,
    /// When and where.
    pub event: Event,
    /// The picture at the top.
    #[serde(default)]
    pub banner: Option<Banner>,
    /// Links that have a life of their own.
    #[serde(default)]
    pub links: Vec<Link>,
    /// Important dates in the order of the page.
    #[serde(default)]
    pub dates: Vec<ImportantDate>,
}

/// When and where the workshop takes place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The (first) day.
    pub date: Spanned<Date>,
    /// First minute, on the clock of `zone`.
    #[serde(default)]
    pub start: Option<Spanned<Clock>>,
    /// Last minute, on the clock of `zone`.
    #[serde(default)]
    pub end: Option<Spanned<Clock>>,
    /// Zone of `start` and `end`.
    pub zone: Spanned<Zone>,
    /// Virtual, in person or hybrid.
    pub mode: Mode,
    /// Building and city, where there is one.
    #[serde(default)]
    pub place: Option<String>,
    /// See [`Confirm`].
    #[serde(default)]
    pub confirm: Confirm,
}

/// How people take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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

/// The picture at the top of the page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Banner {
    /// File in the folder of the edition.
    pub image: Spanned<String>,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Who made it.
    #[serde(default)]
    pub credit: Option<String>,
    /// See [`Confirm`].
    #[serde(default)]
    pub confirm: Confirm,
}

/// A link that has a life of its own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Decides where on the page it appears.
    pub kind: LinkKind,
    /// The words of the link.
    pub label: String,
    /// Where it leads.
    pub url: Spanned<Address>,
    /// See [`Confirm`].
    #[serde(default)]
    pub confirm: Confirm,
}

/// What a [`Link`] is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// Where authors submit.
    Submission,
    /// Where questions to the speakers are asked.
    Questions,
    /// The style file of submissions.
    Style,
}

/// A line of the table of important dates.
#[derive(Debug, Clone, Deserialize)]
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
    pub zone: Option<Zone>,
    /// The date before a deadline was extended.
    #[serde(default)]
    pub was: Option<Date>,
    /// See [`Confirm`].
    #[serde(default)]
    pub confirm: Confirm,
}

/// What happens on an [`ImportantDate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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

/// The sections of the page, by the names of their files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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
    /// `recordings.md`
    Recordings,
    /// `papers.toml`
    Papers,
    /// `[[organisers]]` of `people.toml`
    Organisers,
    /// `acknowledgements.md`
    Acknowledgements,
    /// `references.bib`
    References,
}

/// `schedule.toml`: the programme.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Zone of all times.
    pub zone: Spanned<Zone>,
    /// The zone in words.
    #[serde(default)]
    pub zone_label: Option<String>,
    /// See [`Confirm`].
    #[serde(default)]
    pub confirm: Confirm,
    /// In the order of the day.
    #[serde(default)]
    pub entries: Vec<Entry>,
}

/// An entry of the programme.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What kind of session.
    pub kind: EntryKind,
    /// The day, where it is not the event's.
    #[serde(default)]
    pub date: Option<Spanned<Date>>,
    /// First minute; none while it is open.
    #[serde(default)]
    pub start: Option<Spanned<Clock>>,
    /// Last minute.
    #[serde(default)]
    pub end: Option<Spanned<Clock>>,
    /// Title; a talk without one shows its speakers.
    #[serde(default)]
    pub title: Option<String>,
    /// Ids of people.
    #[serde(default)]
    pub speakers: Vec<Spanned<String>>,
    /// Room or stream.
    #[serde(default)]
    pub room: Option<String>,
    /// The paper's page.
    #[serde(default)]
    pub paper: Option<Address>,
    /// The slides.
    #[serde(default)]
    pub slides: Option<Address>,
    /// The recording.
    #[serde(default)]
    pub video: Option<Address>,
    /// See [`Confirm`].
    #[serde(default)]
    pub confirm: Confirm,
}

/// What kind of session an [`Entry`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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

/// `people.toml`: everybody on the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// Invited speakers in the order of the page.
    #[serde(default)]
    pub speakers: Vec<Person>,
    /// Organisers in the order of the page.
    #[serde(default)]
    pub organisers: Vec<Person>,
}

/// A person.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Short name for links and for the schedule.
    pub id: Spanned<String>,
    /// Name as it is shown.
    pub name: String,
    /// Name as the schedule says it, where it differs.
    #[serde(default)]
    pub full_name: Option<String>,
    /// Own page.
    #[serde(default)]
    pub url: Option<Spanned<Address>>,
    /// File in the folder of the edition.
    #[serde(default)]
    pub photo: Option<Spanned<String>>,
    /// Institutions, as they are shown.
    #[serde(default)]
    pub affiliations: Vec<String>,
    /// Has promised to come.
    #[serde(default)]
    pub confirmed: bool,
    /// A few sentences, in Markdown.
    #[serde(default)]
    pub bio: Option<String>,
    /// See [`Confirm`].
    #[serde(default)]
    pub confirm: Confirm,
}

/// `papers.toml`: accepted papers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Papers {
    /// Lists kept elsewhere.
    #[serde(default)]
    pub lists: Vec<PaperList>,
}

/// A list of papers that is kept elsewhere.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperList {
    /// The words of the link.
    pub label: String,
    /// Where it is.
    pub url: Spanned<Address>,
    /// See [`Confirm`].
    #[serde(default)]
    pub confirm: Confirm,
}

/// Front matter of a Markdown file: Zola's keys, of which we read the title.
/// <https://www.getzola.org/documentation/content/page/#front-matter>
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    dead_code,
    reason = "Zola's keys are Zola's to check; they are named so that a misspelt one gets a suggestion"
)]
pub struct FrontMatter {
    /// The heading of the section, or the name of the edition.
    pub title: String,
    /// One sentence for search engines.
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    extra: Option<IgnoredAny>,
    #[serde(default)]
    date: Option<IgnoredAny>,
    #[serde(default)]
    updated: Option<IgnoredAny>,
    #[serde(default)]
    weight: Option<IgnoredAny>,
    #[serde(default)]
    draft: Option<IgnoredAny>,
    #[serde(default)]
    render: Option<IgnoredAny>,
    #[serde(default)]
    slug: Option<IgnoredAny>,
    #[serde(default)]
    path: Option<IgnoredAny>,
    #[serde(default)]
    aliases: Option<IgnoredAny>,
    #[serde(default)]
    authors: Option<IgnoredAny>,
    #[serde(default)]
    in_search_index: Option<IgnoredAny>,
    #[serde(default)]
    template: Option<IgnoredAny>,
    #[serde(default)]
    taxonomies: Option<IgnoredAny>,
    #[serde(default)]
    sort_by: Option<IgnoredAny>,
    #[serde(default)]
    page_template: Option<IgnoredAny>,
    #[serde(default)]
    transparent: Option<IgnoredAny>,
    #[serde(default)]
    paginate_by: Option<IgnoredAny>,
    #[serde(default)]
    insert_anchor_links: Option<IgnoredAny>,
    #[serde(default)]
    generate_feeds: Option<IgnoredAny>,
    #[serde(default)]
    redirect_to: Option<IgnoredAny>,
}
