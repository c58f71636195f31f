//! TOML into typed values with every mistake reported, each at its place.
//!
//! `toml` parses into a tree with spans; this module is the serde deserializer over that tree. It differs from the
//! one in `toml` in its errors: they keep the set of known keys and the exact span. After a mistake the
//! offending node is taken out of the tree and the tree is read again, so that one run reports all mistakes.

use std::{fmt, ops::Range};

use serde::de::{self, DeserializeOwned, IntoDeserializer};
use serde_spanned::{Spanned, de::SpannedDeserializer};
use toml::de::{DeTable, DeValue};

use super::suggest;

/// Reading a file stops after so many mistakes: nobody reads more, and a hostile file must not take long.
const MOST_MISTAKES: usize = 100;
/// The place of what is wrong with the document as a whole: its beginning.
const ROOT: Range<usize> = 0..0;

/// A mistake in a TOML document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    /// Name of the rule it breaks.
    pub(super) rule: &'static str,
    /// Byte range in the document.
    pub(super) span: Range<usize>,
    /// What is wrong.
    pub(super) what: String,
    /// What to write instead.
    pub(super) hint: Option<String>,
}

/// Reads a document into `T`. With mistakes there is no value, however small they are.
///
/// # Errors
/// All mistakes, syntax errors first; at least one.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Vec<Mistake>> {
    let mut tree = parse(text)?;
    let mut mistakes = Vec::new();
    // Keys whose absence is no news, with the table they were to stand in.
    let mut excused: Vec<(Range<usize>, String)> = Vec::new();
    while mistakes.len() < MOST_MISTAKES {
        let fault = match T::deserialize(Node::Root(tree.get_ref())) {
            Ok(value) if mistakes.is_empty() => return Ok(value),
            Ok(_) => break,
            Err(fault) => fault,
        };
        let span = fault.span.clone().unwrap_or(ROOT);
        let meant = fault.meant();
        if !matches!(&fault.kind, Kind::MissingKey(key) if excused.contains(&(span.clone(), key.clone()))) {
            mistakes.push(fault.into_mistake(text));
        }
        let Some((table, key)) = remove(tree.get_mut(), &ROOT, &span) else { break };
        excused.extend(meant.map(|meant| (table.clone(), meant)));
        excused.push((table, key));
    }
    Err(mistakes)
}

/// Parses a document into a tree with spans.
///
/// # Errors
/// All syntax errors; at least one.
pub(super) fn parse(text: &str) -> Result<Spanned<DeTable<'_>>, Vec<Mistake>> {
    let (tree, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(tree);
    }
    let mistake = |error: toml::de::Error| Mistake {
        rule: "toml-syntax",
        span: error.span().unwrap_or(ROOT),
        what: error.message().lines().collect::<Vec<_>>().join(", "),
        hint: Some(syntax_hint(error.message()).to_owned()),
    };
    Err(errors.into_iter().take(MOST_MISTAKES).map(mistake).collect())
}

fn syntax_hint(message: &str) -> &'static str {
    if message.contains("escape") {
        "between \" and \" a backslash begins another character; write the text between ' and ', or two for each one"
    } else {
        "a line is  key = value;  text stands in quotes that open and close on the same line"
    }
}

/// Takes the node at a span out of the tree: the entry of a table whose key or value it is, or the element of an
/// array. Gives back the span of its table and the key it stood under. The deepest node wins: a list of `[[tables]]`
/// has the span of its first.
fn remove(
    table: &mut DeTable<'_>,
    own: &Range<usize>,
    span: &Range<usize>,
) -> Option<(Range<usize>, String)> {
    let below = table.iter_mut().find_map(|(key, value)| remove_below(own, key.get_ref(), value, span));
    if below.is_some() {
        return below;
    }
    let key = table.iter().find(|(key, value)| key.span() == *span || value.span() == *span)?.0.clone();
    table.remove(&key);
    Some((own.clone(), key.get_ref().to_string()))
}

