//! A mail server of our own that does what real ones only do on bad days.
//!
//! It speaks as much SMTP (RFC 5321) as a client of submission needs, keeps
//! what it accepted, and misbehaves as it is told: for one delivery at a time
//! ([`SmtpServer::next`]) or until told otherwise ([`SmtpServer::always`]).
//! It runs in a thread of its own, so that suites without tokio can use it and
//! a process under test can be killed beside it.

mod conversation;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use super::wait;
use conversation::connection;

/// What goes wrong with one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing.
    None,
    /// Closes at once, before a greeting.
    Refuse,
    /// Greets with 421.
    Busy,
    /// Greets with 554.
    NoService,
    /// Says nothing at all.
    Silent,
    /// Answers AUTH with 535.
    WrongPassword,
    /// Answers MAIL with this line.
    Sender(&'static str),
    /// Answers RCPT with this line.
    Recipient(&'static str),
    /// Answers DATA with this line.
    Begin(&'static str),
    /// Closes after the first lines of the content.
    CutInContent,
    /// Keeps the content and closes without a word: was it accepted?
    CutAfterContentKept,
    /// Drops the content and closes without a word.
    CutAfterContentLost,
    /// Answers the content with this line and drops it.
    Content(&'static str),
    /// Keeps the content, and answers so late.
    Late(Duration),
    /// Sends bytes that are no SMTP instead of an answer to MAIL.
    Nonsense,
}

/// A mail that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Accepted {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    /// Dots taken out again; lines end in CR LF.
    pub(crate) content: String,
    /// Who was logged in; empty when nobody was.
    pub(crate) user: String,
    pub(crate) is_encrypted: bool,
}

impl Accepted {
    /// The value of a header, unfolded.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let head = self.content.split("\r\n\r\n").next().unwrap_or("").replace("\r\n ", " ").replace("\r\n\t", " ");
        let prefix = format!("{}:", name.to_lowercase());
        let found = head.lines().find(|line| line.to_lowercase().starts_with(&prefix));
        found.map(|line| line[prefix.len()..].trim().to_owned())
    }
}

/// How the server is set up.
#[derive(Clone, Default)]
pub(crate) struct Setup {
    /// Encryption, if any.
    pub(crate) tls: Option<TlsAcceptor>,
    /// From the first byte, instead of STARTTLS.
    pub(crate) is_wrapped: bool,
    /// User and password demanded before MAIL.
    pub(crate) login: Option<(&'static str, &'static str)>,
}

#[derive(Default)]
struct State {
    next: VecDeque<Fault>,
    always: Option<Fault>,
    accepted: Vec<Accepted>,
    connections: usize,
}

/// A running server; it ends when dropped.
pub(crate) struct SmtpServer {
    pub(crate) address: SocketAddr,
    state: Arc<Mutex<State>>,
    _stop: oneshot::Sender<()>,
}

impl SmtpServer {
    pub(crate) fn start(setup: Setup) -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let serving = Arc::clone(&state);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async move {
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("a loopback port");
                tell.send(listener.local_addr().expect("a bound port has a number")).expect("the test waits");
                tokio::select! {
                    () = serve(listener, setup, serving) => {}
                    _ended = stopped => {}
                }
            });
        });
        let address = told.recv().expect("the server says where it listens");
        Self { address, state, _stop: stop }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no connection panicked")
    }

    /// What goes wrong with the coming connections, one each; then nothing.
    pub(crate) fn next(&self, faults: impl IntoIterator<Item = Fault>) {
        self.state().next.extend(faults);
    }

    /// The same, and what was still to come does not.
    pub(crate) fn forecast(&self, faults: impl IntoIterator<Item = Fault>) {
        self.state().next = faults.into_iter().collect();
    }

    /// What goes wrong with every connection that [`Self::next`] says nothing of.
    pub(crate) fn always(&self, fault: Fault) {
        self.state().always = Some(fault);
    }

    /// All mails accepted so far, in order.
    pub(crate) fn accepted(&self) -> Vec<Accepted> {
        self.state().accepted.clone()
    }

    /// How often somebody connected.
    pub(crate) fn connections(&self) -> usize {
        self.state().connections
    }

    /// Waits until so many mails were accepted.
    pub(crate) fn wait_for(&self, count: usize, limit: Duration) -> Vec<Accepted> {
        wait::until(&format!("{count} mails at the server"), limit, || {
            let accepted = self.accepted();
            (accepted.len() >= count).then_some(accepted)
        })
    }
}

async fn serve(listener: TcpListener, setup: Setup, state: Arc<Mutex<State>>) {
    loop {
        let (tcp, _) = listener.accept().await.expect("a loopback port can be accepted from");
        let fault = {
            let mut state = state.lock().expect("no connection panicked");
            state.connections += 1;
            let next = state.next.pop_front();
            next.or_else(|| state.always.clone()).unwrap_or(Fault::None)
        };
        let (setup, state) = (setup.clone(), Arc::clone(&state));
        // A client may go away at any time; that ends its connection and nothing else.
        tokio::spawn(async move { drop(connection(tcp, setup, state, fault).await) });
    }
}
