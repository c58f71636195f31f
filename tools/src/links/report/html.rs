//! One page for a browser, with its style and script in it and nothing from elsewhere.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{ORDER, Report, written_at};
use crate::{
    links::{finding::Reported, hosts::host_of, judge::Verdict},
    report::visible,
};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Counts, a filter, a bar for each host, and a table of all links, worst first.
pub(super) fn render(report: &Report<'_>) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>Links</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>Links</h1>\n<p>{}</p>\n</header>\n\
         <main>\n",
        escaped(&report.summary())
    );
    filter(&mut out, report);
    links(&mut out, report);
    hosts(&mut out, report);
    out + "</main>\n<script>\n" + SCRIPT + "</script>\n</body>\n</html>\n"
}

fn count(report: &Report<'_>, verdict: Verdict) -> usize {
    report.links.iter().filter(|link| link.finding.judgement.verdict == verdict).count()
}

fn filter(out: &mut String, report: &Report<'_>) {
    out.push_str(
        "<form id=\"filter\" hidden>\n<p><label for=\"words\">Show links with</label> <input id=\"words\" \
         type=\"search\" autocomplete=\"off\"></p>\n<fieldset>\n<legend>Show verdicts</legend>\n",
    );
    for verdict in ORDER.into_iter().filter(|verdict| count(report, *verdict) > 0) {
        let (name, count) = (verdict.name(), count(report, verdict));
        let _ = writeln!(
            out,
            "<label><input type=\"checkbox\" name=\"verdict\" value=\"{name}\" checked> \
             <span class=\"verdict {name}\">{name}</span> {count}</label>"
        );
    }
    out.push_str("</fieldset>\n<p><output id=\"shown\" for=\"words\"></output></p>\n</form>\n");
}

fn links(out: &mut String, report: &Report<'_>) {
    out.push_str(
        "<h2 id=\"all\">Every link, worst first</h2>\n<div class=\"scroll\" role=\"region\" aria-labelledby=\"all\" \
         tabindex=\"0\">\n<table id=\"links\">\n<thead>\n<tr><th scope=\"col\">Verdict</th><th scope=\"col\">Link</th>\
         <th scope=\"col\">Where</th></tr>\n</thead>\n<tbody>\n",
    );
    for verdict in ORDER {
        let of = report.links.iter().filter(|link| link.finding.judgement.verdict == verdict);
        // Good ones to be looked at stand before the others.
        let mut of: Vec<&&Reported> = of.collect();
        of.sort_by_key(|link| link.finding.judgement.warnings.is_empty());
        of.into_iter().for_each(|link| row(out, report, link));
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn row(out: &mut String, report: &Report<'_>, link: &Reported) {
    let judgement = &link.finding.judgement;
    let (name, url) = (judgement.verdict.name(), escaped(link.finding.url.as_str()));
    let known =
        if report.excepted.contains(link.finding.url.as_str()) { "<br>recorded as an exception" } else { "" };
    let _ = write!(
        out,
        "<tr data-verdict=\"{name}\"><td><span class=\"verdict {name}\">{name}</span>{known}</td><td><a href=\"{url}\">{url}</a>\
         <p>{}</p>",
        escaped(&judgement.evidence)
    );
    for warning in &judgement.warnings {
        let _ = write!(out, "<p class=\"warning\">Warning: {}</p>", escaped(warning));
    }
    if let Some(remedy) = &judgement.remedy {
        let _ = write!(out, "<p class=\"remedy\">{}</p>", escaped(remedy));
    }
    out.push_str("</td><td>");
    let places = written_at(link).into_iter().map(|place| {
        let line = place.position().0;
        let words = escaped(&format!("{}:{line}", place.source.path));
        match report.repository.and_then(|own| own.address_of(&place.source.path, line)) {
            Some(address) => format!("<a href=\"{}\">{words}</a>", escaped(address.as_str())),
            None => words,
        }
    });
    out.push_str(&places.collect::<Vec<_>>().join("<br>"));
    out.push_str("</td></tr>\n");
}

fn hosts(out: &mut String, report: &Report<'_>) {
    let mut by_host: BTreeMap<&str, Vec<Verdict>> = BTreeMap::new();
    for link in &report.links {
        by_host.entry(host_of(&link.finding.url)).or_default().push(link.finding.judgement.verdict);
    }
    let most = by_host.values().map(Vec::len).max().unwrap_or(1);
    out.push_str(
        "<h2 id=\"hosts\">Hosts</h2>\n<div class=\"scroll\" role=\"region\" aria-labelledby=\"hosts\" tabindex=\"0\">\n\
         <table>\n<thead>\n<tr><th scope=\"col\">Host</th><th scope=\"col\">Links</th><th scope=\"col\">Verdicts</th>\
         <th scope=\"col\">Requests</th></tr>\n</thead>\n<tbody>\n",
    );
    for (host, verdicts) in by_host {
        let mut bar = String::new();
        let mut words = Vec::new();
        for verdict in ORDER {
            let count = verdicts.iter().filter(|own| **own == verdict).count();
            if count > 0 {
                let name = verdict.name();
                let _ = write!(bar, "<span class=\"{name}\" style=\"flex:{count}\"></span>");
                words.push(format!("{count} {name}"));
            }
        }
        let requests = report.hosts.iter().filter(|used| used.host.trim_start_matches("www.") == host);
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td><div class=\"bar\" style=\"width:{}%\" aria-hidden=\"true\">{bar}\
             </div>{}</td><td>{}</td></tr>",
            escaped(host),
            verdicts.len(),
            (verdicts.len() * 100).div_ceil(most),
            words.join(", "),
            requests.map(|used| used.requests).sum::<usize>()
        );
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

/// Text for HTML, between tags and in attributes.
fn escaped(text: &str) -> String {
    let text = visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}
