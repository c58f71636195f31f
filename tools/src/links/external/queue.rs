//! What waits to be sent, by the time at which it may be: a host that has to wait blocks nobody.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    time::Duration,
};

use tokio::time::Instant;

use super::host::{Host, Manners};
use crate::links::judge::HostUse;

/// The hosts and what waits for them. It reads no clock: the time is always told.
#[derive(Debug)]
pub(super) struct Queue {
    manners: Manners,
    /// How many more may be under way.
    free: usize,
    hosts: Vec<Entry>,
    places: HashMap<String, usize>,
    /// The next times of the hosts, one for each that has one. It may be too early: then the host's own counts.
    due: BinaryHeap<Reverse<(Instant, usize)>>,
}

#[derive(Debug)]
struct Entry {
    host: Host,
    is_due: bool,
}

impl Queue {
    pub(super) fn new(manners: Manners, concurrency: usize) -> Self {
        let (hosts, places, due) = (Vec::new(), HashMap::new(), BinaryHeap::new());
        Self { manners, free: concurrency, hosts, places, due }
    }

    /// Lets a request wait for its host. What belongs to a conversation that has `begun` goes first.
    pub(super) fn push(&mut self, host: &str, request: usize, begun: bool, now: Instant) {
        let place = *self.places.entry(host.to_owned()).or_insert_with(|| {
            self.hosts.push(Entry { host: Host::new(host, &self.manners, now), is_due: false });
            self.hosts.len() - 1
        });
        if let Some(entry) = self.hosts.get_mut(place) {
            entry.host.push(request, begun);
        }
        self.note(place);
    }

    /// Takes out a request that may be sent now; only one that has begun, where memory is short.
    pub(super) fn pop(
        &mut self,
        now: Instant,
        only_begun: bool,
        is_retry: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let mut passed_over = Vec::new();
        let mut found = None;
        while let Some(&Reverse((time, place))) = self.due.peek() {
            if self.free == 0 || time > now {
                break;
            }
            self.due.pop();
            let Some(Entry { host, is_due }) = self.hosts.get_mut(place) else { continue };
            *is_due = false;
            match host.next_time() {
                None => continue,
                Some(own) if own > now => {
                    self.note(place);
                    continue;
                }
                Some(_) => {}
            }
            let Some(request) = host.peek(only_begun) else {
                passed_over.push(place);
                continue;
            };
            host.start(now, is_retry(request));
            self.free -= 1;
            self.note(place);
            found = Some(request);
            break;
        }
        for place in passed_over {
            self.note(place);
        }
        found
    }

    /// Takes note that a request has ended: why it failed, and for how long its host wants to be left alone.
    /// Gives back all that waits for the host if that is for too long.
    pub(super) fn ended(
        &mut self,
        host: &str,
        now: Instant,
        failure: Option<&str>,
        pause: Duration,
    ) -> Vec<usize> {
        self.free += 1;
        let Some(&place) = self.places.get(host) else { return Vec::new() };
        let Some(Entry { host, .. }) = self.hosts.get_mut(place) else { return Vec::new() };
        host.ended(now, &self.manners, failure, pause);
        let dropped = if host.set_aside().is_some() { host.drain() } else { Vec::new() };
        self.note(place);
        dropped
    }

    /// Why a host is left alone.
    pub(super) fn set_aside(&self, host: &str) -> Option<&str> {
        self.hosts.get(*self.places.get(host)?)?.host.set_aside()
    }

    /// When to look again, unless something ends before.
    pub(super) fn next_time(&self) -> Option<Instant> {
        self.due.peek().filter(|_| self.free > 0).map(|Reverse((time, _))| *time)
    }

    /// How the hosts were treated, by name.
    pub(super) fn used(&self) -> Vec<HostUse> {
        let mut used: Vec<_> = self.hosts.iter().filter_map(|entry| entry.host.used()).collect();
        used.sort_by(|a, b| a.host.cmp(&b.host));
        used
    }

