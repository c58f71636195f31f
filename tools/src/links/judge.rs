//! Verdicts, and the conversation that leads to one.

use jiff::Timestamp;
use url::Url;

use super::answer::{Answer, Request};

/// What is true about a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It leads where it should, on evidence that a bare status 200 does not always give.
    Good,
    /// It leads there by a permanent redirect; the new address should be written.
    Moved,
    /// It leads nowhere.
    Dead,
    /// A form or submission that takes no more answers.
    Closed,
    /// Only people with an account or permission see it.
    Private,
    /// It cannot be known from here; the evidence says why.
    Unknown,
    /// It was left out on request.
    Excluded,
}

impl Verdict {
    /// Its name in every report and record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Moved => "moved",
            Self::Dead => "dead",
            Self::Closed => "closed",
            Self::Private => "private",
            Self::Unknown => "unknown",
            Self::Excluded => "excluded",
        }
    }
}

/// A verdict and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The cause in a word or two, stable and in kebab case, by which reports group: `not-found`, `bot-wall`,
    /// `rate-limit`, `timeout`, `certificate`, `soft-404`, `form-closed`, `sign-in`, `by-design` …
    pub kind: &'static str,
    /// What was seen, in words: one lower-case sentence without a full stop.
    pub evidence: String,
    /// What to do about it, where something can be done.
    pub remedy: Option<String>,
    /// The new address of what has moved, with query and fragment kept.
    pub moved_to: Option<Url>,
    /// The title of what was found, compared with that of the last run.
    pub title: Option<String>,
    /// Things that are not as they should be although the link is good: another year, another title.
    pub warnings: Vec<String>,
}

impl Judgement {
    /// A verdict with its cause and evidence.
    pub fn new(verdict: Verdict, kind: &'static str, evidence: impl Into<String>) -> Self {
        Self {
            verdict,
            kind,
            evidence: evidence.into(),
            remedy: None,
            moved_to: None,
            title: None,
            warnings: Vec::new(),
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }
}

/// A request that was sent, and what came back.
pub type Exchange = (Request, Answer);

/// The next step of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Ask this; the same request is sent once per run, whoever asks.
    Ask(Request),
    /// Enough is known.
    Done(Box<Judgement>),
}

/// What a run found out about a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The address as it is written, made absolute.
    pub url: Url,
    /// What is true about it.
    pub judgement: Judgement,
    /// The status that its own address, or else the interface that knows about it, answered last.
    pub status: Option<u16>,
    /// Where its own address led to in the end.
    pub final_url: Option<Url>,
    /// When the verdict was reached.
    pub checked_at: Timestamp,
    /// How many requests were sent for it; 0 where all it needed was known from requests for other links.
    pub requests: usize,
}

/// How a host was treated in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostUse {
    /// Its name.
    pub host: String,
    /// How many requests it got, repetitions and redirects included.
    pub requests: usize,
    /// How many of them were under way at the same time, at most.
    pub peak_concurrency: usize,
    /// How many of them were repetitions after a failure.
    pub retries: usize,
}
