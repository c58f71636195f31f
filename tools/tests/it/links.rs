//! `dlde links`, against an internet of our own.

use std::{
    fs,
    io::{self, Write},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use snapbox::{assert_data_eq, str};

use crate::{
    hostile::{self, CASES},
    internet::{Asked, Internet, answer},
    support::{Run, Site},
};

/// A page that links to these addresses, as the only one of a finished site.
fn built<'a>(site: &Site, urls: impl IntoIterator<Item = &'a str>) {
    let links: String = urls.into_iter().map(|url| format!("<p><a href=\"{url}\">there</a>\n")).collect();
    site.write("public/index.html", format!("<!doctype html><title>A page</title>\n{links}"));
}

/// `dlde links`, for which all names lead to this internet.
fn links(site: &Site, internet: &Internet, arguments: &[&str]) -> Command {
    site.write("authority.pem", &internet.authority);
    let mut command = site.command(&["links", "--ca-cert", "authority.pem"]);
    for given in internet.resolve("*") {
        command.args(["--resolve", &given]);
    }
    // Nothing of the machine that runs the tests.
    for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
        command.env_remove(name).env_remove(name.to_uppercase());
    }
    for name in ["GITHUB_TOKEN", "GH_TOKEN", "OPENREVIEW_TOKEN"] {
        command.env_remove(name);
    }
    command.args(arguments);
    command
}

/// Without the times, which differ from run to run.
fn timeless(text: &str) -> String {
    let mut lines = text.lines().map(|line| match line.split_once("\"checked_at\": ") {
        Some((start, _)) => format!("{start}\"checked_at\": \"[TIME]\",\n"),
        None => format!("{line}\n"),
    });
    lines.by_ref().collect()
}

