//! A request on its way: through redirects and repetitions to its answer. It sends nothing itself.

use std::time::Duration;

use tokio::time::Instant;
use url::Url;

use super::{client::Ask, cookies::Cookies, redirect};
use crate::links::{
    answer::{Answer, Failure, Hop, Request, Response},
    judge::Exchange,
};

/// A request, who waits for it, and how far it is.
#[derive(Debug)]
pub(super) struct Fetch {
    /// Without fragment, which no server gets to see.
    request: Request,
    /// The conversations that wait for the answer, and what they asked.
    pub waiting: Vec<(usize, Request)>,
    /// When the present address was asked; before that, how much is read can still be changed.
    asked: Option<Instant>,
    /// How long the servers have taken so far, since the last failure.
    spent: Duration,
    /// How often it has failed on its whole way.
    pub failed: usize,
    /// What came of it then.
    last: Option<Box<Answer>>,
    trip: Option<Box<Trip>>,
}

/// What there is to remember once there was a redirect or a cookie.
#[derive(Debug, Default)]
struct Trip {
    hops: Vec<Hop>,
    cookies: Cookies,
    /// Where it was, and with which cookies: to come back with others is no loop.
    seen: Vec<(Option<String>, Url)>,
}

impl Fetch {
    /// A request of a conversation.
    pub(super) fn new(conversation: usize, request: Request) -> Self {
        let bare = without_fragment(&request);
        Self {
            request: bare,
            waiting: vec![(conversation, request)],
            asked: None,
            spent: Duration::ZERO,
            failed: 0,
            last: None,
            trip: None,
        }
    }

    /// Lets another conversation wait for the same; if it is not too late, as much is read as it needs.
    pub(super) fn join(&mut self, conversation: usize, request: Request) {
        if self.asked.is_none() {
            self.request.body_limit = self.request.body_limit.max(request.body_limit);
        }
        self.waiting.push((conversation, request));
    }

    /// The address to ask now.
    pub(super) fn at(&self) -> &Url {
        let hop = self.trip.as_ref().and_then(|trip| trip.hops.last());
        hop.map_or(&self.request.url, |hop| &hop.to)
    }

    /// How much is read of the body.
    pub(super) fn body_limit(&self) -> usize {
        self.request.body_limit
    }

    /// Whether the next time repeats one that failed.
    pub(super) fn is_retry(&self) -> bool {
        self.last.is_some()
    }

    /// Sets out to ask the present address.
    pub(super) fn ask(&mut self, now: Instant) -> Ask {
        self.asked = Some(now);
        let url = self.at().clone();
        Ask {
            head_only: self.request.head_only,
            body_limit: self.request.body_limit,
            accept: self.request.accept,
            cookie: self.trip.as_ref().and_then(|trip| trip.cookies.header(&url)),
            url,
        }
    }

    /// Keeps an answer that may be better next time.
    pub(super) fn keep(&mut self, answer: Answer) {
        self.failed += 1;
        self.spent = Duration::ZERO;
        self.last = Some(Box::new(answer));
    }

    /// The answer of a request that is not sent any more: what came last, or `otherwise`.
    pub(super) fn given_up(&mut self, otherwise: Failure) -> Answer {
        match self.last.take() {
            Some(answer) => self.received(*answer, Duration::MAX).unwrap_or(Err(otherwise)),
            None => Err(otherwise),
        }
    }

    /// Takes note that the servers of the way have taken until now.
    pub(super) fn arrived(&mut self, now: Instant) {
        self.spent += self.asked.map(|asked| now - asked).unwrap_or_default();
    }

    /// Takes an answer of the present address. Gives it back if it is the last; else there is another address to ask,
    /// unless that would take more than `limit` in all.
    pub(super) fn received(&mut self, answer: Answer, limit: Duration) -> Option<Answer> {
        self.last = None;
        let mut response = match answer {
            Ok(response) => response,
            Err(failure) => return Some(Err(failure)),
        };
        self.take_cookies(&response);
        let hop = match redirect::of(&response).filter(|_| self.request.follow) {
            None => {
                response.hops = self.trip.take().map(|trip| trip.hops).unwrap_or_default();
                return Some(Ok(response));
            }
            Some(Err(failure)) => return Some(Err(failure)),
            Some(Ok(hop)) => hop,
        };
        let trip = self.trip.get_or_insert_default();
        let place = |url: &Url, cookies: &Cookies| {
            let mut url = url.clone();
            url.set_fragment(None);
            (cookies.header(&url), url)
        };
        // What the present address was asked with, before it set cookies of its own.
        if trip.hops.is_empty() {
            trip.seen.push(place(&hop.from, &Cookies::default()));
        }
        let there = place(&hop.to, &trip.cookies);
        if trip.seen.contains(&there) {
            return Some(Err(Failure::RedirectLoop));
        }
        trip.seen.push(there);
        if self.spent > limit {
            return Some(Err(Failure::Timeout("the end of the redirects")));
        }
        trip.hops.push(hop);
        if trip.hops.len() > redirect::MOST {
            return Some(Err(Failure::TooManyRedirects(std::mem::take(&mut trip.hops))));
        }
        None
    }

    fn take_cookies(&mut self, response: &Response) {
        let set = response.headers.iter().filter(|(name, _)| name == "set-cookie").map(|(_, value)| value);
        for value in set.filter(|_| self.request.follow) {
            self.trip.get_or_insert_default().cookies.set(&response.url, value);
        }
    }
}

/// The request as it is on the wire.
pub(super) fn without_fragment(request: &Request) -> Request {
    let mut bare = request.clone();
    bare.url.set_fragment(None);
    bare
}

