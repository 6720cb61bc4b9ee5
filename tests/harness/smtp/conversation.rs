//! One connection of the feigned server.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::{Accepted, Fault, Setup, State};

trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

struct Conversation {
    wire: BufReader<Box<dyn Wire>>,
    fault: Fault,
    setup: Setup,
    state: Arc<Mutex<State>>,
    mail: Accepted,
}

pub(super) async fn connection(
    tcp: TcpStream,
    setup: Setup,
    state: Arc<Mutex<State>>,
    fault: Fault,
) -> std::io::Result<()> {
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
