//! Everything that servers do to a checker of links, a case each. The first label of the host names the case.

use std::{
    io::{self, Write},
    thread,
    time::Duration,
};

use crate::internet::{Asked, answer};

/// A case: its address, what the network module makes of it, and the verdict of the whole.
pub struct Case {
    pub url: &'static str,
    pub network: &'static str,
    pub verdict: &'static str,
}

const fn case(url: &'static str, network: &'static str, verdict: &'static str) -> Case {
    Case { url, network, verdict }
}

/// All cases. `[…]` in the second column is the failure's words; a number is a status; `>` a redirect on the way.
pub const CASES: &[Case] = &[
    // Statuses.
    case("https://s200.test/", "200", "good"),
    case("https://s202.test/", "202", "unknown bot-wall"),
    case("https://s203.test/", "203", "good"),
    case("https://s204.test/", "204", "unknown no-content"),
    case("https://s206.test/", "206", "good"),
    case("https://s300.test/", "300", "good"),
    case("https://s304.test/", "304", "unknown odd-status"),
    case("https://s400.test/", "400", "dead bad-address"),
    case("https://s401.test/", "401", "private sign-in"),
    case("https://s402.test/", "402", "private payment"),
    case("https://s403.test/", "403", "unknown bot-wall"),
    case("https://s404.test/", "404", "dead not-found"),
    case("https://s405.test/", "405", "unknown refused"),
    case("https://s406.test/", "406", "unknown refused"),
    case("https://s410.test/", "410", "dead gone"),
    case("https://s418.test/", "418", "unknown bot-wall"),
    case("https://s429.test/", "429", "unknown rate-limit"),
    case("https://s451.test/", "451", "unknown legal"),
    case("https://s500.test/", "500", "unknown server-trouble"),
    case("https://s501.test/", "501", "unknown server-trouble"),
    case("https://s502.test/", "502", "unknown server-trouble"),
    case("https://s503.test/", "503", "unknown server-trouble"),
    case("https://s504.test/", "504", "unknown server-trouble"),
    case("https://s520.test/", "520", "unknown server-trouble"),
    case("https://s999.test/", "999", "unknown bot-wall"),
    // Right the second or third time.
    case("https://flaky-500.test/", "200", "good"),
    case("https://flaky-503.test/", "200", "good"),
    case("https://flaky-404.test/", "200", "good"),
    case("https://flaky-reset.test/", "200", "good"),
    case("https://flaky-length.test/", "200", "good"),
    case("https://retry-after-seconds.test/", "200", "good"),
    case("https://retry-after-date.test/", "200", "good"),
    case("https://retry-after-hour.test/", "429", "unknown rate-limit"),
    case("https://used-up.test/", "200", "good"),
    // HEAD is not asked where it would not tell the truth.
    case("https://head-refused.test/", "200", "good"),
    case("https://head-lies.test/", "200", "good"),
    // Redirects.
    case("https://r301.test/", "301>200", "moved moved"),
    case("https://r302.test/", "302>200", "good"),
    case("https://r303.test/", "303>200", "good"),
    case("https://r307.test/", "307>200", "good"),
    case("https://r308.test/", "308>200", "moved moved"),
    case("https://r305.test/", "305", "unknown odd-status"),
    case("https://to-404.test/", "302>404", "dead not-found"),
    case("https://to-http.test/", "302>200", "good"),
    case("http://to-https.test/", "301>200", "moved moved"),
    case("https://chain-9.test/9", "302>302>302>302>302>302>302>302>302>200", "good"),
    case("https://chain-15.test/15", "[TooManyRedirects]", "good"),
    case("https://chain-25.test/25", "[TooManyRedirects]", "unknown redirects"),
    case("https://itself.test/", "[RedirectLoop]", "dead redirect-loop"),
    case("https://loop.test/a", "[RedirectLoop]", "dead redirect-loop"),
    case("https://cookie-loop.test/", "302>200", "good"),
    case("https://cookie-wall.test/", "302>302>200", "good"),
    case("https://no-location.test/", "[BadRedirect]", "dead bad-redirect"),
    case("https://to-ftp.test/", "[BadRedirect]", "dead bad-redirect"),
    case("https://to-script.test/", "[BadRedirect]", "dead bad-redirect"),
    case("https://to-nothing.test/", "[BadRedirect]", "dead bad-redirect"),
    case("https://to-private.test/", "[PrivateAddress]", "dead private-address"),
    case("https://to-metadata.test/", "[PrivateAddress]", "dead private-address"),
    case("https://fragment-kept.test/#here", "302>200", "good"),
    case("https://relative.test/a/b", "302>200", "good"),
    case("https://slash-kept.test/a%2Fb?c=%2F", "200", "good"),
    case("https://latin-location.test/", "302>200", "good"),
    case("https://redirect-without-end.test/", "302>200", "good"),
    // Time.
    case("https://slow-head.test/", "[Timeout]", "unknown timeout"),
    case("https://slow-body.test/", "[Timeout]", "unknown timeout"),
    case("https://drip-head.test/", "[Timeout]", "unknown timeout"),
    case("https://silent.test/", "[Timeout]", "unknown timeout"),
    case("https://slow-but-there.test/", "200", "good"),
    // Bodies.
    case("https://endless.test/", "200…", "good"),
    case("https://gzip-bomb.test/", "200…", "good"),
    case("https://brotli-unasked.test/", "200", "good"),
    case("https://brotli-bomb.test/", "200…", "good"),
    case("https://not-brotli.test/", "[Malformed]", "unknown malformed"),
    case("https://no-coding.test/", "200", "good"),
    case("https://not-gzip.test/", "[Malformed]", "unknown malformed"),
    case("https://cut-gzip.test/", "[Malformed]", "unknown malformed"),
    case("https://length-too-long.test/", "[Broken]", "unknown broken"),
    case("https://length-too-short.test/", "200", "good"),
    case("https://length-twice.test/", "[Malformed]", "unknown malformed"),
    case("https://cut-chunks.test/", "[Broken]", "unknown broken"),
    case("http://until-closed.test/", "200", "good"),
    // What is no HTTP.
    case("https://garbage.test/", "[Malformed]", "unknown malformed"),
    case("https://nothing.test/", "[Broken]", "unknown broken"),
    case("https://half-a-head.test/", "[Broken]", "unknown broken"),
    case("https://long-header.test/", "[Malformed]", "unknown malformed"),
    case("https://many-headers.test/", "[Malformed]", "unknown malformed"),
    case("https://odd-header.test/", "200", "good"),
    case("https://old-http.test/", "200", "good"),
    case("https://early-hints.test/", "200", "good"),
    // Names, connections and certificates.
    case("https://nowhere.invalid/", "[NoSuchHost]", "dead no-such-host"),
    case("https://refused.test/", "[Connect]", "dead no-connection"),
    case("https://expired.test/", "[Certificate]", "dead certificate"),
    case("https://wrong-name.test/", "[Certificate]", "dead certificate"),
    case("https://self-signed.test/", "[Certificate]", "unknown certificate"),
    case("https://no-tls.test/", "[Certificate]", "dead certificate"),
    case("https://sixth.test/", "200", "good"),
    // Pages that are not what their status says.
    case("https://latin-1.test/", "200", "good"),
    case("https://mislabelled.test/", "200", "good"),
    case("https://empty.test/", "200", "good"),
    case("https://soft-404.test/papers/1", "200", "dead soft-404"),
    case("https://front-page.test/papers/1", "302>200", "dead soft-404"),
    case("https://bounce.test/page", "302>200", "private sign-in"),
    case("https://challenge.test/", "200", "unknown bot-wall"),
    case("https://parked.test/", "200", "dead parked"),
    case("https://fragment-there.test/#here", "200", "good"),
    case("https://fragment-missing.test/#there", "200", "dead no-such-place"),
    case("https://top.test/#top", "200", "good"),
    case("https://by-script.test/#there", "200", "unknown fragment"),
    case("https://text-fragment.test/#:~:text=here", "200", "good"),
    case("https://docs.google.com/forms/d/e/open/viewform", "200", "good"),
    case("https://docs.google.com/forms/d/e/closed/viewform", "302>200", "closed form-closed"),
    case("https://docs.google.com/forms/d/e/members/viewform", "302>200", "private sign-in"),
    case("https://docs.google.com/forms/d/e/deleted/viewform", "404", "dead not-found"),
    case("https://openreview.net/group?id=NeurIPS.cc/2023/Workshop/DLDE", "200", "good"),
    case("https://openreview.net/group?id=NeurIPS.cc/2023/Workshop/DLED", "200", "dead not-found"),
    case("https://openreview.net/forum?id=aBcDeFgHiJ", "302>200", "unknown bot-wall"),
    case("https://www.youtube.com/watch?v=aaaaaaaaaaa", "200", "good"),
    case("https://www.youtube.com/watch?v=bbbbbbbbbbb", "200", "dead not-found"),
];

