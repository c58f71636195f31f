//! `dlde links`: what is true about every external link.

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::Timestamp;
use url::Url;

use super::{Outcome, build};
use crate::{
    cli,
    config::Today,
    content::{self, exceptions},
    files, interrupt,
    links::{
        collect::{self, Link},
        context::Context,
        external::{self, Credential, Deadlines, Manners, Options, Pace, Retries, Run, Watch},
        finding::{Place, Reported},
        hosts,
        judge::{Exchange, Finding, Step},
        progress::Progress,
        record::Record,
        report::{Format, Report},
        repository::Repository,
    },
    pages::{self, Pages, authored::Authored, resolve::Base},
    report::{self, Error},
    site::Site,
};

/// The record of a site.
const RECORD: &str = "links.lock.toml";
/// A host that wants a longer pause than this is left alone.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often in a row a host may fail.
const FAILURES: usize = 10;
/// From so many hosts on it cannot be that all are dead.
const MANY: usize = 3;
/// Two more tries, after about half a second and a second; and what seems dead is asked again after two seconds.
const RETRIES: Retries =
    Retries { most: 2, first: Duration::from_millis(500), second_opinion: Duration::from_secs(2) };

/// Checks every external link.
///
/// # Errors
/// Where there is no site, or the network cannot be used, or the report cannot be written.
pub fn run(args: &cli::Links) -> Result<Outcome, Error> {
    let site = Site::find(args.site.root.as_deref())?;
    let now = args.today.map_or_else(Timestamp::now, Today::instant);
    let (mut files, unread) = files::read(&site)?;
    let exceptions = match exceptions::read(&files, &unread) {
        Ok(exceptions) => exceptions,
        Err(problems) => {
            report::print(&problems);
            return Ok(Outcome::Problems);
        }
    };
    files::measure(&site, &mut files);
    let (content, _) = content::read(&files);
    let base = build::base(&files, None)?;
    let pages = finished(&site, args.built.as_deref(), &base)?;
    let mut links = collect::links(pages.as_ref(), &Authored::new(&files, &content), &base);
    let has_pages = pages.is_some();
    drop(pages);
    if let Some(revision) = &args.changed_since {
        collect::keep_changed(&mut links, &site.root, revision)?;
    }
    links.retain(|link| link.url.scheme().starts_with("http"));
    let mut context = Context::of_content(&content, now);
    let credentials = Credential::from_environment();
    context.has_github_token = credentials.iter().any(|one| one.is_for("api.github.com"));
    context.has_openreview_token = credentials.iter().any(|one| one.is_for("api2.openreview.net"));
    context.repository = Url::parse(base.as_str()).ok().and_then(|url| Repository::of(&site, &url));
    let mut record = record(&site, args.record.as_deref());
    let (mut findings, asked) = recorded(&links, record.as_ref(), &context);
    context.set_links(&asked);
    let next = |url: &Url, exchanges: &[Exchange]| hosts::next(url, &context, exchanges);
    let run = if args.offline {
        offline(&asked, &next)
    } else {
        online(&asked, &next, args, options(&args.network, &base, credentials)?)?
    };
    let is_whole = args.changed_since.is_none() && has_pages;
    findings.extend(run.findings);
    if let Some(record) = record.as_mut().filter(|_| !args.offline) {
        findings.iter_mut().for_each(|finding| record.compare(finding));
        record.update(&findings, now);
        if is_whole {
            record.keep_only(links.iter().map(|link| &link.url));
        }
        record.write()?;
    }
    let reported = reported(links, findings);
    let all = is_whole && !args.offline && !run.stopped;
    let report = Report::new(&reported, &run.hosts, &exceptions, now, all)
        .with_repository(context.repository.as_ref());
    if !args.quiet || args.format != Format::Human || report.fails() {
        print(&report.render(args.format))?;
    }
    Ok(match (run.stopped, report.fails()) {
        (true, _) => Outcome::Interrupted,
        (false, true) => Outcome::Problems,
        (false, false) => Outcome::Fine,
    })
}

