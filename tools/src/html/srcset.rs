//! `srcset` by position: WHATWG HTML, [parse a srcset attribute].
//!
//! [parse a srcset attribute]: https://html.spec.whatwg.org/multipage/images.html#parse-a-srcset-attribute

use std::ops::Range;

/// Where the addresses are in the value of a `srcset`, in order; the value is without character references.
///
/// Candidates whose descriptors a browser refuses are among them: a later standard may take them.
pub fn addresses(value: &str) -> Vec<Range<usize>> {
    let bytes = value.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        at = skip(bytes, at, |byte| byte.is_ascii_whitespace() || byte == b',');
        if at == bytes.len() {
            return found;
        }
        let end = skip(bytes, at, |byte| !byte.is_ascii_whitespace());
        // The commas at the end part it from the next candidate; those within belong to it.
        let address = at..at + value[at..end].trim_end_matches(',').len();
        at = if address.end < end { end } else { after_descriptors(bytes, end) };
        found.push(address);
    }
}

/// `value` with each address as `new` gives it; addresses that it leaves alone, and all else, stay as they are.
///
/// None where nothing changes.
pub fn rewrite(value: &str, mut new: impl FnMut(&str) -> Option<String>) -> Option<String> {
    let mut result = String::new();
    let mut copied = 0;
    for place in addresses(value) {
        let Some(address) = new(&value[place.clone()]) else { continue };
        result.push_str(&value[copied..place.start]);
        result.push_str(&protect(&address));
        copied = place.end;
    }
    (copied > 0).then(|| result + &value[copied..])
}

/// The address in a form that stays one candidate: blanks anywhere and commas at either end would part it.
fn protect(address: &str) -> String {
    let address = address.replace(|c: char| c.is_ascii_whitespace(), "%20");
    let inner = address.trim_matches(',');
    let before = address.len() - address.trim_start_matches(',').len();
    let after = address.len() - before - inner.len();
    "%2C".repeat(before) + inner + &"%2C".repeat(after)
}

/// Past the descriptors and the comma after them; a comma in parentheses does not end them.
fn after_descriptors(bytes: &[u8], from: usize) -> usize {
    let mut in_parentheses = false;
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            b'(' => in_parentheses = true,
            b')' => in_parentheses = false,
            b',' if !in_parentheses => return at + 1,
            _ => {}
        }
    }
    bytes.len()
}

fn skip(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> usize {
    bytes.iter().skip(from).position(|byte| !wanted(*byte)).map_or(bytes.len(), |more| from + more)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(value: &str) -> Vec<&str> {
        addresses(value).into_iter().map(|place| &value[place]).collect()
    }

    #[test]
    fn addresses_end_at_blanks_and_at_commas_that_end_them() {
        let cases: [(&str, &[&str]); 12] = [
            ("", &[]),
            (" , ,", &[]),
            ("a.png", &["a.png"]),
            ("a.png,", &["a.png"]),
            ("a.png 1x, b.png 2x", &["a.png", "b.png"]),
            ("a.png 1x,b.png 2x", &["a.png", "b.png"]),
            // Without a blank after it the comma is part of the address.
            ("a.png,b.png 2x", &["a.png,b.png"]),
            ("a.png, b.png", &["a.png", "b.png"]),
            ("data:,a ( , ) , b.png 1x", &["data:,a", "b.png"]),
            ("\n  a.png\t480w ,,\r\n b.png   960w\n", &["a.png", "b.png"]),
            ("a.png,,, b.png", &["a.png", "b.png"]),
            ("a.png 1x 2x nonsense, ü.png", &["a.png", "ü.png"]),
        ];
        for (value, expected) in cases {
            assert_eq!(texts(value), expected, "{value:?}");
        }
    }

    #[test]
    fn only_the_addresses_change() {
        let new = |address: &str| (address != "b").then(|| format!("x/{address}"));
        assert_eq!(rewrite(" a  1x ,b 2x, c", new).as_deref(), Some(" x/a  1x ,b 2x, x/c"));
        assert_eq!(rewrite("b 1x", new), None);
    }

    #[test]
    fn a_new_address_stays_one_candidate() {
        for (new, written) in [(",a b,", "%2Ca%20b%2C"), (",,", "%2C%2C"), ("a,b", "a,b")] {
            assert_eq!(rewrite("x 2x", |_| Some(new.to_owned())), Some(format!("{written} 2x")), "{new:?}");
        }
    }

    /// Every text of up to six signs that mean something.
    #[test]
    fn what_is_written_is_read_back_as_the_same_addresses() {
        let signs = ['a', ',', ' ', '(', ')', 'ü'];
        let mut texts = vec![String::new()];
        for _ in 0..6 {
            let longer = texts.iter().flat_map(|text| signs.map(|sign| format!("{text}{sign}")));
            texts = longer.collect::<Vec<_>>();
            for text in &texts {
                let places = addresses(text);
                assert!(places.iter().all(|place| !place.is_empty()), "{text:?}");
                let Some(written) = rewrite(text, |address| Some(format!("/{address}/"))) else {
                    assert!(places.is_empty(), "{text:?}");
                    continue;
                };
                let expected: Vec<_> =
                    places.into_iter().map(|place| format!("/{}/", &text[place])).collect();
                let read: Vec<_> = addresses(&written).into_iter().map(|place| &written[place]).collect();
                assert_eq!(read, expected, "{text:?} became {written:?}");
            }
        }
    }
}