/// An answer as it is for one who asked with this fragment.
pub(super) fn with_fragment(answer: Answer, fragment: Option<&str>) -> Answer {
    let mut answer = answer;
    let mut current = fragment.map(str::to_owned);
    let hops = match &mut answer {
        Ok(response) => &mut response.hops,
        Err(Failure::TooManyRedirects(hops)) => hops,
        Err(_) => return answer,
    };
    for hop in hops {
        hop.from.set_fragment(current.as_deref());
        match hop.to.fragment() {
            Some(own) => current = Some(own.to_owned()),
            None => hop.to.set_fragment(current.as_deref()),
        }
    }
    if let Ok(response) = &mut answer {
        response.url.set_fragment(current.as_deref());
    }
    answer
}

/// An answer with the redirects of the requests before, where it goes on from one that was redirected too often.
pub(super) fn with_way(answer: Answer, url: &Url, before: &[Exchange]) -> Answer {
    let ways = before.iter().filter_map(|(_, answer)| match answer {
        Err(Failure::TooManyRedirects(hops)) => Some(hops),
        _ => None,
    });
    let Some(way) = ways.into_iter().find(|hops| hops.last().is_some_and(|hop| hop.to == *url)) else {
        return answer;
    };
    let mut answer = answer;
    if let Ok(response) = &mut answer {
        response.hops.splice(..0, way.iter().cloned());
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().expect("an address")
    }

    fn answer(fetch: &Fetch, status: u16, headers: &[(&str, &str)]) -> Answer {
        Ok(Response {
            status,
            url: without_fragment(&Request::get(fetch.at().clone())).url,
            hops: Vec::new(),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: Vec::new(),
            truncated: false,
        })
    }

    fn redirected(fetch: &mut Fetch, headers: &[(&str, &str)]) -> Option<Answer> {
        let answer = answer(fetch, 302, headers);
        fetch.received(answer, Duration::MAX)
    }

    #[test]
    fn redirects_are_followed_to_the_end_with_the_fragment() {
        let mut fetch = Fetch::new(0, Request::get(url("http://a.example/1#f")));
        assert_eq!(redirected(&mut fetch, &[("location", "/2")]), None);
        assert_eq!(redirected(&mut fetch, &[("location", "http://b.example/3#g")]), None);
        let end = answer(&fetch, 200, &[]);
        let end = fetch.received(end, Duration::MAX).map(|answer| with_fragment(answer, Some("f")));
        let response = end.expect("is the end").expect("is a response");
        assert_eq!(response.url, url("http://b.example/3#g"));
        let hops: Vec<_> = response.hops.iter().map(|hop| (hop.from.as_str(), hop.to.as_str())).collect();
        assert_eq!(
            hops,
            [
                ("http://a.example/1#f", "http://a.example/2#f"),
                ("http://a.example/2#f", "http://b.example/3#g")
            ]
        );
    }

    #[test]
    fn a_loop_ends_but_not_one_that_wants_its_cookie_back() {
        let mut fetch = Fetch::new(0, Request::get(url("http://a.example/")));
        assert_eq!(redirected(&mut fetch, &[("location", "/"), ("set-cookie", "k=v")]), None);
        assert_eq!(fetch.ask(Instant::now()).cookie.as_deref(), Some("k=v"));
        assert_eq!(redirected(&mut fetch, &[("location", "/")]), Some(Err(Failure::RedirectLoop)));
    }

    #[test]
    fn a_loop_of_two_ends_where_it_began() {
        let mut fetch = Fetch::new(0, Request::get(url("http://a.example/1")));
        assert_eq!(redirected(&mut fetch, &[("location", "/2")]), None);
        assert_eq!(redirected(&mut fetch, &[("location", "/1")]), Some(Err(Failure::RedirectLoop)));
    }

    #[test]
    fn more_redirects_than_ten_are_too_many() {
        let mut fetch = Fetch::new(0, Request::get(url("http://a.example/0")));
        let mut last = None;
        for step in 1..=11 {
            assert_eq!(last, None);
            last = redirected(&mut fetch, &[("location", &format!("/{step}"))]);
        }
        let Some(Err(Failure::TooManyRedirects(way))) = last else { panic!("{last:?}") };
        assert_eq!(way.last().map(|hop| hop.to.as_str()), Some("http://a.example/11"));
        let end = with_way(
            answer(&Fetch::new(0, Request::get(url("http://a.example/11"))), 200, &[]),
            &url("http://a.example/11"),
            &[(Request::get(url("http://a.example/0")), Err(Failure::TooManyRedirects(way)))],
        );
        assert_eq!(end.map(|response| response.hops.len()), Ok(11));
    }

    #[test]
    fn a_way_that_takes_too_long_is_not_gone_to_its_end() {
        let mut fetch = Fetch::new(0, Request::get(url("http://a.example/")));
        let (start, limit) = (Instant::now(), Duration::from_secs(20));
        for step in 1..4 {
            fetch.ask(start);
            fetch.arrived(start + Duration::from_secs(8));
            let answer = answer(&fetch, 302, &[("location", &format!("/{step}"))]);
            let expected = (step == 3).then_some(Err(Failure::Timeout("the end of the redirects")));
            assert_eq!(fetch.received(answer, limit), expected, "after {} s", 8 * step);
        }
    }

    #[test]
    fn what_is_not_to_be_followed_is_the_answer() {
        let mut fetch = Fetch::new(0, Request::get(url("http://a.example/")).without_redirects());
        let response =
            redirected(&mut fetch, &[("location", "/2")]).expect("is the end").expect("a response");
        assert_eq!((response.status, response.header("location")), (302, Some("/2")));
    }
}