fn remove_below(
    own: &Range<usize>,
    key: &str,
    value: &mut Spanned<DeValue<'_>>,
    span: &Range<usize>,
) -> Option<(Range<usize>, String)> {
    let at = value.span();
    match value.get_mut() {
        DeValue::Table(table) => remove(table, &at, span),
        DeValue::Array(array) => {
            let below = array.iter_mut().find_map(|element| remove_below(own, key, element, span));
            if below.is_some() {
                return below;
            }
            let index = array.iter().position(|element| element.span() == *span)?;
            let kept = array.iter().enumerate().filter(|(i, _)| *i != index);
            *array = kept.map(|(_, element)| element.clone()).collect();
            Some((own.clone(), key.to_owned()))
        }
        _ => None,
    }
}

/// A node of the tree, to be deserialized.
#[derive(Clone)]
enum Node<'a> {
    Value(&'a Spanned<DeValue<'a>>),
    /// The document itself, which has no value around it.
    Root(&'a DeTable<'a>),
}

impl<'a> Node<'a> {
    fn span(&self) -> Range<usize> {
        match self {
            Node::Value(value) => value.span(),
            Node::Root(_) => ROOT,
        }
    }

    fn visit<'de, V: de::Visitor<'de>>(&self, visitor: V) -> Result<V::Value, Fault> {
        let value = match self {
            Node::Value(value) => value.get_ref(),
            Node::Root(table) => return visitor.visit_map(Entries::of(table)),
        };
        match value {
            DeValue::String(text) => visitor.visit_str(text),
            DeValue::Boolean(flag) => visitor.visit_bool(*flag),
            // A bare date or time reads like a quoted one, so that organisers need not know the difference.
            // Zola writes seconds behind it.
            DeValue::Datetime(when) if when.date.is_none() => {
                Err(de::Error::invalid_type(de::Unexpected::Other("a time without quotes"), &visitor))
            }
            DeValue::Datetime(when) => visitor.visit_string(when.to_string()),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => visitor.visit_i64(number),
                Err(_) => Err(de::Error::custom("this number is too large")),
            },
            DeValue::Float(number) => match number.as_str().parse() {
                Ok(number) => visitor.visit_f64(number),
                Err(_) => Err(de::Error::custom("this is no number")),
            },
            DeValue::Array(array) => visitor.visit_seq(Elements(array.iter())),
            DeValue::Table(table) => visitor.visit_map(Entries::of(table)),
        }
    }
}

impl<'de> de::Deserializer<'de> for Node<'_> {
    type Error = Fault;

    fn deserialize_any<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.visit(visitor).map_err(|fault| fault.at(self.span()))
    }

    fn deserialize_option<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: de::Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: de::Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let text = match &self {
            Node::Value(value) => value.get_ref().as_str(),
            Node::Root(_) => None,
        };
        match text {
            Some(text) => visitor.visit_enum(text.into_deserializer()),
            None => Err(de::Error::custom("a quoted word is needed here")),
        }
        .map_err(|fault: Fault| fault.at(self.span()))
    }

    fn deserialize_struct<V: de::Visitor<'de>>(
        self,
        name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if serde_spanned::de::is_spanned(name) {
            let span = self.span();
            return visitor.visit_map(SpannedDeserializer::new(self, span));
        }
        self.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Fault> for Node<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The entries of a table in the order of the file: the tree has them sorted by name.
struct Entries<'a> {
    rest: std::vec::IntoIter<(&'a Spanned<toml::de::DeString<'a>>, &'a Spanned<DeValue<'a>>)>,
    value: Option<&'a Spanned<DeValue<'a>>>,
}

impl<'a> Entries<'a> {
    fn of(table: &'a DeTable<'a>) -> Self {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        Self { rest: entries.into_iter(), value: None }
    }
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = Fault;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        let name: &str = key.get_ref();
        seed.deserialize(name.into_deserializer()).map(Some).map_err(|fault: Fault| fault.at(key.span()))
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        match self.value.take() {
            // A value of the right type can still be wrong, which is found after it was visited.
            Some(value) => seed.deserialize(Node::Value(value)).map_err(|fault| fault.at(value.span())),
            None => Err(de::Error::custom("a value is needed here")),
        }
    }
}

/// The elements of an array.
struct Elements<'a>(std::slice::Iter<'a, Spanned<DeValue<'a>>>);

