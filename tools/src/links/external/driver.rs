//! The conversations about all links, and what they ask, sent when it may be.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use tokio::{
    task::JoinSet,
    time::{Instant, sleep_until, timeout_at},
};
use url::Url;

use super::{
    Options, Run, Watch,
    answers::{Answers, Key, Known},
    client::Client,
    fetch::{self, Fetch},
    limits,
    queue::Queue,
};
use crate::links::{
    answer::{Answer, Failure, Request},
    judge::{Exchange, Finding, Judgement, Step, Verdict},
};

/// A run while it goes on.
pub(super) struct Driver<'a> {
    links: &'a [Url],
    next: &'a dyn Fn(&Url, &[Exchange]) -> Step,
    options: &'a Options,
    client: Arc<Client>,
    conversations: Vec<Conversation>,
    findings: Vec<Option<Finding>>,
    /// Decided, and not told yet.
    news: Vec<usize>,
    open: usize,
    answers: usize,
    /// How many bytes the open conversations hold.
    held: usize,
    fetches: HashMap<usize, Fetch>,
    fetches_begun: usize,
    known: Answers,
    queue: Queue,
    later: BinaryHeap<Reverse<(Instant, Later)>>,
    tasks: JoinSet<(usize, Answer)>,
}

/// What was said about a link so far.
#[derive(Debug, Default)]
struct Conversation {
    exchanges: Vec<Exchange>,
    sent: usize,
    /// Whether it is the second one about this link, because it seemed dead after the first.
    again: bool,
}

/// What is to be done at a later time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Later {
    Send(usize),
    AskAgain(usize),
}

/// How often the stop is looked at: unnoticeable as a delay.
const TICK: Duration = Duration::from_millis(50);
/// No rule needs more requests for one link.
const MOST_QUESTIONS: usize = 12;
/// From how many bytes in open conversations on none is begun.
const HELD: usize = 8 * 1024 * 1024;
impl<'a> Driver<'a> {
    pub(super) fn new(
        links: &'a [Url],
        next: &'a dyn Fn(&Url, &[Exchange]) -> Step,
        options: &'a Options,
        client: Client,
    ) -> Self {
        Self {
            links,
            next,
            options,
            client: Arc::new(client),
            conversations: links.iter().map(|_| Conversation::default()).collect(),
            findings: links.iter().map(|_| None).collect(),
            news: Vec::new(),
            open: links.len(),
            answers: 0,
            held: 0,
            fetches: HashMap::new(),
            fetches_begun: 0,
            known: Answers::default(),
            queue: Queue::new(options.manners, options.concurrency),
            later: BinaryHeap::new(),
            tasks: JoinSet::new(),
        }
    }

    /// Goes on until all is decided, or it is told to stop.
    pub(super) async fn drive(mut self, watch: Watch<'_>) -> Run {
        for id in 0..self.links.len() {
            self.step(id);
        }
        loop {
            let now = Instant::now();
            self.do_what_is_due(now);
            self.send(now);
            for id in std::mem::take(&mut self.news) {
                self.findings.get(id).into_iter().flatten().for_each(&mut *watch.decided);
            }
            if self.open == 0 || (watch.stop)() {
                break;
            }
            self.wait(now).await;
        }
        Run {
            findings: self.findings.into_iter().flatten().collect(),
            hosts: self.queue.used(),
            answers: self.answers,
            stopped: self.open > 0,
        }
    }

    /// Until an answer comes, or something is due.
    async fn wait(&mut self, now: Instant) {
        let later = self.later.peek().map(|Reverse((time, _))| *time);
        // What is due already and was not sent waits for an answer.
        let due = self.queue.next_time().filter(|time| *time > now);
        let until = [later, due].into_iter().flatten().fold(now + TICK, Instant::min);
        if self.tasks.is_empty() {
            return sleep_until(until).await;
        }
        let Ok(mut ended) = timeout_at(until, self.tasks.join_next()).await else { return };
        while let Some(result) = ended {
            match result {
                Ok((id, answer)) => self.answered(id, answer),
                // Nothing stops a request from outside, so it is a panic: ours to show.
                Err(error) => std::panic::resume_unwind(error.into_panic()),
            }
            ended = self.tasks.try_join_next();
        }
    }

