//! Measures `dlde links` on one loopback server, and another checker beside it:
//!
//! ```sh
//! cargo build --release && cargo run --release --example bench_links -- [--lychee PROGRAM] [--runs 5]
//! ```
//!
//! The bound of a set is what no checker can beat that keeps its own limits: the largest of latency × links of a host /
//! requests to a host at a time, latency × links / requests at a time in all, and pause × (links of a host - 1).

#![allow(clippy::expect_used, reason = "a measurement that cannot be made ends")]

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

/// What is checked, and how politely.
struct Set {
    name: &'static str,
    hosts: usize,
    links_of_a_host: usize,
    pages: usize,
    pause: u64,
    per_host: usize,
}

const LATENCY: Duration = Duration::from_millis(50);
const IN_ALL: usize = 128;
/// How often each address is linked.
const TIMES: usize = 4;

const SETS: [Set; 3] = [
    Set { name: "5,000 links, polite", hosts: 50, links_of_a_host: 100, pages: 200, pause: 50, per_host: 2 },
    Set {
        name: "5,000 links, no pause",
        hosts: 50,
        links_of_a_host: 100,
        pages: 200,
        pause: 0,
        per_host: 10,
    },
    Set { name: "1,000 links, polite", hosts: 5, links_of_a_host: 200, pages: 200, pause: 50, per_host: 2 },
];

impl Set {
    fn bound(&self) -> f64 {
        let latency = LATENCY.as_secs_f64();
        let of_a_host = latency * self.links_of_a_host as f64 / self.per_host as f64;
        let in_all = latency * (self.hosts * self.links_of_a_host) as f64 / IN_ALL as f64;
        let pauses = self.pause as f64 / 1000.0 * (self.links_of_a_host - 1) as f64;
        of_a_host.max(in_all).max(pauses)
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |name: &str| {
        arguments
            .iter()
            .position(|argument| argument == name)
            .and_then(|place| arguments.get(place + 1))
            .cloned()
    };
    if arguments.get(1).is_some_and(|first| first == "serve") {
        return serve();
    }
    let runs = after("--runs").map_or(5, |runs| runs.parse().expect("--runs is a number"));
    let lychee = after("--lychee").map(PathBuf::from);
    println!(
        "{:24} {:8} {:>7} {:>7} {:>8} {:>9} {:>7} {:>6}",
        "", "", "wall", "/bound", "requests", "at a time", "memory", "CPU"
    );
    for set in &SETS {
        measure(set, lychee.as_deref(), runs);
    }
}

/// Runs the programs in turn, and prints the medians.
fn measure(set: &Set, lychee: Option<&Path>, runs: usize) {
    let server = Server::start();
    let site = tempfile::tempdir().expect("a folder");
    write_site(site.path(), set, server.port);
    let mut programs = vec![("dlde", ours(set, site.path()))];
    programs.extend(lychee.map(|program| ("lychee", theirs(program, set, site.path()))));
    let mut measured: Vec<Vec<Usage>> = programs.iter().map(|_| Vec::new()).collect();
    for _ in 0..runs {
        for ((_, command), all) in programs.iter_mut().zip(&mut measured) {
            server.reset();
            let mut usage = watch(command);
            (usage.requests, usage.peak) = server.seen();
            all.push(usage);
        }
    }
    for ((name, _), all) in programs.iter().zip(&measured) {
        let median = |of: fn(&Usage) -> f64| {
            let mut values: Vec<f64> = all.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        let wall = median(|usage| usage.wall);
        println!(
            "{:24} {name:8} {wall:5.2} s {:6.3}x {:8} {:9} {:3.0} MiB {:4.2} s",
            set.name,
            wall / set.bound(),
            median(|usage| usage.requests as f64),
            median(|usage| usage.peak as f64),
            median(|usage| usage.memory),
            median(|usage| usage.processor),
        );
    }
}

fn ours(set: &Set, site: &Path) -> Command {
    let example = std::env::current_exe().expect("has a path");
    let program = example.parent().and_then(Path::parent).expect("lies below examples/").join("dlde");
    let mut command = Command::new(program);
    command.args(["links", "--allow-private", "--format", "json", "--root"]).arg(site);
    command.args([format!("--pause={}", set.pause), format!("--per-host={}", set.per_host)]);
    command.arg(format!("--concurrency={IN_ALL}"));
    command
}

fn theirs(program: &Path, set: &Set, site: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["--no-progress", "--format", "json", "--cache=false", "--max-retries=1"]);
    command.args([
        format!("--host-request-interval={}ms", set.pause),
        format!("--host-concurrency={}", set.per_host),
    ]);
    command.args([format!("--max-concurrency={IN_ALL}")]).arg(site.join("public"));
    command
}

/// Each address from [`TIMES`] pages.
fn write_site(site: &Path, set: &Set, port: u16) {
    fs::create_dir_all(site.join("content")).expect("a folder");
    fs::create_dir_all(site.join("public")).expect("a folder");
    fs::write(site.join("config.toml"), "base_url = \"https://site.example\"\n").expect("writes");
    let links = set.hosts * set.links_of_a_host;
    let of_a_page = links * TIMES / set.pages;
    for page in 0..set.pages {
        let anchors: String = (0..of_a_page)
            .map(|place| {
                let link = (page * of_a_page + place) % links;
                format!(
                    "<p><a href=\"http://127.0.0.{}:{port}/{link}\">link {link}</a></p>\n",
                    link % set.hosts + 1
                )
            })
            .collect();
        let text = format!(
            "<!doctype html>\n<html lang=en><title>Page {page}</title>\n<h1>Page {page}</h1>\n{anchors}"
        );
        fs::write(site.join("public").join(format!("{page}.html")), text).expect("writes");
    }
}

/// What a run took.
struct Usage {
    wall: f64,
    /// In MiB.
    memory: f64,
    processor: f64,
    requests: usize,
    peak: usize,
}

/// Runs a program to its end and watches it.
fn watch(command: &mut Command) -> Usage {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("starts");
    let folder = PathBuf::from(format!("/proc/{}", child.id()));
    let mut memory = 0.0;
    // It is a zombie from its end until it is waited for; its times can still be read then.
    loop {
        let status = fs::read_to_string(folder.join("status")).expect("Linux");
        let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        if let Some(peak) = field("VmHWM:").and_then(|text| text.strip_suffix(" kB")) {
            memory = peak.parse::<f64>().expect("a number") / 1024.0;
        }
        if field("State:").is_some_and(|state| state.starts_with('Z')) {
            break;
        }
        thread::sleep(Duration::from_millis(5));
    }
    let wall = start.elapsed().as_secs_f64();
    let stat = fs::read_to_string(folder.join("stat")).expect("Linux");
    let fields = stat.rsplit_once(')').expect("a name").1.split_whitespace();
    let ticks: f64 = fields.skip(11).take(2).map(|text| text.parse::<f64>().expect("a number")).sum();
    child.wait().expect("has ended");
    // A hundred ticks a second on every Linux there is.
    Usage { wall, memory, processor: ticks / 100.0, requests: 0, peak: 0 }
}

/// The server, a process of its own.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start() -> Self {
        let program = std::env::current_exe().expect("has a path");
        let mut child =
            Command::new(program).arg("serve").stdout(Stdio::piped()).spawn().expect("the server starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("is piped");
        BufReader::new(out).read_line(&mut line).expect("says its port");
        Self { child, port: line.trim().parse().expect("a port") }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("connects");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: server\r\nConnection: close\r\n\r\n").expect("writes");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("reads");
        text.split_once("\r\n\r\n").expect("has a body").1.to_owned()
    }

