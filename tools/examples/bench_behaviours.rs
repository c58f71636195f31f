//! What `dlde links` says of everything that servers do, and another checker beside it, on the server of the tests:
//!
//! ```sh
//! cargo build --release && cargo run --release --example bench_behaviours -- [--lychee PROGRAM]
//! ```
//!
//! The other one reaches the server under the names of its hosts through a proxy on this machine. It checks fragments,
//! too, and is as patient as ours; the rest is as it comes. It has two answers, so that what cannot be known is right
//! with it where it does not call that broken.

#![allow(clippy::expect_used, reason = "a measurement that cannot be made ends")]
#![allow(unreachable_pub, reason = "there is nobody outside to reach it")]

#[allow(dead_code, reason = "the tests use all of it")]
#[path = "../tests/it/hostile.rs"]
mod hostile;
#[allow(dead_code, reason = "the tests use all of it")]
#[path = "../tests/it/internet.rs"]
mod internet;

use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, BufRead as _, BufReader, Write as _},
    net::{IpAddr, Shutdown, TcpListener, TcpStream},
    path::Path,
    process::Command,
    sync::Arc,
    thread,
    time::Instant,
};

use internet::Internet;
use serde_json::Value;

/// Seconds that both wait for an answer.
const PATIENCE: &str = "5";

/// The host of nobody is left out, and the others have another ending: some checkers never ask those kept for tests.
fn cases() -> Vec<(String, &'static str)> {
    let known = hostile::CASES.iter().filter(|case| !case.url.contains(".invalid"));
    known.map(|case| (case.url.replacen(".test/", ".lab/", 1), expected(case.verdict))).collect()
}

/// The truth about a case in one of three words.
fn expected(verdict: &str) -> &'static str {
    match verdict.split(' ').next().unwrap_or_default() {
        "good" | "moved" => "fine",
        "unknown" => "cannot know",
        _ => "problem",
    }
}

fn main() {
    let site = tempfile::tempdir().expect("a folder");
    let cases = cases();
    // A server of its own for each, for some answers change with the number of requests.
    let internet = internet_for(site.path(), &cases);
    let start = Instant::now();
    let ours = ours(site.path(), &internet);
    println!("dlde: {:.0} s", start.elapsed().as_secs_f64());
    let arguments: Vec<String> = env::args().collect();
    let lychee = arguments.iter().position(|one| one == "--lychee").and_then(|at| arguments.get(at + 1));
    let theirs = lychee.map(|program| {
        let internet = Arc::new(internet_for(site.path(), &cases));
        let start = Instant::now();
        let found = theirs(program, site.path(), &internet);
        println!("lychee: {:.0} s", start.elapsed().as_secs_f64());
        found
    });
    let mut right = [0, 0];
    for (url, truth) in &cases {
        let own = ours.get(url).map_or("-", |verdict| expected(verdict));
        right[0] += usize::from(own == *truth);
        let other = theirs.as_ref().map_or("", |found| found.get(url).map_or("-", String::as_str));
        let is_right = other == *truth || (*truth == "cannot know" && other == "fine");
        right[1] += usize::from(is_right);
        let mark = if is_right || theirs.is_none() { "" } else { "  wrong" };
        println!("{url:62} {truth:12} {own:12} {other}{mark}");
    }
    println!("right: dlde {} of {}", right[0], cases.len());
    if theirs.is_some() {
        println!("right: lychee {} of {}", right[1], cases.len());
    }
}

/// A new server, and the site in which both look for links to it.
fn internet_for(site: &Path, cases: &[(String, &str)]) -> Internet {
    let internet = Internet::start(Box::new(hostile::answers));
    write_site(site, &internet, cases);
    internet
}

fn write_site(site: &Path, internet: &Internet, cases: &[(String, &str)]) {
    fs::create_dir_all(site.join("content")).expect("a folder");
    fs::create_dir_all(site.join("public")).expect("a folder");
    fs::write(site.join("config.toml"), "base_url = \"https://site.example\"\n").expect("writes");
    fs::write(site.join("authority.pem"), &internet.authority).expect("writes");
    let links: String = cases.iter().map(|(url, _)| format!("<p><a href=\"{url}\">there</a>\n")).collect();
    let page = format!("<!doctype html><html lang=en><title>A page</title>\n{links}");
    fs::write(site.join("public/index.html"), page).expect("writes");
}