#[test]
fn the_report_for_programs_is_as_documented() {
    let internet = Internet::start(Box::new(hostile::answers));
    let site = Site::small();
    built(&site, ["https://r301.test/", "https://s404.test/"]);
    site.add("content/_index.md", "\nSee <https://s200.test/#here>.\n");
    let run = Run::of(&mut links(&site, &internet, &["--format", "json", "--per-host", "1"]));
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    assert_data_eq!(
        timeless(&run.out),
        str![[r#"
{
  "version": 1,
  "links": [
    {
      "url": "https://example.org/note",
      "verdict": "good",
      "kind": "answered",
      "evidence": "answered 200: “A page”",
      "status": 200,
      "final_url": "https://example.org/note",
      "checked_at": "[TIME]",
      "requests": 1,
      "places": [
        {
          "file": "content/references.bib",
          "line": 12,
          "column": 13,
          "page": null
        }
      ]
    },
    {
      "url": "https://example.org/posters",
      "verdict": "good",
      "kind": "answered",
      "evidence": "answered 200: “A page”",
      "status": 200,
      "final_url": "https://example.org/posters",
      "checked_at": "[TIME]",
      "requests": 1,
      "places": [
        {
          "file": "content/papers.toml",
          "line": 3,
          "column": 8,
          "page": null
        }
      ]
    },
    {
      "url": "https://example.org/submit",
      "verdict": "good",
      "kind": "answered",
      "evidence": "answered 200: “A page”",
      "status": 200,
      "final_url": "https://example.org/submit",
      "checked_at": "[TIME]",
      "requests": 1,
      "places": [
        {
          "file": "content/edition.toml",
          "line": 21,
          "column": 8,
          "page": null
        }
      ]
    },
    {
      "url": "https://r301.test/",
      "verdict": "moved",
      "kind": "moved",
      "evidence": "moved for good to https://r301.test/end",
      "status": 200,
      "final_url": "https://r301.test/end",
      "checked_at": "[TIME]",
      "requests": 2,
      "places": [
        {
          "file": "public/index.html",
          "line": 2,
          "column": 13,
          "page": "index.html"
        }
      ]
    },
    {
      "url": "https://s200.test/#here",
      "verdict": "good",
      "kind": "answered",
      "evidence": "answered 200: “A page”",
      "status": 200,
      "final_url": "https://s200.test/#here",
      "checked_at": "[TIME]",
      "requests": 1,
      "places": [
        {
          "file": "content/_index.md",
          "line": 6,
          "column": 6,
          "page": null
        }
      ]
    },
    {
      "url": "https://s404.test/",
      "verdict": "dead",
      "kind": "not-found",
      "evidence": "answered 404: there is no such page",
      "status": 404,
      "final_url": "https://s404.test/",
      "checked_at": "[TIME]",
      "requests": 2,
      "places": [
        {
          "file": "public/index.html",
          "line": 3,
          "column": 13,
          "page": "index.html"
        }
      ]
    }
  ],
  "hosts": [
    {
      "host": "example.org",
      "requests": 3,
      "peak_concurrency": 1,
      "retries": 0
    },
    {
      "host": "r301.test",
      "requests": 2,
      "peak_concurrency": 1,
      "retries": 0
    },
    {
      "host": "s200.test",
      "requests": 1,
      "peak_concurrency": 1,
      "retries": 0
    },
    {
      "host": "s404.test",
      "requests": 2,
      "peak_concurrency": 1,
      "retries": 0
    }
  ]
}

"#]]
    );
}

#[test]
fn everything_a_server_does_is_decided_in_time_and_in_little_memory() {
    let internet = Internet::start(Box::new(hostile::answers));
    let site = Site::small();
    built(&site, CASES.iter().map(|case| case.url));
    let mut command = links(&site, &internet, &["--format", "json", "--pause", "5", "--timeout", "2"]);
    for host in ["refused.test", "sixth.test"] {
        for given in internet.resolve(host) {
            command.args(["--resolve", &given]);
        }
    }
    let start = Instant::now();
    let output = fs::File::create(site.path("report.json")).expect("a file");
    let mut child = command.stdout(output).spawn().expect("starts");
    let memory = peak_memory(&mut child);
    assert_eq!(child.wait().expect("ends").code(), Some(1));
    assert!(start.elapsed() < Duration::from_secs(40), "{:?}", start.elapsed());
    assert!(memory < 64 * 1024, "{memory} KiB");
    let report: serde_json::Value = serde_json::from_str(&site.read("report.json")).expect("is JSON");
    let found = report["links"].as_array().expect("a list");
    for case in CASES {
        let link = found.iter().find(|link| link["url"] == case.url).expect(case.url);
        let verdict = case.verdict.split(' ').next();
        assert_eq!(link["verdict"].as_str(), verdict, "{link:#}");
    }
}

/// The most memory that a running program has had, in KiB.
fn peak_memory(child: &mut Child) -> usize {
    let mut peak = 0;
    while child.try_wait().expect("can be watched").is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(now.unwrap_or_default());
        thread::sleep(Duration::from_millis(20));
    }
    assert!(peak > 0, "memory was measured");
    peak
}

#[test]
fn without_network_only_what_needs_none_is_said() {
    let internet = Internet::start(Box::new(hostile::answers));
    let site = Site::small();
    built(&site, ["https://docs.google.com/forms/d/1aBcD/edit", "https://s404.test/"]);
    let run = Run::of(&mut links(&site, &internet, &["--offline"]));
    assert_eq!(internet.connections(), 0);
    assert_data_eq!(
        run.out,
        str![[r#"
private, editor-address (1)
  https://docs.google.com/forms/d/1aBcD/edit
    --> public/index.html:2:13
    visitors cannot open the address for editing a form
    help: press Send in the form, and copy the link to /viewform

1 link: 1 private

"#]]
    );
}

#[test]
fn a_token_goes_to_its_own_host_and_into_no_report() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    let internet = Internet::start(Box::new(move |asked: &Asked, to: &mut dyn Write| -> io::Result<bool> {
        let token = asked.headers.get("authorization").map_or("nothing", String::as_str);
        log.lock().expect("a log").push(format!("{}: {token}", asked.host));
        match asked.host.as_str() {
            "api.github.com" => answer(to, 302, &[("Location", "https://evil.test/")], b""),
            _ => answer(to, 404, &[], b""),
        }
    }));
    let site = Site::small();
    built(&site, ["https://github.com/dlde/dlde", "https://evil.test/"]);
    let mut command = links(&site, &internet, &["--format", "json"]);
    let run = Run::of(command.env("GITHUB_TOKEN", "very-secret"));
    let mut seen = seen.lock().expect("a log").clone();
    seen.sort();
    seen.dedup();
    assert_data_eq!(
        seen.join("\n"),
        str![[r#"
api.github.com: Bearer very-secret
evil.test: nothing
example.org: nothing
"#]]
    );
    assert!(!run.out.contains("very-secret") && !run.err.contains("very-secret"));
}

#[test]
fn a_pull_request_answers_for_its_own_links_only() {
    let internet = Internet::start(Box::new(hostile::answers));
    let site = Site::small();
    site.add("content/_index.md", "\nSee <https://s404.test/old>.\n");
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        let who = ["-c", "user.name=A", "-c", "user.email=a@b.test", "-c", "commit.gpgsign=false"];
        let output = git.current_dir(site.path("")).args(who).args(arguments).output().expect("git starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "Begin"]);
    site.add("content/_index.md", "\nSee <https://s404.test/new>.\n");
    let run = Run::of(&mut links(&site, &internet, &["--changed-since", "HEAD", "--quiet"]));
    assert_eq!(run.code, 1);
    assert_data_eq!(
        run.out,
        str![[r#"
dead, not-found (1)
  https://s404.test/new
    --> content/_index.md:8:6
    answered 404: there is no such page
    help: find the page anew, or link to an archived copy

1 link: 1 dead

"#]]
    );
    let run = Run::of(&mut links(&site, &internet, &["--changed-since", "nowhere", "--quiet"]));
    assert_data_eq!(
        run.failure(),
        str![[r#"
exit 2
there is no finished site yet, so the links of content/ are checked; `dlde build` makes one
error: cannot compare with the revision `nowhere`: fatal: bad revision 'nowhere'
 |
help: name a commit or branch that is here; in CI, fetch the whole history

"#]]
    );
}

#[test]
fn a_run_that_is_interrupted_reports_what_it_has() {
    let internet = Internet::start(Box::new(hostile::answers));
    let site = Site::small();
    built(&site, ["https://s404.test/", "https://silent.test/"]);
    let mut command = links(&site, &internet, &["--timeout", "60", "--record", "links.lock.toml"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    // The first is decided by its second opinion, after two seconds; the other not before a minute.
    let begun = Instant::now();
    while internet.asked().iter().filter(|asked| asked.contains("s404")).count() < 2 {
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", internet.asked());
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_millis(300));
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill starts");
    assert!(kill.success());
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(130));
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert_data_eq!(
        String::from_utf8_lossy(&output.stdout).into_owned(),
        str![[r#"
dead, not-found (1)
  https://s404.test/
    --> public/index.html:2:13
    answered 404: there is no such page
    help: find the page anew, or link to an archived copy

4 links: 3 good, 1 dead

"#]]
    );
    let urls: Vec<String> = recorded(&site);
    assert_data_eq!(
        urls.join("\n"),
        str![[r#"
https://example.org/note
https://example.org/posters
https://example.org/submit
https://s404.test/
"#]]
    );
}

/// The addresses in the record, which has to be whole.
fn recorded(site: &Site) -> Vec<String> {
    let record: toml::Table = site.read("links.lock.toml").parse().expect("is TOML");
    let links = record["links"].as_array().expect("a list");
    links.iter().map(|link| link["url"].as_str().expect("an address").to_owned()).collect()
}

#[test]
fn two_runs_at_once_write_one_record_with_what_both_found() {
    let internet = Internet::start(Box::new(hostile::answers));
    let site = Site::small();
    let pages = |run: usize| -> Vec<String> {
        (0..20).map(|page| format!("https://s200.test/{run}/{page}")).collect()
    };
    let children: Vec<Child> = (0..2)
        .map(|run| {
            built(&site, pages(run).iter().map(String::as_str));
            fs::rename(site.path("public"), site.path(&format!("built-{run}"))).expect("is moved");
            let folder = format!("built-{run}");
            let arguments = ["--built", &folder, "--record", "links.lock.toml", "--pause", "5", "--quiet"];
            links(&site, &internet, &arguments).stdout(Stdio::null()).spawn().expect("starts")
        })
        .collect();
    for mut child in children {
        assert_eq!(child.wait().expect("ends").code(), Some(0));
    }
    let found = recorded(&site);
    assert!(pages(0).iter().chain(&pages(1)).all(|page| found.contains(page)), "{found:?}");
    assert_eq!(found.len(), 43);
}

#[test]
fn a_clock_that_goes_backwards_makes_links_be_asked_again() {
    let internet = Internet::start(Box::new(hostile::answers));
    let site = Site::small();
    built(&site, ["https://s200.test/"]);
    let mut asked = Vec::new();
    for today in ["2031-01-05", "2031-01-05", "2031-01-01", "2031-01-01"] {
        let arguments = ["--record", "links.lock.toml", "--today", today];
        let run = Run::of(&mut links(&site, &internet, &arguments));
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "4 links: 4 good\n", ""));
        assert!(site.read("links.lock.toml").contains(&format!("checked = \"{today}\"")));
        asked.push(internet.asked().len());
    }
    assert_eq!(asked, [4, 4, 8, 8]);
}

#[test]
fn a_hundred_thousand_links_are_collected_and_reported() {
    let site = Site::small();
    let urls: Vec<String> =
        (0..100_000).map(|link| format!("https://docs.google.com/forms/d/{link}/edit")).collect();
    built(&site, urls.iter().map(String::as_str));
    let start = Instant::now();
    let run = site.dlde(&["links", "--offline", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("is JSON");
    let found = report["links"].as_array().expect("a list");
    assert_eq!(found.len(), urls.len());
    let last = found.iter().find(|link| link["url"] == *urls[99_999]).expect("is there");
    assert_eq!(last["places"][0]["line"], 100_001);
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}

#[test]
fn the_proxy_of_the_environment_is_used_and_is_no_target_itself() {
    let internet = Internet::start(Box::new(|_: &Asked, to: &mut dyn Write| -> io::Result<bool> {
        answer(to, 200, &[("Content-Type", "text/html")], b"<title>By way of the proxy</title>")
    }));
    let site = Site::small();
    built(&site, ["http://far.test/page"]);
    let mut command = links(&site, &internet, &[]);
    let run = Run::of(command.env("http_proxy", format!("http://127.0.0.1:{}", internet.port)));
    assert_data_eq!(run.out, "4 links: 4 good\n");
    let asked = internet.asked();
    assert!(asked.contains(&"GET far.testhttp://far.test/page".to_owned()), "{asked:?}");
}

#[test]
fn what_was_good_lately_is_not_asked_again() {
    let internet = Internet::start(Box::new(hostile::answers));
    let site = Site::small();
    built(&site, ["https://s200.test/", "https://s404.test/"]);
    let record = ["--record", "links.lock.toml"];
    let first = Run::of(&mut links(&site, &internet, &record));
    let (written, asked) = (site.read("links.lock.toml"), internet.asked().len());
    let second = Run::of(&mut links(&site, &internet, &[]));
    assert_eq!((first.code, &first.out), (second.code, &second.out));
    assert_eq!(site.read("links.lock.toml"), written);
    assert_eq!(
        internet.asked()[..].iter().filter(|one| one.contains("s404")).count(),
        4,
        "twice in each run"
    );
    assert_eq!(internet.asked().len(), asked + 2);
    let conflict = format!("<<<<<<< ours\n{written}=======\n>>>>>>> theirs\n");
    site.write("links.lock.toml", &conflict);
    let third = Run::of(&mut links(&site, &internet, &[]));
    assert_eq!((third.code, &third.out), (first.code, &first.out));
    assert!(third.err.contains("links.lock.toml"), "{}", third.err);
    assert_eq!(site.read("links.lock.toml"), conflict);
}

#[test]
fn a_machine_without_network_calls_no_link_dead() {
    let site = Site::small();
    built(&site, ["https://a.invalid/", "https://b.invalid/", "https://c.invalid/"]);
    let run = site.dlde(&["links", "--quiet"]);
    assert_data_eq!(
        run.failure(),
        str![[r#"
exit 2
error: not one of 4 hosts answers
 |
help: see whether this machine is on the network; `--offline` does what needs none

"#]]
    );
}

#[test]
fn arguments_that_cannot_be_are_refused() {
    let site = Site::small();
    for (arguments, expected) in [
        (["--per-host", "0"], "it has to be between 1 and 10000"),
        (["--resolve", "a.test:443"], "is not of the form HOST:PORT:ADDRESS"),
        (["--timeout", "0"], "0 is not in 1..=600"),
        (["--ca-cert", "nowhere.pem"], "cannot read nowhere.pem"),
        (["--built", "nowhere"], "cannot open the folder"),
        (["--ca-cert", "config.toml"], "holds no certificate"),
    ] {
        let run = site.dlde(&[&["links"], &arguments[..]].concat());
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.err.contains(expected), "{arguments:?}: {}", run.err);
    }
}