    fn note(&mut self, place: usize) {
        let Some(Entry { host, is_due }) = self.hosts.get_mut(place) else { return };
        if let Some(time) = host.next_time().filter(|_| !*is_due) {
            *is_due = true;
            self.due.push(Reverse((time, place)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::host::Pace, *};

    const SLOW: Pace = Pace { pause: Duration::from_secs(3), concurrency: 1 };

    fn queue(concurrency: usize) -> (Queue, Instant) {
        let manners = Manners {
            per_host: 2,
            pause: Duration::from_millis(50),
            own: |host| (host == "slow").then_some(SLOW),
            patience: Duration::from_secs(30),
            failures: 3,
        };
        (Queue::new(manners, concurrency), Instant::now())
    }

    /// All that may be sent after so many milliseconds.
    fn sent(queue: &mut Queue, start: Instant, after: u64) -> Vec<usize> {
        let now = start + Duration::from_millis(after);
        std::iter::from_fn(|| queue.pop(now, false, |_| false)).collect()
    }

    fn ended(queue: &mut Queue, now: Instant, failure: Option<&str>, pause: u64) -> Vec<usize> {
        queue.ended("a", now, failure, Duration::from_secs(pause))
    }

    #[test]
    fn a_host_gets_one_request_each_pause_and_no_more_than_its_number() {
        let (mut queue, start) = queue(10);
        (0..4).for_each(|id| queue.push("a", id, false, start));
        queue.push("b", 9, false, start);
        assert_eq!(sent(&mut queue, start, 0), [0, 9]);
        assert_eq!(sent(&mut queue, start, 49), [0; 0]);
        assert_eq!(queue.next_time(), Some(start + Duration::from_millis(50)));
        assert_eq!(sent(&mut queue, start, 50), [1]);
        assert_eq!(sent(&mut queue, start, 500), [0; 0], "two are under way");
        assert_eq!(queue.next_time(), None);
        ended(&mut queue, start, None, 0);
        assert_eq!(sent(&mut queue, start, 500), [2]);
    }

    #[test]
    fn a_little_delay_is_made_up_for_and_a_long_one_is_not() {
        let (mut queue, start) = queue(10);
        (0..4).for_each(|id| queue.push("a", id, false, start));
        for (after, id, due) in [(0, 0, 50), (53, 1, 100), (120, 2, 170)] {
            assert_eq!(sent(&mut queue, start, after), [id]);
            ended(&mut queue, start, None, 0);
            assert_eq!(queue.next_time(), Some(start + Duration::from_millis(due)));
        }
    }

    #[test]
    fn a_host_that_wants_a_longer_pause_by_its_terms_gets_it() {
        let (mut queue, start) = queue(10);
        (0..2).for_each(|id| queue.push("slow", id, false, start));
        assert_eq!(sent(&mut queue, start, 0), [0]);
        assert_eq!(sent(&mut queue, start, 2_999), [0; 0]);
        assert_eq!(sent(&mut queue, start, 3_000), [0; 0], "one is under way");
        queue.ended("slow", start, None, Duration::ZERO);
        assert_eq!(sent(&mut queue, start, 3_000), [1]);
    }

    #[test]
    fn no_more_are_under_way_than_may_be_in_all() {
        let (mut queue, start) = queue(2);
        for (id, host) in ["a", "b", "c", "d"].into_iter().enumerate() {
            queue.push(host, id, false, start);
        }
        assert_eq!(sent(&mut queue, start, 0), [0, 1]);
        assert_eq!(queue.next_time(), None);
        ended(&mut queue, start, None, 0);
        assert_eq!(sent(&mut queue, start, 0), [2]);
    }

    #[test]
    fn what_has_begun_goes_first_and_alone_while_memory_is_short() {
        let (mut queue, start) = queue(10);
        queue.push("a", 0, false, start);
        queue.push("a", 1, true, start);
        queue.push("b", 2, false, start);
        assert_eq!(queue.pop(start, true, |_| false), Some(1));
        assert_eq!(queue.pop(start, true, |_| false), None);
        assert_eq!(sent(&mut queue, start, 60), [2, 0]);
    }

    #[test]
    fn a_host_that_asks_for_a_pause_gets_it_and_one_that_asks_for_too_long_is_left_alone() {
        let (mut queue, start) = queue(10);
        (0..4).for_each(|id| queue.push("a", id, false, start));
        assert_eq!(sent(&mut queue, start, 0), [0]);
        assert_eq!(ended(&mut queue, start, None, 30), [0; 0]);
        assert_eq!(sent(&mut queue, start, 29_999), [0; 0]);
        assert_eq!(sent(&mut queue, start, 30_000), [1]);
        assert_eq!(ended(&mut queue, start, None, 3600), [2, 3], "these will not be sent");
        assert_eq!(queue.set_aside("a"), Some("a asks not to be asked for 60 min"));
    }

    #[test]
    fn a_host_that_fails_again_and_again_is_left_alone_but_one_success_counts_more() {
        let (mut queue, start) = queue(10);
        (0..9).for_each(|id| queue.push("a", id, false, start));
        for (after, failure) in
            [Some("x"), Some("x"), None, Some("x"), Some("x"), Some("gone")].into_iter().enumerate()
        {
            assert_eq!(queue.set_aside("a"), None);
            assert_eq!(sent(&mut queue, start, 100 * after as u64), [after]);
            ended(&mut queue, start, failure, 0);
        }
        assert_eq!(queue.set_aside("a"), Some("a has failed 3 times in a row, at last: gone"));
        let [used] = &queue.used()[..] else { panic!("one host") };
        assert_eq!((used.requests, used.peak_concurrency, used.retries), (6, 1, 0));
    }
}