    fn send(&mut self, now: Instant) {
        let only_begun = self.held > HELD;
        loop {
            let fetches = &self.fetches;
            let is_retry = |id: usize| fetches.get(&id).is_some_and(Fetch::is_retry);
            let Some(id) = self.queue.pop(now, only_begun, is_retry) else { return };
            let Some(fetch) = self.fetches.get_mut(&id) else { continue };
            let asker = fetch.waiting.first().and_then(|(asker, _)| self.conversations.get_mut(*asker));
            if let Some(conversation) = asker {
                conversation.sent += 1;
            }
            let (client, ask) = (self.client.clone(), fetch.ask(now));
            self.tasks.spawn(async move { (id, client.send(&ask).await) });
        }
    }

    fn do_what_is_due(&mut self, now: Instant) {
        while let Some(&Reverse((time, what))) = self.later.peek()
            && time <= now
        {
            self.later.pop();
            match what {
                Later::Send(id) => self.enqueue(id, true),
                Later::AskAgain(id) => self.step(id),
            }
        }
    }

    /// Lets a request wait for its host, unless the host is left alone.
    fn enqueue(&mut self, id: usize, begun: bool) {
        let Some(fetch) = self.fetches.get_mut(&id) else { return };
        let host = host(fetch.at());
        if let Some(why) = self.queue.set_aside(host) {
            let answer = fetch.given_up(Failure::SetAside(why.to_owned()));
            self.resolve(id, answer);
        } else {
            self.queue.push(host, id, begun, Instant::now());
        }
    }

    /// Something came back: it is repeated, or leads elsewhere, or is the answer.
    fn answered(&mut self, id: usize, answer: Answer) {
        let now = Instant::now();
        let Some(fetch) = self.fetches.get_mut(&id) else { return };
        fetch.arrived(now);
        self.answers += usize::from(answer.is_ok());
        let trouble = self.options.retries.trouble(&answer);
        let mut pause =
            answer.as_ref().map_or(Duration::ZERO, |response| limits::pause(response, Timestamp::now()));
        if pause.is_zero() && trouble.as_ref().is_some_and(|trouble| trouble.slower) {
            pause = self.options.retries.backoff(fetch.failed);
        }
        let host = host(fetch.at()).to_owned();
        let words = trouble.as_ref().map(|trouble| trouble.words.as_str());
        let dropped = self.queue.ended(&host, now, words, pause);
        let set_aside = self.queue.set_aside(&host).map(str::to_owned);
        let wait = trouble.and_then(|trouble| self.options.retries.wait(&trouble, fetch.failed));
        match wait.filter(|_| set_aside.is_none()) {
            Some(wait) => {
                fetch.keep(answer);
                self.later.push(Reverse((now + wait, Later::Send(id))));
            }
            None => match fetch.received(answer, self.options.deadlines.with_redirects()) {
                Some(answer) => self.resolve(id, answer),
                None => self.enqueue(id, true),
            },
        }
        let why = set_aside.unwrap_or_default();
        for id in dropped {
            let given_up = |fetch: &mut Fetch| fetch.given_up(Failure::SetAside(why.clone()));
            if let Some(answer) = self.fetches.get_mut(&id).map(given_up) {
                self.resolve(id, answer);
            }
        }
    }

    /// Gives the answer to all who wait for it.
    fn resolve(&mut self, id: usize, answer: Answer) {
        let Some(fetch) = self.fetches.remove(&id) else { return };
        let body_limit = fetch.body_limit();
        let mut waiting = fetch.waiting;
        if let Some((first, request)) = waiting.first() {
            let again = self.conversations.get(*first).is_some_and(|conversation| conversation.again);
            self.known.end(Key::new(request, again), &answer, body_limit);
        }
        let cut = answer.as_ref().is_ok_and(|response| response.truncated);
        // Who came when it was too late to read more asks anew.
        let unsatisfied: Vec<_> =
            waiting.extract_if(.., |(_, own)| cut && own.body_limit > body_limit).collect();
        let mut answer = Some(answer);
        while let Some((conversation, request)) = waiting.pop() {
            // The last one gets the original.
            let own = if waiting.is_empty() { answer.take() } else { answer.clone() };
            if let Some(own) = own {
                self.note(conversation, request, own);
                self.step(conversation);
            }
        }
        for (conversation, request) in unsatisfied {
            self.ask(conversation, request);
        }
    }