type Sent = io::Result<bool>;

const PAGE: &str =
    "<!doctype html><title>A page</title><h1 id=here>here</h1><p>With words enough to be a page.";

/// Answers for all cases.
pub fn answers(asked: &Asked, to: &mut dyn Write) -> Sent {
    let kind = asked.host.split('.').next().unwrap_or_default();
    let page = |to: &mut dyn Write| html(to, PAGE);
    if let Some(status) = number(kind, 's') {
        return answer(to, status, &[("Content-Type", "text/html")], PAGE.as_bytes());
    }
    if asked.path == "/end" {
        return page(to);
    }
    if let Some(status) = number(kind, 'r') {
        return redirect(to, status, "/end");
    }
    match kind {
        "flaky-500" => {
            if asked.before < 2 {
                answer(to, 500, &[], b"")
            } else {
                page(to)
            }
        }
        "flaky-503" => {
            if asked.before < 1 {
                answer(to, 503, &[], b"")
            } else {
                page(to)
            }
        }
        "flaky-404" => {
            if asked.before < 1 {
                answer(to, 404, &[], b"")
            } else {
                page(to)
            }
        }
        "flaky-reset" => {
            if asked.before < 1 {
                Ok(false)
            } else {
                page(to)
            }
        }
        "flaky-length" => {
            if asked.before < 1 {
                too_long(to)
            } else {
                page(to)
            }
        }
        "retry-after-seconds" if asked.before < 1 => answer(to, 429, &[("Retry-After", "1")], b""),
        "retry-after-date" if asked.before < 1 => {
            answer(to, 503, &[("Retry-After", "Mon, 02 Mar 2020 12:00:00 GMT")], b"")
        }
        "retry-after-hour" => answer(to, 429, &[("Retry-After", "3600")], b""),
        "used-up" => answer(to, 200, &[("RateLimit", "\"a\";r=0;t=1")], PAGE.as_bytes()),
        "head-refused" if asked.method == "HEAD" => answer(to, 405, &[], b""),
        "head-lies" if asked.method == "HEAD" => answer(to, 404, &[], b""),
        _ => interfaces(kind, asked, to)
            .or_else(|| redirects(kind, asked, to))
            .or_else(|| bodies(kind, to))
            .or_else(|| contents(kind, asked, to))
            .unwrap_or_else(|| page(to)),
    }
}

