//! Servers behind the proxy, for tests written in Rust.

use crate::PATIENCE;
use crate::connection::Connection;
use crate::frame::Kind;
use crate::ports;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Instant;

/// A server that runs a function for each connection, in a thread of its own.
#[derive(Debug)]
pub struct Origin {
    addr: SocketAddr,
    over: Arc<AtomicBool>,
    requests: Arc<Mutex<Vec<String>>>,
    thread: Option<JoinHandle<()>>,
}

impl Origin {
    /// A server whose connections are given to `serve`.
    pub fn new(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> Origin {
        Origin::with_record(Arc::default(), move |stream, _| serve(stream))
    }

    /// An HTTP server that answers each request with `answer`, given the request.
    pub fn http(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> Origin {
        Origin::with_record(Arc::default(), move |stream, requests| {
            let mut connection = Connection::new(stream, Instant::now() + PATIENCE * 6);
            while let Ok(request) = connection.message(Kind::Request) {
                let request = String::from_utf8_lossy(&request).into_owned();
                let answer = answer(&request);
                requests.lock().expect("no server panics").push(request);
                connection.send(answer.as_bytes());
            }
        })
    }

    /// An HTTP server that always answers 200 with `body`.
    pub fn fixed(body: &str) -> Origin {
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        Origin::http(move |_| answer.clone())
    }

    fn with_record(
        requests: Arc<Mutex<Vec<String>>>,
        serve: impl Fn(TcpStream, &Mutex<Vec<String>>) + Send + Sync + 'static,
    ) -> Origin {
        let listener: TcpListener = ports::listener();
        let addr = listener.local_addr().expect("a listening socket has an address");
        let over = Arc::new(AtomicBool::new(false));
        let serve = Arc::new(serve);
        let (done, record) = (Arc::clone(&over), Arc::clone(&requests));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if done.load(Ordering::Acquire) {
                    break;
                }
                let (serve, record) = (Arc::clone(&serve), Arc::clone(&record));
                if let Ok(stream) = stream {
                    std::thread::spawn(move || serve(stream, &record));
                }
            }
        });
        Origin { addr, over, requests, thread: Some(thread) }
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The requests that an HTTP server has received so far.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("no server panics").clone()
    }
}

impl Drop for Origin {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Release);
        // Wakes the thread from its accept.
        drop(TcpStream::connect(self.addr));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
