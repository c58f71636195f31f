//! Addresses in the templates of Tera: the values of attributes, the texts in expressions, and how the two are put
//! together.

use std::ops::Range;

use crate::content::texts;

/// How a template composes an address: what is always there, and between it what the data say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    literals: Vec<String>,
}

/// Attributes that hold addresses.
const ATTRIBUTES: [&str; 9] =
    ["href", "src", "srcset", "content", "action", "poster", "data", "cite", "xlink:href"];

impl Pattern {
    /// What stands for the expressions of the template in an address that it may have composed.
    pub(super) fn captures<'a>(&self, address: &'a str) -> Option<Vec<&'a str>> {
        let (first, others) = self.literals.split_first()?;
        let mut rest = address.strip_prefix(first.as_str())?;
        let mut found = Vec::new();
        for (index, literal) in others.iter().enumerate() {
            let is_last = index + 1 == others.len();
            let at = if is_last {
                rest.len().checked_sub(literal.len()).filter(|_| rest.ends_with(literal.as_str()))?
            } else {
                rest.find(literal.as_str())?
            };
            found.push(&rest[..at]);
            rest = &rest[at + literal.len()..];
        }
        rest.is_empty().then_some(found)
    }
}

/// The texts of a template that may be addresses, with their places: values of attributes without an expression, and
/// quoted texts within expressions.
pub(super) fn literals(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = attributes(text);
    for (start, end) in expressions(text) {
        let mut from = start;
        while let Some((open, quote)) = quote(text, from, end) {
            let close = text[open + 1..end].find(quote).map_or(end, |length| open + 1 + length);
            let inner = &text[open + 1..close];
            if inner.contains(['.', '/', '#', ':']) && !inner.contains(char::is_whitespace) {
                found.push((open + 1..close, inner));
            }
            from = (close + 1).min(end);
        }
    }
    found
}

/// The values without an expression of attributes that hold addresses, with their places.
pub(super) fn attributes(text: &str) -> Vec<(Range<usize>, &str)> {
    let plain = |range: Range<usize>| Some((range.clone(), text.get(range)?));
    values(text)
        .into_iter()
        .filter_map(plain)
        .filter(|(_, value)| !value.contains("{{") && !value.contains("{%"))
        .collect()
}

/// The attributes of a template in which an address is composed, and how.
pub(super) fn patterns(text: &str) -> Vec<(Range<usize>, Pattern)> {
    let mut found = Vec::new();
    for range in values(text) {
        let value = &text[range.clone()];
        let mut literals = Vec::new();
        let mut from = 0;
        for (start, end) in expressions(value) {
            literals.push(value[from..start].to_owned());
            from = end;
        }
        literals.push(value[from..].to_owned());
        // A redirect waits for a time before it says where to.
        if let Some(first) = literals.first_mut() {
            *first = first.rsplit("url=").next().unwrap_or_default().to_owned();
        }
        if literals.len() > 1 && literals.iter().any(|literal| !literal.trim().is_empty()) {
            found.push((range, Pattern { literals }));
        }
    }
    found
}

/// The places of the values of attributes that hold addresses. A quote within an expression does not end a value.
fn values(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find('=').map(|at| from + at) {
        from = at + 1;
        let quote = text[from..].chars().next().filter(|c| matches!(c, '"' | '\''));
        let (Some(quote), true) = (quote, is_after_name(&text[..at])) else { continue };
        if let Some(end) = end_of_value(text, from + 1, quote) {
            found.push(from + 1..end);
            from = end + 1;
        }
    }
    found
}

/// Whether a text ends in the name of an attribute that holds addresses.
fn is_after_name(text: &str) -> bool {
    ATTRIBUTES
        .iter()
        .filter_map(|name| text.strip_suffix(name))
        .any(|before| before.ends_with(char::is_whitespace))
}

fn end_of_value(text: &str, start: usize, quote: char) -> Option<usize> {
    let value = texts::beginning(text.get(start..)?);
    let mut at = 0;
    loop {
        let rest = &value[at..];
        let end = rest.find(quote)?;
        let inner = &rest[..end];
        let Some(open) = inner.find("{{").into_iter().chain(inner.find("{%")).min() else {
            return Some(start + at + end);
        };
        let close = |mark: &str| rest[open..].find(mark);
        at += open + close("}}").into_iter().chain(close("%}")).min()? + 2;
    }
}

/// Where the expressions of a template begin and end, comments left out.
fn expressions(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|at| from + at) {
        let close = match text.as_bytes().get(open + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                from = open + 1;
                continue;
            }
        };
        let Some(end) = text[open + 2..].find(close).map(|length| open + 2 + length + 2) else { break };
        if close != "#}" {
            found.push((open, end));
        }
        from = end;
    }
    found
}

fn quote(text: &str, from: usize, end: usize) -> Option<(usize, char)> {
    let part = text.get(from..end)?;
    let at = part.find(['"', '\''])?;
    Some((from + at, part[at..].chars().next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_that_composes_an_address_is_found_again_from_it() {
        let text = "<a class=\"x\" href=\"mailto:{{ edition.contact }}\">";
        let found = patterns(text);
        assert_eq!(found.len(), 1);
        let (range, pattern) = &found[0];
        assert_eq!(&text[range.clone()], "mailto:{{ edition.contact }}");
        assert_eq!(pattern.captures("mailto:a@b.org"), Some(vec!["a@b.org"]));
        assert_eq!(pattern.captures("tel:1"), None);
    }

    #[test]
    fn a_template_may_put_several_things_together() {
        let text = "<meta content='0; url={{ home | f(a=\"'\") }}#{{ id }}'>";
        let (_, pattern) = &patterns(text)[0];
        assert_eq!(pattern.captures("https://a.org/#b"), Some(vec!["https://a.org/", "b"]));
    }

    #[test]
    fn texts_in_expressions_and_attributes_may_be_addresses() {
        let text = "{# \"no.txt\" #}<a href=\"/x/\"><link href=\"{{ get_url(path=\"a.css\", cachebust=true) }}\">{{ t.y | f(a=\"b c.d\") }}";
        let texts: Vec<_> = literals(text).into_iter().map(|(range, found)| (&text[range], found)).collect();
        assert_eq!(texts, [("/x/", "/x/"), ("a.css", "a.css")]);
    }

    #[test]
    fn a_template_that_ends_anywhere_is_read_to_its_end() {
        let text = "<a href=\"ü{{ a | f(b=\"é\") }}#{% if x %}\">{# c #}";
        for (end, _) in text.char_indices() {
            literals(&text[..end]);
            patterns(&text[..end]);
        }
    }
}