fn redirects(kind: &str, asked: &Asked, to: &mut dyn Write) -> Option<Sent> {
    let location = match kind {
        "to-404" => "https://s404.test/x",
        "to-http" => "http://to-http.test/end",
        "to-https" => return Some(redirect(to, 301, "https://to-https.test/end")),
        "chain-9" | "chain-15" | "chain-25" if asked.path != "/0" => {
            let left: usize = asked.path.trim_start_matches('/').parse().unwrap_or(1);
            return Some(redirect(to, 302, &format!("/{}", left - 1)));
        }
        "itself" => "/",
        "loop" => {
            if asked.path == "/a" {
                "/b"
            } else {
                "/a"
            }
        }
        "cookie-loop" if !asked.headers.contains_key("cookie") => {
            return Some(answer(to, 302, &[("Location", "/"), ("Set-Cookie", "seen=1")], b""));
        }
        "cookie-wall" if asked.path == "/wall" => {
            return Some(answer(
                to,
                302,
                &[("Location", "/"), ("Set-Cookie", "ok=1; Path=/; Secure; HttpOnly")],
                b"",
            ));
        }
        "cookie-wall" if asked.headers.get("cookie").is_none_or(|cookie| cookie != "ok=1") => "/wall",
        "no-location" => return Some(answer(to, 302, &[], b"")),
        "to-ftp" => "ftp://to-ftp.test/",
        "to-script" => "javascript:alert(1)",
        "to-nothing" => "http://[/",
        "to-private" => "http://127.0.0.1:9/",
        "to-metadata" => "http://[::ffff:169.254.169.254]/latest/meta-data/",
        "fragment-kept" => "/end",
        "relative" if asked.path == "/a/b" => "../end",
        "slash-kept" if asked.path != "/a%2Fb?c=%2F" => return Some(answer(to, 404, &[], b"")),
        "latin-location" if asked.path == "/" => {
            let _ = to.write_all(b"HTTP/1.1 302 Found\r\nLocation: /\xe9\r\nContent-Length: 0\r\n\r\n");
            return Some(Ok(true));
        }
        "redirect-without-end" => {
            let _ =
                to.write_all(b"HTTP/1.1 302 Found\r\nLocation: /end\r\nContent-Length: 99999999\r\n\r\nab");
            return Some(Ok(false));
        }
        "front-page" if asked.path != "/" => "/",
        "bounce" if asked.path == "/page" => "/login?next=%2Fpage",
        "openreview" if asked.path.starts_with("/forum") => "/challenge?redirect=%2Fforum",
        "docs" if asked.path.contains("/members/") => "https://accounts.google.com/ServiceLogin",
        "docs" if asked.path.contains("/deleted/") => return Some(answer(to, 404, &[], b"")),
        "docs" if asked.path.contains("/closed/view") => {
            "https://docs.google.com/forms/d/e/closed/closedform"
        }
        _ => return None,
    };
    Some(redirect(to, 302, location))
}

