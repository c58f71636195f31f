//! What an address tells by its shape alone, without a network: for the rules over the content and for those over the
//! answers of hosts.

use std::ops::Range;

/// What is wrong with the path of a Google Form.
pub(crate) fn form(path: &str) -> Option<&'static str> {
    match path.trim_end_matches('/').rsplit('/').next() {
        Some("edit") => Some("visitors cannot open the address for editing a form"),
        Some("closedform") => Some("this is the page of a closed form"),
        Some("formResponse") => Some("this is the page after a form was sent"),
        _ => None,
    }
}

/// What is wrong with the id of an OpenReview group.
pub(crate) fn openreview_group(group: &str) -> Option<&'static str> {
    let parts: Vec<&str> = group.split('/').collect();
    let plain = |part: &&str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.~".contains(c))
    };
    if group.is_empty() {
        Some("this address names no group of OpenReview")
    } else if !parts.iter().all(plain) {
        Some("no group of OpenReview has such a name")
    } else if parts.len() > 1 && !parts.iter().any(|part| years(part).next().is_some()) {
        Some("the group of a workshop has a year in its name")
    } else {
        None
    }
}

/// The new name of a tab of OpenReview's pages, from an older one or from words.
pub(crate) fn openreview_tab(tab: &str) -> String {
    let words: Vec<&str> = tab.split('-').filter(|word| !word.is_empty()).collect();
    format!("tab-{}", words.join("-"))
}

/// Whether a paper on OpenReview can have this id.
pub(crate) fn is_openreview_note(id: &str) -> bool {
    (8..=14).contains(&id.len()) && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
}

/// Whether a host is one of Zoom's.
pub(crate) fn is_zoom(host: &str) -> bool {
    host == "zoom.us" || host.ends_with(".zoom.us")
}

/// Whether what follows the host is the start link of a Zoom meeting, which makes everybody its host.
pub(crate) fn is_zoom_secret(rest: &str) -> bool {
    rest.starts_with("/s/") || rest.contains("zak=")
}

/// What a host offers that ends by itself.
pub(crate) fn invitation(host: &str, rest: &str) -> Option<&'static str> {
    match host {
        "join.slack.com" => Some("an invitation to Slack"),
        "discord.gg" => Some("an invitation to Discord"),
        "discord.com" if rest.starts_with("/invite") => Some("an invitation to Discord"),
        "meet.google.com" => Some("a room of Google Meet"),
        "gather.town" | "app.gather.town" | "eventhosts.gather.town" => Some("a room of Gather"),
        _ if host.ends_with("slack.com") && rest.contains("shared_invite") => Some("an invitation to Slack"),
        _ if is_zoom(host) => Some("a room of Zoom"),
        _ => None,
    }
}

/// The years written in a text, with their places: four digits that are no part of a longer number or word.
pub(crate) fn years(text: &str) -> impl Iterator<Item = (Range<usize>, i16)> {
    let bytes = text.as_bytes();
    let digit = move |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let alone = move |at: usize| {
        !at.checked_sub(1).is_some_and(digit) && !bytes.get(at + 4).is_some_and(u8::is_ascii_alphanumeric)
    };
    (0..bytes.len().saturating_sub(3))
        .filter(move |at| (0..4).all(|i| digit(at + i)) && alone(*at))
        .filter_map(move |at| {
            let year = text.get(at..at + 4)?.parse().ok()?;
            (1900..2200).contains(&year).then_some((at..at + 4, year))
        })
}

/// The last year written in a text.
pub(crate) fn year_in(text: &str) -> Option<i16> {
    years(text).last().map(|(_, year)| year)
}
