//! One host: what waits to be sent to it, when the next request may go, and how it has been treated.

use std::{collections::VecDeque, time::Duration};

use tokio::time::Instant;

use crate::links::judge::HostUse;

/// How often a host may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Between the beginnings of two requests.
    pub pause: Duration,
    /// How many requests may be under way at the same time.
    pub concurrency: usize,
}

/// How hosts are treated.
#[derive(Debug, Clone, Copy)]
pub struct Manners {
    /// How many requests to one host are under way at the same time, at most.
    pub per_host: usize,
    /// Between the beginnings of two requests to one host.
    pub pause: Duration,
    /// The pace of hosts that want to be asked less than that.
    pub own: fn(&str) -> Option<Pace>,
    /// The longest wish of a host that is waited for.
    pub patience: Duration,
    /// How often in a row a host may fail before it is left alone.
    pub failures: usize,
}

/// A host and what waits for it.
#[derive(Debug)]
pub(super) struct Host {
    name: String,
    pace: Pace,
    /// What was begun goes on before anything new begins, so that little is kept in memory.
    begun: VecDeque<usize>,
    new: VecDeque<usize>,
    active: usize,
    not_before: Instant,
    failures: usize,
    set_aside: Option<String>,
    requests: usize,
    peak: usize,
    retries: usize,
}

impl Host {
    pub(super) fn new(name: &str, manners: &Manners, now: Instant) -> Self {
        let own = (manners.own)(name);
        let pace = Pace {
            pause: manners.pause.max(own.map(|own| own.pause).unwrap_or_default()),
            concurrency: manners.per_host.min(own.map_or(usize::MAX, |own| own.concurrency)),
        };
        Self {
            name: name.to_owned(),
            pace,
            begun: VecDeque::new(),
            new: VecDeque::new(),
            active: 0,
            not_before: now,
            failures: 0,
            set_aside: None,
            requests: 0,
            peak: 0,
            retries: 0,
        }
    }

    /// Lets a request wait.
    pub(super) fn push(&mut self, request: usize, begun: bool) {
        if begun { &mut self.begun } else { &mut self.new }.push_back(request);
    }

    /// When the next waiting request may be sent; `None` while there is none, or enough are under way.
    pub(super) fn next_time(&self) -> Option<Instant> {
        let waits = !self.begun.is_empty() || !self.new.is_empty();
        (waits && self.active < self.pace.concurrency).then_some(self.not_before)
    }

    /// The request to send next.
    pub(super) fn peek(&self, only_begun: bool) -> Option<usize> {
        self.begun.front().or_else(|| self.new.front().filter(|_| !only_begun)).copied()
    }

    /// Sends the request that [`Self::peek`] has shown.
    pub(super) fn start(&mut self, now: Instant, retry: bool) {
        let _ = self.begun.pop_front().or_else(|| self.new.pop_front());
        self.active += 1;
        // What the clock of the runtime is late by, at most a tenth, is made up for: the pace is what was promised.
        let late = now.saturating_duration_since(self.not_before);
        let start = if late <= self.pace.pause / 10 { self.not_before } else { now };
        self.not_before = start + self.pace.pause;
        self.requests += 1;
        self.retries += usize::from(retry);
        self.peak = self.peak.max(self.active);
    }

    /// Takes note that a request has ended: how, and how long the host wants to be left alone.
    pub(super) fn ended(&mut self, now: Instant, manners: &Manners, failure: Option<&str>, pause: Duration) {
        self.active -= 1;
        self.failures = failure.map_or(0, |_| self.failures + 1);
        if pause > manners.patience {
            self.set_aside = Some(format!("{} asks not to be asked for {}", self.name, duration(pause)));
        } else if let Some(words) = failure.filter(|_| self.failures >= manners.failures) {
            self.set_aside =
                Some(format!("{} has failed {} times in a row, at last: {words}", self.name, self.failures));
        } else {
            self.not_before = self.not_before.max(now + pause);
        }
    }

    /// Why the host is left alone for the rest of the run.
    pub(super) fn set_aside(&self) -> Option<&str> {
        self.set_aside.as_deref()
    }

    /// All that waits, which will not be sent.
    pub(super) fn drain(&mut self) -> Vec<usize> {
        self.begun.drain(..).chain(self.new.drain(..)).collect()
    }

    /// What was done to the host.
    pub(super) fn used(&self) -> Option<HostUse> {
        (self.requests > 0).then(|| HostUse {
            host: self.name.clone(),
            requests: self.requests,
            peak_concurrency: self.peak,
            retries: self.retries,
        })
    }
}

/// A time as people say it.
fn duration(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7200 => format!("{} min", seconds / 60),
        seconds => format!("{} h", seconds / 3600),
    }
}