fn bodies(kind: &str, to: &mut dyn Write) -> Option<Sent> {
    let coded = |coding| [("Content-Type", "text/html"), ("Content-Encoding", coding)];
    Some(match kind {
        "slow-head" => {
            thread::sleep(Duration::from_secs(8));
            Ok(false)
        }
        "silent" => {
            thread::sleep(Duration::from_secs(8));
            html(to, PAGE)
        }
        "slow-but-there" => {
            thread::sleep(Duration::from_millis(300));
            html(to, PAGE)
        }
        "drip-head" => drip(
            to,
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ),
        "slow-body" => to
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n")
            .and_then(|()| drip(to, PAGE.as_bytes())),
        "endless" => endless(to),
        "gzip-bomb" => answer(to, 200, &coded("gzip"), &gzip_bomb()),
        "brotli-unasked" => answer(to, 200, &coded("br"), &brotli_of(PAGE.as_bytes())),
        "brotli-bomb" => answer(to, 200, &coded("br"), &brotli_bomb()),
        "not-brotli" => answer(to, 200, &coded("br"), PAGE.as_bytes()),
        "no-coding" => answer(to, 200, &coded("identity"), PAGE.as_bytes()),
        "not-gzip" => answer(to, 200, &coded("gzip"), PAGE.as_bytes()),
        "cut-gzip" => answer(to, 200, &coded("gzip"), &gzip_bomb()[..40]),
        "length-too-long" => too_long(to),
        "length-too-short" => to
            .write_all(
                format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{PAGE}and more",
                    PAGE.len()
                )
                .as_bytes(),
            )
            .map(|()| false),
        "length-twice" => raw(to, b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde"),
        "cut-chunks" => raw(to, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc"),
        "until-closed" => {
            raw(to, format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}").as_bytes())
        }
        "garbage" => raw(to, b"\x00\xff\xfe hello, this is no HTTP\r\n\r\n"),
        "nothing" => Ok(false),
        "half-a-head" => raw(to, b"HTTP/1.1 200 OK\r\nContent-Ty"),
        "long-header" => answer(to, 200, &[("X-Long", &"a".repeat(1024 * 1024))], b""),
        "many-headers" => answer(to, 200, &vec![("X-A", "b"); 5000], b""),
        "odd-header" => raw(
            to,
            format!("HTTP/1.1 200 OK\r\nBad Name: \x01\r\nContent-Length: {}\r\n\r\n{PAGE}", PAGE.len())
                .as_bytes(),
        ),
        "old-http" => {
            raw(to, format!("HTTP/1.0 200 OK\r\nContent-Length: {}\r\n\r\n{PAGE}", PAGE.len()).as_bytes())
        }
        "early-hints" => {
            to.write_all(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n").and_then(|()| html(to, PAGE))
        }
        _ => return None,
    })
}

/// What the interfaces say that know more than the pages.
fn interfaces(kind: &str, asked: &Asked, to: &mut dyn Write) -> Option<Sent> {
    let known = |there: &str| asked.path.contains(there);
    let (status, text) = match kind {
        "api2" | "api" if known("/groups") && known("DLDE") => (
            200,
            r#"{"groups": [{"id": "NeurIPS.cc/2023/Workshop/DLDE", "content": {"title": {"value": "DLDE III"}}}]}"#,
        ),
        "api2" | "api" if known("/groups") => {
            (404, r#"{"name": "NotFoundError", "message": "Group Not Found"}"#)
        }
        "api2" | "api" => (403, r#"{"name": "ChallengeRequiredError", "message": "Are you a robot?"}"#),
        "www" | "img" | "i" if known("aaaaaaaaaaa") => (200, r#"{"title": "A talk"}"#),
        "www" if !known("oembed") => return None,
        "www" | "img" | "i" => (404, "Not Found"),
        _ => return None,
    };
    Some(answer(to, status, &[("Content-Type", "application/json")], text.as_bytes()))
}

fn contents(kind: &str, asked: &Asked, to: &mut dyn Write) -> Option<Sent> {
    let text = match kind {
        "latin-1" => {
            return Some(answer(
                to,
                200,
                &[("Content-Type", "text/html; charset=iso-8859-1")],
                b"<title>Caf\xe9</title><p>Some words.",
            ));
        }
        "mislabelled" => {
            return Some(answer(
                to,
                200,
                &[("Content-Type", "text/html; charset=utf-8")],
                b"<title>Caf\xe9</title><p>Some words.",
            ));
        }
        "empty" => "",
        "soft-404" => "<!doctype html><title>404 - Page not found</title><h1>Page not found</h1>",
        "bounce" if asked.path != "/page" => {
            "<!doctype html><title>Sign in</title><form method=post><input type=password name=p></form>"
        }
        "challenge" => {
            "<!doctype html><title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/h/b/orchestrate></script>\
             <p>Enable JavaScript and cookies to continue"
        }
        "parked" => {
            "<!doctype html><title>parked.test - This domain is for sale</title><p>Buy this domain. The domain parked.test \
             may be for sale by its owner!<a href=https://sedo.com/>Sedo</a>"
        }
        "by-script" => "<!doctype html><title>App</title><div id=root></div><script src=/app.js></script>",
        "docs" if asked.path.contains("/open/") => {
            "<!doctype html><title>Questions</title><script>var FB_PUBLIC_LOAD_DATA_ = [null,[\"d\",[],0,0,0,0,0,0,\"Questions\"]];</script>"
        }
        "docs" => {
            "<!doctype html><title>Questions</title><p>The form Questions is no longer accepting responses."
        }
        _ => return None,
    };
    Some(html(to, text))
}

fn number(kind: &str, letter: char) -> Option<u16> {
    kind.strip_prefix(letter)?.parse().ok()
}

fn html(to: &mut dyn Write, text: &str) -> Sent {
    answer(to, 200, &[("Content-Type", "text/html; charset=utf-8")], text.as_bytes())
}

fn redirect(to: &mut dyn Write, status: u16, location: &str) -> Sent {
    answer(to, status, &[("Location", location)], b"")
}

fn raw(to: &mut dyn Write, bytes: &[u8]) -> Sent {
    to.write_all(bytes).map(|()| false)
}

fn too_long(to: &mut dyn Write) -> Sent {
    raw(
        to,
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n{PAGE}")
            .as_bytes(),
    )
}

/// A byte at a time, for longer than anybody waits.
fn drip(to: &mut dyn Write, bytes: &[u8]) -> Sent {
    for byte in bytes {
        to.write_all(&[*byte])?;
        to.flush()?;
        thread::sleep(Duration::from_millis(200));
    }
    Ok(false)
}

fn endless(to: &mut dyn Write) -> Sent {
    to.write_all(format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}").as_bytes())?;
    let words = b"and so on ".repeat(1000);
    // Until nobody listens any more; a gigabyte if somebody always does.
    for _ in 0..100_000 {
        to.write_all(&words)?;
    }
    Ok(false)
}

/// Bits from the lowest on, as DEFLATE has them.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: usize,
}

impl Bits {
    fn put(&mut self, value: u32, count: usize) -> &mut Self {
        for bit in 0..count {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= u8::from(value >> bit & 1 == 1) << (self.used % 8);
            }
            self.used += 1;
        }
        self
    }
}

/// A gigabyte of spaces as gzip (RFC 1952, RFC 1951): a literal, and then "258 bytes as before" again and again.
fn gzip_bomb() -> Vec<u8> {
    let mut bits = Bits::default();
    // Not the last block, fixed codes; the code of a space, 8 bits from the highest on.
    bits.put(0, 1).put(1, 2).put(0b0000_1010, 8);
    // Two times eight times: the code for 258, from the highest bit on, and the distance 1.
    (0..16).for_each(|_| {
        bits.put(0b1010_0011, 8).put(0, 5);
    });
    let mut bomb = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    let (start, again) = (&bits.bytes[..14], &bits.bytes[14..27]);
    bomb.extend_from_slice(start);
    (0..1024 * 1024 * 1024 / 258 / 8).for_each(|_| bomb.extend_from_slice(again));
    bomb
}

fn brotli_of(text: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut &*text, &mut packed, &params).expect("is written to memory");
    packed
}

/// A gigabyte of spaces as Brotli (RFC 7932): what makes them from the spaces before, again and again.
fn brotli_bomb() -> Vec<u8> {
    const PART: usize = 64 * 1024;
    let mut writer = brotli::CompressorWriter::new(Vec::new(), PART, 5, 24);
    let mut ends = Vec::new();
    for _ in 0..4 {
        writer.write_all(&[b' '; PART]).and_then(|()| writer.flush()).expect("is written to memory");
        ends.push(writer.get_ref().len());
    }
    let mut bomb = writer.get_ref().clone();
    let again = bomb[ends[2]..ends[3]].to_vec();
    (0..1024 * 1024 * 1024 / PART).for_each(|_| bomb.extend_from_slice(&again));
    bomb
}
