//! What each TOML file of an edition may say, as JSON Schema, from the types that read it: with it, editors complete keys
//! and mark mistakes while they are made. Draft 7, the one that all of them know.
//! <https://taplo.tamasfe.dev/configuration/directives.html#the-schema-directive>

use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;

use super::{exceptions, model};

/// The files that have a schema, with what gives it.
type Make = fn(SchemaGenerator) -> schemars::Schema;
const FILES: [(&str, Make); 7] = [
    ("edition.toml", SchemaGenerator::into_root_schema_for::<model::Edition>),
    ("editions.toml", SchemaGenerator::into_root_schema_for::<model::Editions>),
    ("exceptions.toml", SchemaGenerator::into_root_schema_for::<exceptions::File>),
    ("papers.toml", SchemaGenerator::into_root_schema_for::<model::Papers>),
    ("people.toml", SchemaGenerator::into_root_schema_for::<model::People>),
    ("schedule.toml", SchemaGenerator::into_root_schema_for::<model::Schedule>),
    ("sponsors.toml", SchemaGenerator::into_root_schema_for::<model::Sponsors>),
];

/// The names of the files that have a schema.
pub fn files() -> impl Iterator<Item = &'static str> {
    FILES.into_iter().map(|(file, _)| file)
}

/// The schema of a file, as text; none where there is no such file.
pub fn of(file: &str) -> Option<String> {
    let (_, make) = FILES.into_iter().find(|(name, _)| *name == file)?;
    let mut schema = make(SchemaSettings::draft07().into_generator()).to_value();
    for_editors(&mut schema);
    schema["title"] = Value::from(file);
    Some(format!("{schema:#}\n"))
}

/// Takes out what no TOML file can say, `null`: what may be missing is not required, and that is enough. Descriptions come
/// from the comments of the code, and lose the marks of its links.
fn for_editors(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(for_editors),
        Value::Object(object) => {
            let is_null = |item: &Value| *item == "null" || item["type"] == "null";
            for key in ["type", "anyOf"] {
                if let Some(Value::Array(items)) = object.get_mut(key) {
                    items.retain(|item| !is_null(item));
                    if key == "type" && items.len() == 1 {
                        let only = items.swap_remove(0);
                        object.insert(key.to_owned(), only);
                    }
                }
            }
            if let Some(Value::String(text)) = object.get_mut("description") {
                *text = text.replace("[`", "").replace("`]", "");
            }
            object.retain(|key, value| {
                !(key == "default" && (value.is_null() || *value == Value::Array(Vec::new())))
            });
            object.values_mut().for_each(for_editors);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_an_edition_has_a_schema() {
        for file in super::super::EDITION_FILES.into_iter().chain(["exceptions.toml"]) {
            let schema = of(file).expect(file);
            assert!(!schema.contains("\"null\""), "{file}");
            assert!(schema.contains("\"additionalProperties\": false"), "{file}");
        }
        assert_eq!(of("call.md"), None);
    }
}
