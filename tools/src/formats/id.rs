//! Names that stay when a session moves.

use sha2::{Digest as _, Sha256};

/// Longest name of a session, in characters.
const LONGEST: usize = 60;

/// A text as part of an address: its Latin letters and digits, words joined by hyphens. A text that has none is known
/// by a number made from it.
pub(super) fn slug(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words {
        let longer = slug.len() + 1 + word.len();
        if !slug.is_empty() && longer > LONGEST {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().take(LONGEST));
    }
    if slug.is_empty() { fingerprint(text) } else { slug }
}

/// A short number that another text hardly has.
pub(super) fn fingerprint(text: &str) -> String {
    hex(&digest(&[text])).chars().take(8).collect()
}

/// A number that no other thing has, as a UUID of the kind that each program may make in its own way.
/// <https://www.rfc-editor.org/rfc/rfc9562#section-5.8>
pub(super) fn uuid(parts: &[&str]) -> String {
    let mut bytes: Vec<u8> = digest(parts).into_iter().take(16).collect();
    if let [_, _, _, _, _, _, version, _, variant, ..] = bytes.as_mut_slice() {
        *version = *version & 0x0F | 0x80;
        *variant = *variant & 0x3F | 0x80;
    }
    let digits = hex(&bytes);
    let mut rest = digits.as_str();
    let mut groups = Vec::new();
    for length in [8, 4, 4, 4] {
        let (group, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        groups.push(group);
        rest = after;
    }
    groups.push(rest);
    groups.join("-")
}

fn digest(parts: &[&str]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        // So that no two lists of parts are one text.
        hash.update([0]);
    }
    hash.finalize().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_made_of_words() {
        assert_eq!(slug("Poster Session 1"), "poster-session-1");
        assert_eq!(slug("\"Stiff\" is not </script>: Δt < 1"), "stiff-is-not-script-t-1");
        assert_eq!(slug(&"word ".repeat(40)), ["word"; 12].join("-"));
        assert_eq!(slug(&"x".repeat(400)).len(), LONGEST);
    }

    #[test]
    fn a_text_in_another_script_has_a_slug_of_its_own() {
        let (one, other) = (slug("神经微分方程的辛结构"), slug("神经微分方程"));
        assert_ne!(one, other);
        assert_eq!((one.len(), other.len()), (8, 8));
    }

    #[test]
    fn a_uuid_has_its_form_and_follows_from_its_parts() {
        assert_eq!(uuid(&["DLDE", "NeurIPS 2023"]), uuid(&["DLDE", "NeurIPS 2023"]));
        assert_ne!(uuid(&["ab", "c"]), uuid(&["a", "bc"]));
        let lengths: Vec<usize> = uuid(&[]).split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        let text = uuid(&["x"]);
        assert_eq!(text.chars().nth(14), Some('8'), "{text}");
        assert!(text.chars().nth(19).is_some_and(|c| "89ab".contains(c)), "{text}");
    }
}