impl<'de> de::SeqAccess<'de> for Elements<'_> {
    type Error = Fault;

    fn next_element_seed<T: de::DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some(element) = self.0.next() else { return Ok(None) };
        seed.deserialize(Node::Value(element)).map(Some).map_err(|fault| fault.at(element.span()))
    }
}

/// What serde says went wrong, and where as soon as that is known.
#[derive(Debug)]
struct Fault {
    span: Option<Range<usize>>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    UnknownKey { key: String, known: &'static [&'static str] },
    UnknownWord { word: String, known: &'static [&'static str] },
    MissingKey(String),
    WrongType(String),
    Value(String),
}

impl Fault {
    fn of(kind: Kind) -> Self {
        Self { span: None, kind }
    }

    /// Sets the place unless a deeper node has set it.
    fn at(mut self, span: Range<usize>) -> Self {
        self.span.get_or_insert(span);
        self
    }

    /// The key that was probably meant by an unknown one.
    fn meant(&self) -> Option<String> {
        let Kind::UnknownKey { key, known } = &self.kind else { return None };
        suggest::nearest(key, known.iter().copied()).map(str::to_owned)
    }

    fn into_mistake(self, text: &str) -> Mistake {
        let span = self.span.unwrap_or(ROOT);
        let (rule, what, hint) = match self.kind {
            Kind::UnknownKey { key, known } => {
                ("unknown-key", format!("unknown key `{key}`"), Some(suggest::one_of(&key, known)))
            }
            Kind::UnknownWord { word, known } => {
                ("unknown-word", format!("`{word}` is not known here"), Some(suggest::one_of(&word, known)))
            }
            Kind::MissingKey(key) => {
                let hint = format!("add a line `{key} = …`");
                ("missing-key", format!("the key `{key}` is missing"), Some(hint))
            }
            Kind::WrongType(what) if what.ends_with("but a list is needed") => {
                let value = text.get(span.clone()).filter(|value| !value.contains('\n'));
                ("wrong-type", what, value.map(|value| format!("write a list: [{value}]")))
            }
            Kind::WrongType(what) => ("wrong-type", what, quotes(text, &span)),
            Kind::Value(what) => {
                let (what, hint) =
                    what.split_once('\n').map_or((what.as_str(), None), |(w, h)| (w, Some(h.to_owned())));
                return Mistake { rule: "bad-value", span, what: what.to_owned(), hint };
            }
        };
        Mistake { rule, span, what, hint }
    }
}

/// Advice for the commonest wrong type: a number or a word without quotes.
fn quotes(text: &str, span: &Range<usize>) -> Option<String> {
    let value = text.get(span.clone())?;
    let bare = !value.is_empty() && !value.starts_with(['"', '\'', '[', '{']) && !value.contains('\n');
    bare.then(|| format!("write it in quotes: \"{value}\""))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.kind)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::of(Kind::Value(message.to_string()))
    }

    fn invalid_type(found: de::Unexpected<'_>, needed: &dyn de::Expected) -> Self {
        let needed = needed
            .to_string()
            .replace("a boolean", "true or false without quotes")
            .replace("a string", "text")
            .replace("a sequence", "a list");
        Self::of(Kind::WrongType(format!("this is {}, but {needed} is needed", name_of(&found))))
    }

    fn unknown_field(key: &str, known: &'static [&'static str]) -> Self {
        Self::of(Kind::UnknownKey { key: key.to_owned(), known })
    }

    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Self {
        Self::of(Kind::UnknownWord { word: word.to_owned(), known })
    }

    fn missing_field(key: &'static str) -> Self {
        Self::of(Kind::MissingKey(key.to_owned()))
    }
}

fn name_of(found: &de::Unexpected<'_>) -> String {
    match found {
        de::Unexpected::Bool(flag) => format!("the word {flag}"),
        de::Unexpected::Signed(number) => format!("the number {number}"),
        de::Unexpected::Float(number) => format!("the number {number}"),
        de::Unexpected::Str(_) => "text in quotes".to_owned(),
        de::Unexpected::Seq => "a list".to_owned(),
        de::Unexpected::Map => "a table".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
#[path = "toml_tests.rs"]
mod tests;