    fn reset(&self) {
        self.get("/reset");
    }

    /// How many requests came, and how many at a time at most.
    fn seen(&self) -> (usize, usize) {
        let text = self.get("/seen");
        let (requests, peak) = text.split_once(' ').expect("two numbers");
        (requests.parse().expect("a number"), peak.parse().expect("a number"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Default)]
struct Counts {
    requests: AtomicUsize,
    now: AtomicUsize,
    peak: AtomicUsize,
}

fn serve() {
    let listener = TcpListener::bind("0.0.0.0:0").expect("a port");
    println!("{}", listener.local_addr().expect("has an address").port());
    let counts = Arc::new(Counts::default());
    for stream in listener.incoming().flatten() {
        let counts = counts.clone();
        let talk = move || {
            let _ = talk(&stream, &counts);
        };
        thread::Builder::new().stack_size(64 * 1024).spawn(talk).expect("a thread");
    }
}

fn talk(stream: &TcpStream, counts: &Counts) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut lines = BufReader::new(stream).lines();
    while let Some(first) = lines.next() {
        let first = first?;
        lines.by_ref().find(|line| line.as_ref().map_or(true, String::is_empty));
        let body = match first.split(' ').nth(1) {
            Some("/reset") => {
                counts.requests.store(0, SeqCst);
                counts.peak.store(0, SeqCst);
                String::new()
            }
            Some("/seen") => format!("{} {}", counts.requests.load(SeqCst), counts.peak.load(SeqCst)),
            _ => {
                counts.requests.fetch_add(1, SeqCst);
                counts.peak.fetch_max(counts.now.fetch_add(1, SeqCst) + 1, SeqCst);
                thread::sleep(LATENCY);
                counts.now.fetch_sub(1, SeqCst);
                "<!doctype html><title>A page</title><h1>A page</h1>".to_owned()
            }
        };
        let close =
            if first.contains("/seen") || first.contains("/reset") { "Connection: close\r\n" } else { "" };
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n{close}\r\n",
            body.len()
        );
        (&*stream).write_all((head + &body).as_bytes())?;
        if !close.is_empty() {
            return Ok(());
        }
    }
    Ok(())
}