/// The record of earlier runs: the one asked for, else that of the site, where there is one.
fn record(site: &Site, asked: Option<&Path>) -> Option<Record> {
    let own = site.root.join(RECORD);
    let path = asked.or_else(|| Some(own.as_path()).filter(|path| path.exists()))?;
    let record = Record::read(path);
    if let Some(error) = record.set_aside() {
        report::print_error(error);
    }
    Some(record)
}

/// What need not be asked again, and what has to be.
fn recorded(links: &[Link], record: Option<&Record>, context: &Context) -> (Vec<Finding>, Vec<Url>) {
    let (mut known, mut asked) = (Vec::new(), Vec::new());
    for link in links {
        match record.and_then(|record| record.reusable(&link.url, context)) {
            Some(finding) => known.push(finding),
            None => asked.push(link.url.clone()),
        }
    }
    (known, asked)
}

/// The findings with their places.
fn reported(links: Vec<Link>, findings: Vec<Finding>) -> Vec<Reported> {
    let mut places: BTreeMap<Url, Vec<Place>> =
        links.into_iter().map(|link| (link.url, link.places)).collect();
    let with_places = |finding: Finding| {
        let places = places.remove(&finding.url).unwrap_or_default();
        Reported { finding, places }
    };
    findings.into_iter().map(with_places).collect()
}

/// The finished site, where there is one.
fn finished(site: &Site, asked: Option<&Path>, base: &Base) -> Result<Option<Pages>, Error> {
    let folder = site.output(asked);
    if asked.is_none() && !folder.exists() {
        eprintln!(
            "there is no finished site yet, so the links of content/ are checked; `dlde build` makes one"
        );
        return Ok(None);
    }
    pages::read(&folder, base.clone(), None).map(Some)
}

/// What can be said without asking anybody; the other links are left out.
fn offline(urls: &[Url], next: &dyn Fn(&Url, &[Exchange]) -> Step) -> Run {
    let decided = |url: &Url| match next(url, &[]) {
        Step::Done(judgement) => Some(Finding {
            url: url.clone(),
            judgement: *judgement,
            status: None,
            final_url: None,
            checked_at: Timestamp::now(),
            requests: 0,
        }),
        Step::Ask(_) => None,
    };
    Run { findings: urls.iter().filter_map(decided).collect(), hosts: Vec::new(), answers: 0, stopped: false }
}

fn online(
    urls: &[Url],
    next: &dyn Fn(&Url, &[Exchange]) -> Step,
    args: &cli::Links,
    options: Options,
) -> Result<Run, Error> {
    interrupt::listen()?;
    let mut progress = Progress::new(urls.len(), args.quiet);
    let mut decided = |finding: &Finding| progress.decided(finding);
    let watch = Watch { decided: &mut decided, stop: &interrupt::requested };
    let run = external::run(urls, next, &options, watch);
    progress.clear();
    let run = run?;
    // A machine without network must not call every link dead.
    if run.answers == 0 && run.hosts.len() >= MANY && !run.stopped {
        return Err(Error::new(format!("not one of {} hosts answers", run.hosts.len()))
            .hint("see whether this machine is on the network; `--offline` does what needs none"));
    }
    Ok(run)
}

fn options(network: &cli::Network, base: &Base, credentials: Vec<Credential>) -> Result<Options, Error> {
    let read = |path: &PathBuf| fs::read(path).map_err(|e| Error::io("read", path, &e));
    Ok(Options {
        user_agent: external::user_agent(base.as_str()),
        manners: Manners {
            per_host: network.per_host,
            pause: Duration::from_millis(network.pause),
            own: |host| {
                hosts::manners(host).map(|own| Pace { pause: own.pause, concurrency: own.concurrency })
            },
            patience: PATIENCE,
            failures: FAILURES,
        },
        concurrency: network.concurrency,
        deadlines: Deadlines::within(Duration::from_secs(network.timeout)),
        retries: RETRIES,
        resolve: network.resolve.clone(),
        ca_certificates: network.ca_cert.as_ref().map(read).transpose()?.unwrap_or_default(),
        proxies: true,
        allow_private: network.allow_private,
        credentials,
    })
}

fn print(text: &str) -> Result<(), Error> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| Error::new(format!("cannot print the report: {error}")))
}
