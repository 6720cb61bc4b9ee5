//! A mail server of our own that does what real ones only do on bad days.
//!
//! It speaks as much SMTP (RFC 5321) as a client of submission needs, keeps
//! what it accepted, and misbehaves as it is told: for one delivery at a time
//! ([`SmtpServer::next`]) or until told otherwise ([`SmtpServer::always`]).
//! It runs in a thread of its own, so that suites without tokio can use it and
//! a process under test can be killed beside it.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use super::wait;

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

trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

struct Conversation {
    wire: BufReader<Box<dyn Wire>>,
    fault: Fault,
    setup: Setup,
    state: Arc<Mutex<State>>,
    mail: Accepted,
}

async fn connection(tcp: TcpStream, setup: Setup, state: Arc<Mutex<State>>, fault: Fault) -> std::io::Result<()> {
    match fault {
        Fault::Refuse => {
            // With nothing read and no linger, the client sees a reset.
            tcp.set_zero_linger()?;
            return Ok(());
        }
        Fault::Silent => return hold(tcp).await,
        _ => {}
    }
    let wire: Box<dyn Wire> = match &setup.tls {
        Some(acceptor) if setup.is_wrapped => Box::new(acceptor.accept(tcp).await?),
        _ => Box::new(tcp),
    };
    let nobody = Accepted {
        from: String::new(),
        to: Vec::new(),
        content: String::new(),
        user: String::new(),
        is_encrypted: setup.is_wrapped,
    };
    let mut talk = Conversation { wire: BufReader::new(wire), fault, setup, state, mail: nobody };
    match talk.fault {
        Fault::Busy => return talk.say("421 4.3.2 stand-in is busy").await,
        Fault::NoService => return talk.say("554 5.3.2 no service here").await,
        _ => talk.say("220 stand-in ESMTP").await?,
    }
    while let Some(line) = talk.hear().await? {
        if !talk.answer(&line).await? {
            break;
        }
    }
    Ok(())
}

/// Keeps a connection open until the other side gives up.
async fn hold(mut tcp: TcpStream) -> std::io::Result<()> {
    let mut nothing = [0; 64];
    while tcp.read(&mut nothing).await? > 0 {}
    Ok(())
}

impl Conversation {
    async fn say(&mut self, line: &str) -> std::io::Result<()> {
        self.wire.write_all(format!("{line}\r\n").as_bytes()).await?;
        self.wire.flush().await
    }

    async fn hear(&mut self) -> std::io::Result<Option<String>> {
        let mut line = String::new();
        let read = self.wire.read_line(&mut line).await?;
        Ok((read > 0).then(|| line.trim_end().to_owned()))
    }

