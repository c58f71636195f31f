//! A server that speaks HTTP/2 and nothing else.

use std::{
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use crate::internet::certified;

/// A running server. Its thread ends with the process of the test.
pub struct Server {
    pub port: u16,
    /// The certificate of its authority.
    pub authority: String,
    connections: Arc<AtomicUsize>,
}

impl Server {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("has an address").port();
        listener.set_nonblocking(true).expect("can wait for several");
        let (mut config, authority) = certified();
        config.alpn_protocols = vec![b"h2".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let connections = Arc::<AtomicUsize>::default();
        let count = connections.clone();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("starts");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                while let Ok((stream, _)) = listener.accept().await {
                    count.fetch_add(1, SeqCst);
                    tokio::spawn(talk(acceptor.clone(), stream));
                }
            });
        });
        Self { port, authority, connections }
    }

    /// How many connections were made so far.
    pub fn connections(&self) -> usize {
        self.connections.load(SeqCst)
    }
}

/// By the path: `/reset` gives up at once, `/cut` in the middle, `/endless` never.
async fn talk(acceptor: TlsAcceptor, stream: TcpStream) -> Option<()> {
    let stream = acceptor.accept(stream).await.ok()?;
    let mut connection = h2::server::handshake(stream).await.ok()?;
    // One that is dropped is ended.
    let mut open = Vec::new();
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        let path = request.uri().path();
        if path == "/reset" {
            respond.send_reset(h2::Reason::INTERNAL_ERROR);
            continue;
        }
        let head = hyper::Response::builder().header("content-type", "text/html").body(()).ok()?;
        let mut body = respond.send_response(head, false).ok()?;
        let page = "<!doctype html><title>A page</title><p>With words.";
        match path {
            "/cut" => {
                body.send_data(page.into(), false).ok()?;
                body.send_reset(h2::Reason::INTERNAL_ERROR);
            }
            // Kept until there is room for it, which is not before somebody reads it.
            "/endless" => {
                body.send_data(page.repeat(100_000).into(), false).ok()?;
                open.push(body);
            }
            _ => body.send_data(page.into(), true).ok()?,
        }
    }
    Some(())
}
