//! The files of a new site, from the templates beside this one.

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use super::{Plan, carry::Carried};
use crate::report::Error;

/// The files of a site with their templates.
const FILES: [(&str, &str); 14] = [
    (".gitignore", include_str!("templates/gitignore.tera")),
    (".github/dependabot.yml", include_str!("templates/dependabot.yml.tera")),
    (".github/workflows/links.yml", include_str!("templates/links.yml.tera")),
    (".github/workflows/site.yml", include_str!("templates/site.yml.tera")),
    ("README.md", include_str!("templates/README.md.tera")),
    ("config.toml", include_str!("templates/config.toml.tera")),
    ("content/_index.md", include_str!("templates/_index.md.tera")),
    ("content/call.md", include_str!("templates/call.md.tera")),
    ("content/edition.toml", include_str!("templates/edition.toml.tera")),
    ("content/editions.toml", include_str!("templates/editions.toml.tera")),
    ("content/introduction.md", include_str!("templates/introduction.md.tera")),
    ("content/papers.toml", include_str!("templates/papers.toml.tera")),
    ("content/people.toml", include_str!("templates/people.toml.tera")),
    ("content/schedule.toml", include_str!("templates/schedule.toml.tera")),
];

/// What the templates know.
#[derive(Serialize)]
struct Known<'a> {
    plan: &'a Plan,
    /// The workshop with its number.
    name: &'a str,
    description: String,
    theme: &'a str,
    manifest: String,
    /// Where Cargo puts what it builds.
    target: String,
    organisers: &'a str,
    banner: &'a str,
    extra: &'a str,
    editions: &'a str,
}

/// The files of the site, but for those that are carried over whole.
pub(super) fn render(plan: &Plan, carried: &Carried, theme: &str) -> Result<Vec<(String, String)>, Error> {
    let numeral = plan.numeral.iter().map(|numeral| format!("-{numeral}")).collect::<String>();
    let name = plan.acronym.clone() + &numeral;
    let known = Known {
        plan,
        description: format!("{name}: a workshop at {}.", plan.conference),
        name: &name,
        theme,
        manifest: format!("themes/{theme}/Cargo.toml"),
        target: format!("themes/{theme}/target"),
        organisers: &carried.organisers,
        banner: &carried.banner,
        extra: &carried.extra,
        editions: &carried.editions,
    };
    let failed = |error: tera::Error| Error::new(format!("cannot write the files of the site: {error}"));
    let mut tera = Tera::new();
    tera.register_filter("toml", toml);
    tera.add_raw_templates(FILES).map_err(failed)?;
    let context = Context::from_serialize(&known).map_err(failed)?;
    let mut files = Vec::new();
    for (path, _) in FILES {
        if carried.files.iter().any(|(own, _)| own == path) {
            continue;
        }
        let text = tera.render(path, &context).map_err(failed)?;
        // A file that has nothing to say is not there.
        if !text.trim().is_empty() {
            files.push((path.to_owned(), text));
        }
    }
    Ok(files)
}

/// A text as a TOML string.
fn toml(text: &str, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    Ok(Value::from(toml::Value::String(text.to_owned()).to_string()))
}
