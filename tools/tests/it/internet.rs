//! An internet of our own: one port of this machine that answers for every host, in the clear and by TLS, and that can
//! send anything at all.

use std::{
    collections::BTreeMap,
    io::{self, BufRead as _, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::PrivateKeyDer,
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};

/// A request as it came.
pub struct Asked {
    pub method: String,
    pub host: String,
    pub path: String,
    pub headers: BTreeMap<String, String>,
    /// How often this path of this host has been asked before.
    pub before: usize,
}

/// Writes an answer; an error, or `Ok(false)`, closes the connection.
pub type Handler = Box<dyn Fn(&Asked, &mut dyn Write) -> io::Result<bool> + Send + Sync>;

/// What has been asked: method, host and path, in order of arrival.
type Log = Arc<Mutex<Vec<String>>>;

/// A running server. Its threads end with the process of the test.
pub struct Internet {
    pub port: u16,
    /// The certificate of its authority.
    pub authority: String,
    log: Log,
    connections: Arc<Mutex<usize>>,
}

impl Internet {
    pub fn start(handler: Handler) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("has an address").port();
        let (config, authority) = certified();
        let (log, connections) = (Log::default(), Arc::<Mutex<usize>>::default());
        let (config, handler) = (Arc::new(config), Arc::new(handler));
        // The same port of the other protocol, where this machine has that.
        let sixth = TcpListener::bind(("::1", port)).ok();
        for listener in [Some(listener), sixth].into_iter().flatten() {
            let (config, handler) = (config.clone(), handler.clone());
            let (log, connections) = (log.clone(), connections.clone());
            thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    *connections.lock().expect("a count") += 1;
                    let (config, handler, log) = (config.clone(), handler.clone(), log.clone());
                    thread::spawn(move || serve(stream, &config, &handler, &log));
                }
            });
        }
        Self { port, authority, log, connections }
    }

    /// What `--resolve` needs to send a host here. Nobody listens where `refused.…` is; `sixth.…` is on IPv6 only.
    pub fn resolve(&self, host: &str) -> [String; 2] {
        let address = match host.split('.').next() {
            Some("refused") => "127.0.0.1:1".to_owned(),
            Some("sixth") => format!("[::1]:{}", self.port),
            _ => format!("127.0.0.1:{}", self.port),
        };
        [443, 80].map(|port| format!("{host}:{port}:{address}"))
    }

    /// What has been asked so far, sorted.
    pub fn asked(&self) -> Vec<String> {
        let mut log = self.log.lock().expect("a log").clone();
        log.sort();
        log
    }

    /// How many connections were made so far.
    pub fn connections(&self) -> usize {
        *self.connections.lock().expect("a count")
    }
}

fn serve(stream: TcpStream, config: &Arc<ServerConfig>, handler: &Handler, log: &Log) {
    // Whoever hangs must not hang a test for ever.
    let limit = Some(Duration::from_secs(60));
    let _ = (stream.set_read_timeout(limit), stream.set_write_timeout(limit), stream.set_nodelay(true));
    let mut first = [0; 2048];
    let Ok(read @ 1..) = stream.peek(&mut first) else { return };
    let first = &first[..read];
    if String::from_utf8_lossy(first).contains("no-tls.") {
        let _ = (&stream).write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    } else if first[0] == 0x16 {
        let Ok(tls) = ServerConnection::new(config.clone()) else { return };
        talk(StreamOwned::new(tls, stream), handler, log);
    } else {
        talk(stream, handler, log);
    }
}

fn talk(stream: impl Read + Write, handler: &Handler, log: &Log) {
    let mut stream = BufReader::new(stream);
    while let Some(asked) = read(&mut stream, log) {
        let writer = stream.get_mut();
        if !handler(&asked, writer).is_ok_and(|goes_on| goes_on) || writer.flush().is_err() {
            return;
        }
    }
}

fn read(stream: &mut BufReader<impl Read>, log: &Log) -> Option<Asked> {
    let mut line = || {
        let mut line = String::new();
        stream.read_line(&mut line).ok().filter(|read| *read > 0)?;
        Some(line.trim_end().to_owned())
    };
    let first = line()?;
    let (method, rest) = first.split_once(' ')?;
    let path = rest.split_once(' ')?.0.to_owned();
    let mut headers = BTreeMap::new();
    while let Some((name, value)) = line()?.split_once(':') {
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let host = headers.get("host")?.clone();
    let entry = format!("{method} {host}{path}");
    let mut log = log.lock().expect("a log");
    let before = log.iter().filter(|old| **old == entry).count();
    log.push(entry);
    Some(Asked { method: method.to_owned(), host, path, headers, before })
}

/// Writes a whole answer.
pub fn answer(to: &mut dyn Write, status: u16, headers: &[(&str, &str)], body: &[u8]) -> io::Result<bool> {
    let mut head = format!("HTTP/1.1 {status} Whatever\r\n");
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    // These have no body by definition.
    if !matches!(status, 204 | 304) {
        head += &format!("Content-Length: {}\r\n", body.len());
    }
    to.write_all(&[(head + "\r\n").as_bytes(), body].concat())?;
    Ok(true)
}

/// A server that has a certificate for every name, and the certificate of its authority.
pub fn certified() -> (ServerConfig, String) {
    let certificates = Arc::new(Certificates::new());
    let authority = certificates.issuer.pem();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_cert_resolver(certificates);
    (config, authority)
}

/// Makes a certificate for whatever name is asked for.
#[derive(Debug)]
struct Certificates {
    issuer: CertifiedIssuer<'static, KeyPair>,
    key: KeyPair,
}

impl Certificates {
    fn new() -> Self {
        let mut params = CertificateParams::new([]).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let own = KeyPair::generate().expect("a key");
        let issuer = CertifiedIssuer::self_signed(params, own).expect("a certificate");
        Self { issuer, key: KeyPair::generate().expect("a key") }
    }

    /// By the name: `expired.…`, `wrong-name.…` and `self-signed.…` get what they say.
    fn of(&self, name: &str) -> Option<CertifiedKey> {
        let kind = name.split('.').next()?;
        let names = [if kind == "wrong-name" { "other.test" } else { name }.to_owned()];
        let mut params = CertificateParams::new(names).ok()?;
        if kind == "expired" {
            params.not_before = date_time_ymd(2019, 1, 1);
            params.not_after = date_time_ymd(2020, 1, 1);
        }
        let certificate = if kind == "self-signed" {
            params.self_signed(&self.key)
        } else {
            params.signed_by(&self.key, &self.issuer)
        };
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).ok()?;
        let provider = rustls::crypto::ring::default_provider();
        CertifiedKey::from_der(vec![certificate.ok()?.der().clone()], key, &provider).ok()
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.of(hello.server_name()?).map(Arc::new)
    }
}
