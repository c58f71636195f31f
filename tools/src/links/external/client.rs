//! The client: sends one request, follows nothing, and reads no more than it is told to, in no more than its time.

use std::{io::Read as _, sync::Arc, time::Duration};

use reqwest::{
    Method,
    header::{ACCEPT, AUTHORIZATION, COOKIE, HeaderMap, HeaderValue},
};
use tokio::{
    sync::Semaphore,
    time::{Instant, timeout, timeout_at},
};
use url::Url;

use super::{
    Options, failure, redirect,
    resolver::{Names, Resolver},
};
use crate::{
    links::answer::{Answer, BODY_LIMIT, Failure, Response},
    report::Error,
};

/// How long is waited for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// For a connection, look-up and handshake included.
    pub connect: Duration,
    /// For the head of the answer, the connection included.
    pub first_byte: Duration,
    /// For as much of the body as is read, all before it included.
    pub total: Duration,
}

impl Deadlines {
    /// Those of an answer that has to be there whole within `total`.
    pub fn within(total: Duration) -> Self {
        Self { connect: total.mul_f64(0.5), first_byte: total.mul_f64(0.75), total }
    }

    /// For all answers of a way through redirects together, after which no further one is followed.
    pub fn with_redirects(&self) -> Duration {
        self.total * 3
    }
}

/// One request on the wire.
#[derive(Debug)]
pub(super) struct Ask {
    pub url: Url,
    pub head_only: bool,
    pub body_limit: usize,
    pub accept: Option<&'static str>,
    pub cookie: Option<String>,
}

/// The client of a run.
pub(super) struct Client {
    http: reqwest::Client,
    names: Arc<Names>,
    room: Semaphore,
    credentials: Vec<super::Credential>,
    deadlines: Deadlines,
}

/// What a reader's browser asks for.
const PAGES: &str = "text/html,application/xhtml+xml,*/*;q=0.8";
/// The window of a stream in HTTP/2; larger ones would only fill memory, for most bodies are not read to the end.
const WINDOW: u32 = 64 * 1024;
/// A body up to this size, in bytes, is read without waiting for room.
const LITTLE: usize = 32 * 1024;
/// How many longer bodies are read at the same time; one with a larger limit counts as several.
const ROOM: usize = 32;
/// More header fields than this nobody sends who means well.
const MOST_HEADERS: usize = 200;
/// How much of a header is kept, and of all.
const LONGEST_HEADER: usize = 8 * 1024;
const LONGEST_HEADERS: usize = 32 * 1024;

impl Client {
    /// A client.
    ///
    /// # Errors
    /// Where the certificates cannot be read, or the arguments contradict each other.
    pub(super) fn new(options: &Options) -> Result<Self, Error> {
        let names = Arc::new(Names::new(&options.resolve, options.allow_private).map_err(Error::new)?);
        let own = reqwest::Certificate::from_pem_bundle(&options.ca_certificates)
            .map_err(|error| Error::new(format!("cannot read the certificates of --ca-cert: {error}")))?;
        if own.is_empty() && !options.ca_certificates.is_empty() {
            return Err(Error::new("the file of --ca-cert holds no certificate").hint("it has to be in PEM"));
        }
        // Another part of the program may have chosen before; either choice is right.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut language = HeaderMap::new();
        language.insert(reqwest::header::ACCEPT_LANGUAGE, HeaderValue::from_static("en"));
        let builder = reqwest::Client::builder();
        let builder = if options.proxies { builder } else { builder.no_proxy() };
        let http = builder
            .user_agent(&options.user_agent)
            .default_headers(language)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .dns_resolver(Resolver(names.clone()))
            .connect_timeout(options.deadlines.connect)
            .pool_idle_timeout(Duration::from_secs(10))
            .pool_max_idle_per_host(options.manners.per_host)
            .http1_max_headers(MOST_HEADERS)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http2_initial_stream_window_size(WINDOW)
            .http2_initial_connection_window_size(4 * WINDOW)
            .tls_certs_merge(own)
            .build()
            .map_err(|error| {
                Error::new(format!("cannot prepare requests: {}", failure::words(&error)))
                    .hint("install the certificates of your system, on Debian the package ca-certificates")
            })?;
        Ok(Self {
            http,
            names,
            room: Semaphore::new(ROOM),
            credentials: options.credentials.clone(),
            deadlines: options.deadlines,
        })
    }

