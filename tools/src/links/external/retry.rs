//! Whether and when a request is repeated.

use std::{
    hash::{BuildHasher as _, RandomState},
    time::Duration,
};

use crate::links::answer::{Answer, Failure};

/// How patient a run is with failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// How often a request is repeated at most.
    pub most: usize,
    /// Before the first repetition; twice as much before each further one.
    pub first: Duration,
    /// Before what seems dead is asked once more.
    pub second_opinion: Duration,
}

/// What a failure says about its host and about a repetition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// In words.
    pub words: String,
    /// How often it is worth repeating.
    repetitions: usize,
    /// Whether the host wants all requests to come more slowly.
    pub slower: bool,
}

impl Retries {
    /// What is wrong with an answer that might be right another time; `None` where it is as it will be.
    pub fn trouble(&self, answer: &Answer) -> Option<Trouble> {
        let (words, repetitions, slower) = match answer {
            Ok(response) => match response.status {
                status @ (429 | 503) => (format!("status {status}"), self.most, true),
                // 520 to 527 are those of a large network for a server that it cannot reach.
                status @ (408 | 425 | 500 | 502 | 504 | 520..=527) => {
                    (format!("status {status}"), self.most, false)
                }
                _ => return None,
            },
            Err(Failure::Connect(words) | Failure::Broken(words) | Failure::Malformed(words)) => {
                (words.clone(), self.most, false)
            }
            Err(Failure::LookUp(words)) => (words.clone(), self.most, false),
            // It has taken its time already.
            Err(Failure::Timeout(what)) => (format!("{what} did not come in time"), self.most.min(1), false),
            Err(_) => return None,
        };
        Some(Trouble { words, repetitions, slower })
    }

    /// How long to wait before a repetition, of which there were `before`; `None` where enough were made.
    pub fn wait(&self, trouble: &Trouble, before: usize) -> Option<Duration> {
        (before < trouble.repetitions).then(|| jittered(self.backoff(before)))
    }

    /// Twice as long each time.
    pub fn backoff(&self, before: usize) -> Duration {
        self.first * 2_u32.pow(u32::try_from(before.min(6)).unwrap_or(6))
    }
}

/// Between half of it and one and a half, so that what failed together does not come back together.
fn jittered(time: Duration) -> Duration {
    // The standard library's hash keys are its only source of chance.
    let part = RandomState::new().hash_one(()) % 1024;
    time.mul_f64(0.5 + part as f64 / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RETRIES: Retries =
        Retries { most: 2, first: Duration::from_secs(1), second_opinion: Duration::from_secs(2) };

    fn repetitions(answer: &Answer) -> usize {
        let trouble = RETRIES.trouble(answer);
        trouble.map_or(0, |trouble| {
            (0..9).take_while(|before| RETRIES.wait(&trouble, *before).is_some()).count()
        })
    }

    #[test]
    fn only_what_may_be_right_another_time_is_repeated() {
        for (failure, times) in [
            (Failure::Connect("refused".into()), 2),
            (Failure::Broken("closed".into()), 2),
            (Failure::LookUp("try again".into()), 2),
            (Failure::Timeout("an answer"), 1),
            (Failure::NoSuchHost, 0),
            (Failure::Certificate("expired".into()), 0),
            (Failure::PrivateAddress("here".into()), 0),
            (Failure::RedirectLoop, 0),
        ] {
            assert_eq!(repetitions(&Err(failure.clone())), times, "{failure:?}");
        }
    }

    #[test]
    fn a_repetition_waits_about_twice_as_long_as_the_one_before() {
        for before in 0..6 {
            let wait = jittered(RETRIES.backoff(before)).as_secs_f64() / 2_f64.powi(before as i32);
            assert!((0.5..1.5).contains(&wait), "{wait}");
        }
    }
}
