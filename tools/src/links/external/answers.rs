//! What has been asked in this run, so that nothing is asked twice.

use std::collections::{HashMap, VecDeque};

use super::fetch;
use crate::links::answer::{Answer, Request};

/// The requests under way, and the latest answers that are small.
#[derive(Debug, Default)]
pub(super) struct Answers {
    known: HashMap<Key, Entry>,
    /// The answers in `known`, the oldest first, and their bytes.
    kept: VecDeque<(Key, usize)>,
    bytes: usize,
}

/// What makes two requests the same, apart from how much is read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    request: Request,
    again: bool,
}

#[derive(Debug)]
enum Entry {
    UnderWay(usize),
    Answered { answer: Answer, body_limit: usize },
}

/// What is known about a request.
#[derive(Debug)]
pub(super) enum Known<'a> {
    /// It has to be sent.
    Nothing,
    /// It is under way, with this number.
    UnderWay(usize),
    /// It was answered.
    Answered(&'a Answer),
}

/// How many bytes of answers are kept, and up to which size of a body.
const KEPT: usize = 4 * 1024 * 1024;
const KEPT_BODY: usize = 64 * 1024;
/// What an answer takes beside its body, roughly.
const HEAD: usize = 1024;

impl Key {
    /// The key of a request; one for a second opinion is not answered by the first.
    pub(super) fn new(request: &Request, again: bool) -> Self {
        Self { request: Request { body_limit: 0, ..fetch::without_fragment(request) }, again }
    }
}

impl Answers {
    /// What is known about a request of which so much of the body is wanted.
    pub(super) fn get(&self, key: &Key, wanted: usize) -> Known<'_> {
        match self.known.get(key) {
            None => Known::Nothing,
            Some(Entry::UnderWay(id)) => Known::UnderWay(*id),
            Some(Entry::Answered { answer, body_limit }) => {
                let cut = answer.as_ref().is_ok_and(|response| response.truncated);
                if cut && *body_limit < wanted { Known::Nothing } else { Known::Answered(answer) }
            }
        }
    }

    /// Takes note of a request that is under way.
    pub(super) fn begin(&mut self, key: Key, id: usize) {
        self.known.insert(key, Entry::UnderWay(id));
    }

    /// Keeps a small answer for a while, and forgets a large one.
    pub(super) fn end(&mut self, key: Key, answer: &Answer, body_limit: usize) {
        let body = answer.as_ref().map_or(0, |response| response.body.len());
        if body > KEPT_BODY {
            self.known.remove(&key);
            return;
        }
        self.bytes += HEAD + body;
        self.kept.push_back((key.clone(), HEAD + body));
        self.known.insert(key, Entry::Answered { answer: answer.clone(), body_limit });
        while self.bytes > KEPT
            && let Some((key, bytes)) = self.kept.pop_front()
        {
            self.bytes -= bytes;
            self.known.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::answer::Response;

    fn request(path: usize) -> Request {
        Request::get(format!("https://a.example/{path}#f").parse().expect("an address"))
    }

    fn answer(length: usize, truncated: bool) -> Answer {
        let url = request(0).url;
        Ok(Response {
            status: 200,
            url,
            hops: Vec::new(),
            headers: Vec::new(),
            body: vec![0; length],
            truncated,
        })
    }

    fn is_known(answers: &Answers, path: usize, wanted: usize) -> bool {
        matches!(answers.get(&Key::new(&request(path), false), wanted), Known::Answered(_))
    }

    #[test]
    fn an_answer_serves_all_who_want_no_more_of_it() {
        let mut answers = Answers::default();
        let mut other = request(1);
        other.url.set_fragment(None);
        answers.begin(Key::new(&other, false), 7);
        assert!(matches!(answers.get(&Key::new(&request(1), false), 0), Known::UnderWay(7)));
        answers.end(Key::new(&request(1), false), &answer(9, true), 10);
        assert!(is_known(&answers, 1, 10) && !is_known(&answers, 1, 11));
        assert!(
            matches!(answers.get(&Key::new(&request(1), true), 0), Known::Nothing),
            "a second opinion is new"
        );
    }

    #[test]
    fn only_so_much_is_kept() {
        let mut answers = Answers::default();
        for path in 0..100 {
            answers.end(Key::new(&request(path), false), &answer(KEPT_BODY, false), 0);
        }
        assert!(answers.bytes <= KEPT && answers.known.len() == answers.kept.len());
        assert!(!is_known(&answers, 0, 0) && is_known(&answers, 99, 0));
        answers.end(Key::new(&request(99), false), &answer(KEPT_BODY + 1, false), 0);
        assert!(!is_known(&answers, 99, 0));
    }
}