    /// Sends one request. The answer has no hops.
    pub(super) async fn send(&self, ask: &Ask) -> Answer {
        if let Some(refused) = self.names.refusal(&ask.url) {
            return Err(refused);
        }
        let start = Instant::now();
        let response = timeout(self.deadlines.first_byte, self.request(ask).send())
            .await
            .map_err(|_| Failure::Timeout("an answer"))?
            .map_err(|error| failure::of(&error))?;
        let (status, headers) = (response.status().as_u16(), kept(response.headers()));
        let coding = undecoded(&headers);
        if let Some(coding) = coding.filter(|coding| *coding != "br") {
            return Err(Failure::Malformed(format!("its body is compressed as nobody asked for: {coding}")));
        }
        let (body, truncated) = if ask.head_only || redirect::is_one(status) {
            (Vec::new(), false)
        } else {
            timeout_at(start + self.deadlines.total, self.read(response, ask.body_limit))
                .await
                .map_err(|_| Failure::Timeout("the whole answer"))??
        };
        let (body, truncated) = match coding {
            Some(_) => unpacked(&body, truncated, ask.body_limit)?,
            None => (body, truncated),
        };
        Ok(Response { status, url: ask.url.clone(), hops: Vec::new(), headers, body, truncated })
    }

    /// The beginning of a body, and whether it goes on. All may read a little at a time, and few much.
    async fn read(&self, mut response: reqwest::Response, limit: usize) -> Result<(Vec<u8>, bool), Failure> {
        let mut body = Vec::with_capacity(limit.min(LITTLE));
        let mut permit = None;
        while let Some(chunk) = response.chunk().await.map_err(|error| failure::of(&error))? {
            if permit.is_none() && body.len() + chunk.len() > LITTLE {
                let places = limit.div_ceil(BODY_LIMIT).clamp(1, ROOM);
                // It is never closed.
                permit = self.room.acquire_many(u32::try_from(places).unwrap_or(1)).await.ok();
                body.reserve_exact(limit - body.len());
            }
            let room = limit - body.len();
            body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
            if chunk.len() > room {
                return Ok((body, true));
            }
        }
        Ok((body, false))
    }

    fn request(&self, ask: &Ask) -> reqwest::RequestBuilder {
        let method = if ask.head_only { Method::HEAD } else { Method::GET };
        let mut request =
            self.http.request(method, ask.url.clone()).header(ACCEPT, ask.accept.unwrap_or(PAGES));
        if let Some(cookie) = &ask.cookie {
            request = request.header(COOKIE, cookie);
        }
        let token = self.credentials.iter().find_map(|credential| credential.header(&ask.url));
        if let Some(mut value) = token.and_then(|token| HeaderValue::try_from(token).ok()) {
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        request
    }
}

/// The beginning of a body in Brotli, and whether it goes on. Each stream may claim 16 MiB of memory: that is why it is
/// not asked for, and why what comes all the same is unpacked here, one at a time, and no further than it is read.
fn unpacked(packed: &[u8], truncated: bool, limit: usize) -> Result<(Vec<u8>, bool), Failure> {
    let mut body = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let end = brotli::Decompressor::new(packed, 4096).take(most).read_to_end(&mut body);
    // What is cut off in the middle cannot be unpacked to its end.
    end.map(drop)
        .or_else(|error| if truncated { Ok(()) } else { Err(error) })
        .map_err(|error| Failure::Malformed(format!("its body cannot be unpacked: {error}")))?;
    let goes_on = truncated || body.len() > limit;
    body.truncate(limit);
    Ok((body, goes_on))
}

/// The compression that is still to be taken off a body. What the client decodes has lost the header.
fn undecoded(headers: &[(String, String)]) -> Option<&str> {
    let coding = headers.iter().find(|(name, _)| name == "content-encoding")?.1.as_str();
    let real = ["br", "zstd", "gzip", "x-gzip", "deflate", "compress", "x-compress"];
    coding.split(',').any(|one| real.contains(&one.trim().to_ascii_lowercase().as_str())).then_some(coding)
}

/// The headers as texts; of too long ones, and of too many, nothing.
fn kept(headers: &HeaderMap) -> Vec<(String, String)> {
    let mut length = 0;
    let fits = |(_, value): &(_, &HeaderValue)| {
        length += value.len();
        value.len() <= LONGEST_HEADER && length <= LONGEST_HEADERS
    };
    headers.iter().filter(fits).map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

/// UTF-8, which is what browsers send and understand, or else Latin-1, which is what the standard says.
fn text(value: &HeaderValue) -> String {
    String::from_utf8(value.as_bytes().to_vec())
        .unwrap_or_else(|_| value.as_bytes().iter().map(|byte| char::from(*byte)).collect())
}
