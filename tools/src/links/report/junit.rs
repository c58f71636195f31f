//! For CI services that count tests: a link is a test case.
//! <https://github.com/testmoapp/junitxml>

use std::fmt::Write as _;

use super::{Report, written_at};
use crate::{
    links::{finding::Reported, hosts::host_of, judge::Verdict},
    report::visible,
};

/// One suite with a case for each link.
pub(super) fn render(report: &Report<'_>) -> String {
    let fails = |link: &Reported| {
        matches!(link.finding.judgement.verdict, Verdict::Dead | Verdict::Closed | Verdict::Private)
            && !report.excepted.contains(link.finding.url.as_str())
    };
    let skipped =
        |link: &Reported| matches!(link.finding.judgement.verdict, Verdict::Unknown | Verdict::Excluded);
    let count = |of: &dyn Fn(&Reported) -> bool| report.links.iter().filter(|link| of(link)).count();
    let counts = format!(
        "tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"",
        report.links.len(),
        count(&fails),
        count(&skipped)
    );
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dlde links\" {counts}>\n  <testsuite \
         name=\"links\" {counts}>\n"
    );
    for link in &report.links {
        let finding = &link.finding;
        let judgement = &finding.judgement;
        let _ = write!(
            out,
            "    <testcase name=\"{}\" classname=\"{}\"",
            escaped(finding.url.as_str()),
            escaped(host_of(&finding.url))
        );
        if let Some(place) = written_at(link).first() {
            let _ = write!(out, " file=\"{}\" line=\"{}\"", escaped(&place.source.path), place.position().0);
        }
        let message = escaped(&format!("{}: {}", judgement.verdict.name(), judgement.evidence));
        let _ = if fails(link) {
            let remedy = escaped(judgement.remedy.as_deref().unwrap_or_default());
            let kind = judgement.kind;
            writeln!(
                out,
                ">\n      <failure type=\"{kind}\" message=\"{message}\">{remedy}</failure>\n    </testcase>"
            )
        } else if skipped(link) {
            writeln!(out, ">\n      <skipped message=\"{message}\"/>\n    </testcase>")
        } else {
            writeln!(out, "/>")
        };
    }
    out + "  </testsuite>\n</testsuites>\n"
}

/// Text for XML, between tags and in attributes.
fn escaped(text: &str) -> String {
    let text = visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&apos;")
}