    /// Asks on behalf of a conversation.
    fn ask(&mut self, conversation: usize, request: Request) {
        let again = self.conversations.get(conversation).is_some_and(|conversation| conversation.again);
        let key = Key::new(&request, again);
        match self.known.get(&key, request.body_limit) {
            Known::UnderWay(id) => {
                if let Some(fetch) = self.fetches.get_mut(&id) {
                    fetch.join(conversation, request);
                }
            }
            Known::Answered(answer) => {
                let answer = answer.clone();
                self.note(conversation, request, answer);
                self.step(conversation);
            }
            Known::Nothing => {
                let id = self.fetches_begun;
                self.fetches_begun += 1;
                self.known.begin(key, id);
                let begun = self.conversations.get(conversation).is_some_and(|own| !own.exchanges.is_empty());
                self.fetches.insert(id, Fetch::new(conversation, request));
                self.enqueue(id, begun);
            }
        }
    }

    fn note(&mut self, conversation: usize, request: Request, answer: Answer) {
        let answer = fetch::with_fragment(answer, request.url.fragment());
        if let Some(conversation) = self.conversations.get_mut(conversation) {
            let answer = fetch::with_way(answer, &request.url, &conversation.exchanges);
            self.held += size(&answer);
            conversation.exchanges.push((request, answer));
        }
    }

    /// Takes the next step of a conversation.
    fn step(&mut self, id: usize) {
        let (Some(url), Some(conversation)) = (self.links.get(id), self.conversations.get(id)) else {
            return;
        };
        match (self.next)(url, &conversation.exchanges) {
            Step::Done(judgement) => self.conclude(id, *judgement),
            Step::Ask(_) if conversation.exchanges.len() >= MOST_QUESTIONS => {
                let evidence = format!("{MOST_QUESTIONS} answers were not enough to tell");
                self.conclude(id, Judgement::new(Verdict::Unknown, "undecided", evidence));
            }
            Step::Ask(mut request) => {
                request.head_only &= !conversation.again;
                self.ask(id, request);
            }
        }
    }

    fn conclude(&mut self, id: usize, judgement: Judgement) {
        let (Some(url), Some(conversation)) = (self.links.get(id), self.conversations.get_mut(id)) else {
            return;
        };
        let exchanges = std::mem::take(&mut conversation.exchanges);
        self.held -= exchanges.iter().map(|(_, answer)| size(answer)).sum::<usize>();
        if judgement.verdict == Verdict::Dead && !conversation.again && !exchanges.is_empty() {
            conversation.again = true;
            let time = Instant::now() + self.options.retries.second_opinion;
            self.later.push(Reverse((time, Later::AskAgain(id))));
            return;
        }
        let asked = |url: &Url| exchanges.iter().rev().find(|(request, _)| request.url == *url);
        let own = match asked(url) {
            Some((_, Err(Failure::TooManyRedirects(way)))) => way.last().and_then(|hop| asked(&hop.to)),
            own => own,
        };
        let response =
            |exchange: Option<&'_ Exchange>| exchange?.1.as_ref().ok().map(|r| (r.status, r.url.clone()));
        let finding = Finding {
            url: url.clone(),
            judgement,
            status: response(own.or(exchanges.last())).map(|(status, _)| status),
            final_url: response(own).map(|(_, url)| url),
            checked_at: Timestamp::now(),
            requests: conversation.sent,
        };
        if let Some(place) = self.findings.get_mut(id) {
            *place = Some(finding);
            self.news.push(id);
            self.open -= 1;
        }
    }
}

/// What is paced together: all that one name serves.
fn host(url: &Url) -> &str {
    url.host_str().unwrap_or_default()
}

fn size(answer: &Answer) -> usize {
    answer.as_ref().map_or(0, |response| response.body.len())
}