    /// Answers a command; whether the conversation goes on.
    async fn answer(&mut self, line: &str) -> std::io::Result<bool> {
        let verb = line.split([' ', ':']).next().unwrap_or("").to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" | "HELO" => self.hello().await?,
            "STARTTLS" => self.start_tls().await?,
            "AUTH" => self.log_in(line).await?,
            "MAIL" => return self.sender(line).await,
            "RCPT" => self.recipient(line).await?,
            "DATA" => return self.data().await,
            "NOOP" | "RSET" => self.say("250 2.0.0 ok").await?,
            "QUIT" => {
                self.say("221 2.0.0 bye").await?;
                return Ok(false);
            }
            _ => self.say("500 5.5.1 what").await?,
        }
        Ok(true)
    }

    async fn hello(&mut self) -> std::io::Result<()> {
        let mut lines = vec!["stand-in", "8BITMIME", "PIPELINING"];
        if self.setup.tls.is_some() && !self.mail.is_encrypted {
            lines.push("STARTTLS");
        }
        if self.setup.login.is_some() {
            lines.push("AUTH PLAIN LOGIN");
        }
        let last = lines.pop().expect("there are lines");
        for line in lines {
            self.say(&format!("250-{line}")).await?;
        }
        self.say(&format!("250 {last}")).await
    }

    async fn start_tls(&mut self) -> std::io::Result<()> {
        let Some(acceptor) = self.setup.tls.clone().filter(|_| !self.mail.is_encrypted) else {
            return self.say("502 5.5.1 not here").await;
        };
        self.say("220 2.0.0 go ahead").await?;
        let (gone, _) = tokio::io::duplex(1);
        let clear = std::mem::replace(&mut self.wire, BufReader::new(Box::new(gone)));
        let encrypted = acceptor.accept(clear.into_inner()).await?;
        self.wire = BufReader::new(Box::new(encrypted));
        self.mail.is_encrypted = true;
        Ok(())
    }

    /// AUTH PLAIN with the initial response, which is what our client sends.
    async fn log_in(&mut self, line: &str) -> std::io::Result<()> {
        let given = line.split_whitespace().nth(2).unwrap_or("");
        let is_right = self.setup.login.filter(|(user, password)| given == plain(user, password));
        match is_right {
            Some((user, _)) if self.fault != Fault::WrongPassword => {
                user.clone_into(&mut self.mail.user);
                self.say("235 2.7.0 welcome").await
            }
            _ => self.say("535 5.7.8 Error: authentication failed").await,
        }
    }

    async fn sender(&mut self, line: &str) -> std::io::Result<bool> {
        if self.setup.login.is_some() && self.mail.user.is_empty() {
            self.say("530 5.7.0 authentication required").await?;
            return Ok(true);
        }
        match self.fault {
            Fault::Sender(reply) => self.say(reply).await?,
            Fault::Nonsense => self.say("\u{0}<html>\u{1}").await?,
            _ => {
                self.mail.from = address(line);
                self.say("250 2.1.0 ok").await?;
            }
        }
        Ok(true)
    }

    async fn recipient(&mut self, line: &str) -> std::io::Result<()> {
        if let Fault::Recipient(reply) = self.fault {
            return self.say(reply).await;
        }
        self.mail.to.push(address(line));
        self.say("250 2.1.5 ok").await
    }

    async fn data(&mut self) -> std::io::Result<bool> {
        if let Fault::Begin(reply) = self.fault {
            self.say(reply).await?;
            return Ok(true);
        }
        self.say("354 go on").await?;
        let mut content = String::new();
        let mut lines = 0;
        loop {
            let mut line = String::new();
            if self.wire.read_line(&mut line).await? == 0 {
                return Ok(false);
            }
            lines += 1;
            if self.fault == Fault::CutInContent && lines == 3 {
                return Ok(false);
            }
            if line == ".\r\n" {
                break;
            }
            content.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
        self.mail.content = content;
        self.end_of_content().await
    }

    async fn end_of_content(&mut self) -> std::io::Result<bool> {
        match self.fault.clone() {
            Fault::CutAfterContentLost => return Ok(false),
            Fault::CutAfterContentKept => {
                self.keep();
                return Ok(false);
            }
            Fault::Content(reply) => {
                self.say(reply).await?;
                return Ok(true);
            }
            Fault::Late(delay) => {
                self.keep();
                tokio::time::sleep(delay).await;
            }
            _ => self.keep(),
        }
        self.say("250 2.0.0 kept").await?;
        self.mail.to.clear();
        Ok(true)
    }

    fn keep(&self) {
        self.state.lock().expect("no connection panicked").accepted.push(self.mail.clone());
    }
}

/// The address between `<` and `>`.
fn address(line: &str) -> String {
    line.split(['<', '>']).nth(1).unwrap_or("").to_owned()
}

/// `\0user\0password` in Base64.
fn plain(user: &str, password: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes = format!("\0{user}\0{password}").into_bytes();
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let number = (0..3).fold(0, |number, at| number << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let digit = DIGITS[(number >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= three.len() { char::from(digit) } else { '=' });
        }
    }
    text
}