/// The verdict about each address.
fn ours(site: &Path, internet: &Internet) -> BTreeMap<String, String> {
    let example = env::current_exe().expect("has a path");
    let program = example.parent().and_then(Path::parent).expect("lies below examples/").join("dlde");
    let mut command = Command::new(program);
    command.args(["links", "--format", "json", "--quiet", "--timeout", PATIENCE, "--root"]).arg(site);
    command.arg("--ca-cert").arg(site.join("authority.pem"));
    for given in ["*", "refused.lab", "sixth.lab"].iter().flat_map(|host| internet.resolve(host)) {
        command.args(["--resolve", &given]);
    }
    let output = command.output().expect("dlde starts");
    let report: Value = serde_json::from_slice(&output.stdout).expect("is JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let links = report["links"].as_array().expect("a list").iter();
    links.map(|link| (text(&link["url"]), text(&link["verdict"]))).collect()
}

/// What the other one says of each address: a problem, fine, or that its time was up.
fn theirs(program: &str, site: &Path, internet: &Arc<Internet>) -> BTreeMap<String, String> {
    let proxy = format!("http://127.0.0.1:{}", proxy(internet.clone()));
    let mut command = Command::new(program);
    command.args(["--no-progress", "--format", "json", "-v", "--include-fragments=full"]);
    command.args(["--timeout", PATIENCE]).arg(site.join("public/index.html"));
    command.env("SSL_CERT_FILE", site.join("authority.pem"));
    for name in ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"] {
        command.env(name, &proxy);
    }
    let output = command.env_remove("no_proxy").env_remove("NO_PROXY").output().expect("lychee starts");
    let report: Value = serde_json::from_slice(&output.stdout).expect("is JSON");
    let mut found = BTreeMap::new();
    for (map, word) in [
        ("success_map", "fine"),
        ("timeout_map", "cannot know"),
        ("error_map", "problem"),
        ("excluded_map", "not asked"),
    ] {
        let files = report[map].as_object().into_iter().flat_map(|map| map.values());
        for link in files.flat_map(|links| links.as_array().into_iter().flatten()) {
            found.insert(link["url"].as_str().unwrap_or_default().to_owned(), word.to_owned());
        }
    }
    found
}

/// A proxy that leads every name to this internet, and addresses in numbers nowhere. The port.
fn proxy(internet: Arc<Internet>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("has an address").port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let internet = internet.clone();
            thread::spawn(move || pass_on(stream, &internet));
        }
    });
    port
}

/// A tunnel for TLS, or a single request in the clear.
fn pass_on(client: TcpStream, internet: &Internet) -> Option<()> {
    let mut reader = BufReader::new(client.try_clone().ok()?);
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        (reader.read_until(b'\n', &mut head).ok()? > 0).then_some(())?;
    }
    let text = String::from_utf8_lossy(&head).into_owned();
    let (method, rest) = text.split_once(' ')?;
    let (target, rest) = rest.split_once(' ')?;
    let bare = target.trim_start_matches("http://");
    let (authority, path) = bare.split_at(bare.find('/').unwrap_or(bare.len()));
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    let is_number = host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
    let address = internet.resolve(host)[0].splitn(3, ':').nth(2)?.to_owned();
    let server = (!is_number).then(|| TcpStream::connect(address).ok()).flatten();
    let Some(mut server) = server else {
        (&client).write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n").ok()?;
        return None;
    };
    if method == "CONNECT" {
        (&client).write_all(b"HTTP/1.1 200 OK\r\n\r\n").ok()?;
        let (mut from, mut to) = (client.try_clone().ok()?, server.try_clone().ok()?);
        thread::spawn(move || {
            let _ = io::copy(&mut from, &mut to);
            to.shutdown(Shutdown::Write)
        });
    } else {
        server.write_all(format!("{method} {path} {rest}").as_bytes()).ok()?;
    }
    let _ = io::copy(&mut server, &mut &client);
    client.shutdown(Shutdown::Both).ok()
}
