//! What a host says about how often it wants to be asked, read from the headers of its answers.

use std::time::Duration;

use jiff::{Timestamp, fmt::rfc2822};

use crate::links::answer::Response;

/// How long a host wants not to be asked, starting now; zero where it says nothing.
///
/// `Retry-After` counts on a refusal (429, 503) or a redirect (RFC 9110, section 10.2.3); the rate-limit headers say it
/// on every answer, by telling that nothing is left.
pub(super) fn pause(response: &Response, now: Timestamp) -> Duration {
    let retry_after =
        response.header("retry-after").filter(|_| matches!(response.status, 300..=399 | 429 | 503));
    let asked = retry_after.and_then(|value| delay(value, now));
    asked
        .unwrap_or_default()
        .max(used_up(response, now).unwrap_or_default())
        .max(every(response).unwrap_or_default())
}

/// `Retry-After`: seconds, or a date.
fn delay(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds.max(0.0)).ok();
    }
    let date = rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
}

/// How long it takes until a used-up quota is filled again.
fn used_up(response: &Response, now: Timestamp) -> Option<Duration> {
    // Of the IETF's drafts the later ones have one header for all: `"default";r=0;t=30`, before that
    // `limit=10, remaining=0, reset=30`. GitHub, OpenReview and many others have one for each, with `x-`.
    let field = |names: [&str; 2]| {
        let combined = response.header("ratelimit").and_then(|text| parameter(text, names));
        let single = |prefix: &str| response.header(&format!("{prefix}ratelimit-{}", names[1]));
        let single = single("").or_else(|| single("x-"));
        combined.or_else(|| single?.split([',', ';']).next()?.trim().parse::<f64>().ok())
    };
    let (remaining, reset) = (field(["r", "remaining"])?, field(["t", "reset"])?);
    if remaining >= 1.0 {
        return None;
    }
    // Some give the time of day of the reset, in seconds since 1970, instead of seconds from now.
    let now = Duration::try_from(now.duration_since(Timestamp::UNIX_EPOCH)).unwrap_or_default().as_secs_f64();
    let seconds = if reset > 1e9 { reset - now } else { reset };
    Duration::try_from_secs_f64(seconds.max(0.0)).ok()
}

/// The value of a parameter, by its short or long name.
fn parameter(text: &str, names: [&str; 2]) -> Option<f64> {
    let mut pairs = text.split([',', ';']).filter_map(|part| part.split_once('='));
    pairs.find(|(name, _)| names.contains(&name.trim()))?.1.trim().trim_matches('"').parse().ok()
}

/// The rate of Crossref: `x-rate-limit-limit` requests in `x-rate-limit-interval`.
fn every(response: &Response) -> Option<Duration> {
    let limit: f64 = response.header("x-rate-limit-limit")?.trim().parse().ok()?;
    let interval: f64 = response.header("x-rate-limit-interval")?.trim().strip_suffix('s')?.parse().ok()?;
    Duration::try_from_secs_f64(interval / limit).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paused(status: u16, headers: &[(&str, &str)]) -> f64 {
        let response = Response {
            status,
            url: "https://a.example/".parse().expect("an address"),
            hops: Vec::new(),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: Vec::new(),
            truncated: false,
        };
        pause(&response, "2026-03-02T12:00:00Z".parse().expect("an instant")).as_secs_f64()
    }

    #[test]
    fn a_host_says_how_long_to_wait_in_seconds_or_by_a_date() {
        assert_eq!(paused(429, &[("retry-after", "3600")]), 3600.0);
        assert_eq!(paused(503, &[("retry-after", " 0.5 ")]), 0.5);
        assert_eq!(paused(429, &[("retry-after", "Mon, 02 Mar 2026 12:01:30 GMT")]), 90.0);
        assert_eq!(paused(200, &[("retry-after", "3600")]), 0.0, "an answer is no refusal");
    }

    #[test]
    fn a_date_that_is_over_or_no_date_is_no_pause() {
        for value in ["Mon, 02 Mar 2026 11:00:00 GMT", "-5", "soon", "", "NaN", "1e300"] {
            assert_eq!(paused(429, &[("retry-after", value)]), 0.0, "{value}");
        }
    }

    #[test]
    fn a_used_up_quota_is_waited_for_in_every_spelling() {
        assert_eq!(paused(200, &[("ratelimit", "\"default\";r=0;t=30")]), 30.0);
        assert_eq!(paused(200, &[("ratelimit", "limit=10, remaining=0, reset=7")]), 7.0);
        assert_eq!(paused(200, &[("ratelimit-remaining", "0"), ("ratelimit-reset", "5")]), 5.0);
        assert_eq!(paused(200, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1772452860")]), 60.0);
        assert_eq!(paused(200, &[("x-ratelimit-remaining", "3"), ("x-ratelimit-reset", "60")]), 0.0);
        assert_eq!(paused(200, &[("x-ratelimit-remaining", "0")]), 0.0);
    }

    #[test]
    fn a_rate_spreads_the_requests() {
        assert_eq!(paused(200, &[("x-rate-limit-limit", "10"), ("x-rate-limit-interval", "1s")]), 0.1);
        assert_eq!(paused(200, &[("x-rate-limit-limit", "0"), ("x-rate-limit-interval", "1s")]), 0.0);
    }
}
