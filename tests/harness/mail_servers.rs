//! Real mail servers: Postfix takes mail in and passes it to Dovecot, which
//! shows it by IMAP. Configured for one run, in a temporary folder, on loopback
//! ports, and stopped at the end.
//!
//! Postfix changes users and therefore needs root. What is missing fails the
//! test with what to run; it is never skipped.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::certificates::{Authority, Validity};
use super::wait;

/// Longest a server may take to start or stop.
const LIMIT: Duration = Duration::from_secs(30);
/// Everybody's password.
pub(crate) const PASSWORD: &str = "hemmelig";

/// Ports on 127.0.0.1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ports {
    /// Submission with STARTTLS and AUTH.
    pub(crate) submission: u16,
    /// Submission with TLS from the first byte and AUTH.
    pub(crate) submissions: u16,
    /// Mail from other servers: neither login nor encryption.
    pub(crate) incoming: u16,
    /// IMAP, in clear or with STARTTLS.
    pub(crate) imap: u16,
    /// IMAP with TLS from the first byte.
    pub(crate) imaps: u16,
    lmtp: u16,
    auth: u16,
}

/// Postfix and Dovecot, running. Mailboxes: `svar` and `radgiver` at
/// example.org. `senere`, `gra` and `ukjent` are answered 451, 450 and 550.
pub(crate) struct MailServers {
    folder: tempfile::TempDir,
    authority: Authority,
    pub(crate) ports: Ports,
    dovecot: Child,
}

impl MailServers {
    pub(crate) fn start() -> Self {
        Self::start_with("")
    }

    /// Hands a mail to Postfix as another server would.
    pub(crate) fn take_in(&self, to: &str, mail: &[u8]) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.ports.incoming)).expect("Postfix listens");
        let mut replies = BufReader::new(stream.try_clone().expect("a socket can be shared"));
        let mut expect = |code: &str| loop {
            let mut line = String::new();
            replies.read_line(&mut line).expect("Postfix answers");
            assert!(line.starts_with(code), "{line}");
            if line.as_bytes().get(3) == Some(&b' ') {
                break;
            }
        };
        expect("220");
        for (command, code) in [
            ("EHLO mail.example.org".to_owned(), "250"),
            ("MAIL FROM:<radgiver@example.org>".to_owned(), "250"),
            (format!("RCPT TO:<{to}>"), "250"),
            ("DATA".to_owned(), "354"),
        ] {
            stream.write_all(format!("{command}\r\n").as_bytes()).expect("Postfix reads");
            expect(code);
        }
        stream.write_all(mail).expect("Postfix reads");
        stream.write_all(b"\r\n.\r\n").expect("Postfix reads");
        expect("250");
    }

    /// Starts them with further lines in Dovecot's configuration.
    pub(crate) fn start_with(dovecot: &str) -> Self {
        for program in ["/usr/sbin/postfix", "/usr/sbin/dovecot", "/usr/lib/dovecot/imap", "/usr/lib/dovecot/lmtp"] {
            assert!(Path::new(program).exists(), "{program} is missing: run .ci/install-test-tools");
        }
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let ports = free_ports();
        let authority = Authority::new();
        write_configuration(folder.path(), &authority, ports);
        add_line(&folder.path().join("dovecot.conf"), dovecot);
        let dovecot = start_dovecot(folder.path());
        let servers = Self { folder, authority, ports, dovecot };
        servers.postfix("start");
        let ports = [ports.submission, ports.submissions, ports.incoming, ports.imap, ports.imaps, ports.lmtp];
        for port in ports {
            servers.wait_for(port);
        }
        servers
    }

    /// The root certificate the servers are to be checked with.
    pub(crate) fn root(&self) -> PathBuf {
        self.authority.root()
    }

    /// Stops Dovecot and starts it again, as an upgrade does.
    pub(crate) fn restart_dovecot(&mut self) {
        stop(&mut self.dovecot);
        self.dovecot = start_dovecot(self.folder.path());
        self.wait_for(self.ports.imap);
    }

    /// What the servers have written to their logs.
    pub(crate) fn logs(&self) -> String {
        let read = |name: &str| std::fs::read_to_string(self.folder.path().join("log").join(name)).unwrap_or_default();
        format!("-- postfix\n{}-- dovecot\n{}", read("mail.log"), read("dovecot.log"))
    }

    fn wait_for(&self, port: u16) {
        let connected = || TcpStream::connect(("127.0.0.1", port)).ok();
        let start = std::time::Instant::now();
        wait::until(&format!("a server on port {port}"), LIMIT, || {
            let found = connected();
            // Their own words say more than that nothing came.
            assert!(found.is_some() || start.elapsed() < LIMIT / 2, "port {port}:\n{}", self.logs());
            found
        });
    }

    fn postfix(&self, what: &str) {
        let mut postfix = Command::new("/usr/sbin/postfix");
        // Whatever it starts would keep a pipe of ours open.
        let said = std::fs::File::create(self.folder.path().join("log/postfix.out")).expect("written");
        let run = postfix.arg("-c").arg(self.folder.path().join("postfix")).arg(what);
        let status = run.stdin(Stdio::null()).stdout(Stdio::null()).stderr(said).status().expect("postfix runs");
        let words = std::fs::read_to_string(self.folder.path().join("log/postfix.out")).unwrap_or_default();
        assert!(status.success(), "postfix {what} (it needs root): {words}{}", self.logs());
    }
}

impl Drop for MailServers {
    fn drop(&mut self) {
        // The test has its outcome; what matters here is that nothing keeps running.
        if !std::thread::panicking() {
            self.postfix("stop");
        } else {
            let folder = self.folder.path().join("postfix");
            let _stopped = Command::new("/usr/sbin/postfix").arg("-c").arg(folder).arg("stop").status();
        }
        stop(&mut self.dovecot);
    }
}

fn add_line(file: &Path, line: &str) {
    let text = std::fs::read_to_string(file).expect("it was written");
    std::fs::write(file, format!("{text}{line}\n")).expect("written");
}

fn start_dovecot(folder: &Path) -> Child {
    let mut dovecot = Command::new("/usr/sbin/dovecot");
    let run = dovecot.args(["-F", "-c"]).arg(folder.join("dovecot.conf"));
    run.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("dovecot runs")
}

fn stop(child: &mut Child) {
    let _sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    let _status = wait::until("dovecot to end", LIMIT, || child.try_wait().ok().flatten());
}

/// Ports nobody listens on now; all held until the last is known.
fn free_ports() -> Ports {
    let held: Vec<TcpListener> = (0..7).map(|_| TcpListener::bind("127.0.0.1:0").expect("a free port")).collect();
    let port = |at: usize| held[at].local_addr().expect("a bound port has a number").port();
    Ports {
        submission: port(0),
        submissions: port(1),
        incoming: port(2),
        imap: port(3),
        imaps: port(4),
        lmtp: port(5),
        auth: port(6),
    }
}

fn write_configuration(folder: &Path, authority: &Authority, ports: Ports) {
    // The servers' own users must be able to pass.
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).expect("our own folder");
    for name in ["postfix", "queue", "data", "log", "run", "state", "mail"] {
        std::fs::create_dir(folder.join(name)).expect("a folder can be made");
    }
    for (name, owner) in [("data", "postfix"), ("mail", "mail")] {
        let changed = Command::new("chown").arg(owner).arg(folder.join(name)).status().expect("chown runs");
        assert!(changed.success(), "chown {owner}: the mail servers need root");
    }
    let certificate = authority.server("localhost", Validity::Valid);
    let place = folder.display();
    let tls = |key: &str, file: &Path| format!("{key}{}\n", file.display());
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).expect("written");
    let mut main = main_cf(&place.to_string(), ports);
    main.push_str(&tls("smtpd_tls_cert_file = ", &certificate.certificate));
    main.push_str(&tls("smtpd_tls_key_file = ", &certificate.key));
    write("postfix/main.cf", main);
    write("postfix/master.cf", master_cf(ports));
    write("postfix/mailboxes", "svar@example.org x\nradgiver@example.org x\n".to_owned());
    let answers = "senere@example.org 451 4.3.0 later\ngra@example.org 450 4.2.0 greylisted\n\
        ukjent@example.org 550 5.1.1 unknown\n";
    write("postfix/access", answers.to_owned());
    write("users", format!("svar:{{PLAIN}}{PASSWORD}\nradgiver:{{PLAIN}}{PASSWORD}\n"));
    let mut dovecot = dovecot_conf(&place.to_string(), ports);
    dovecot.push_str(&tls("ssl_cert = <", &certificate.certificate));
    dovecot.push_str(&tls("ssl_key = <", &certificate.key));
    write("dovecot.conf", dovecot);
}

fn main_cf(place: &str, ports: Ports) -> String {
    let (lmtp, auth) = (ports.lmtp, ports.auth);
    format!(
        "compatibility_level = 3.6\nqueue_directory = {place}/queue\ndata_directory = {place}/data\n\
         command_directory = /usr/sbin\ndaemon_directory = /usr/lib/postfix/sbin\n\
         maillog_file_prefixes = {place}\nmaillog_file = {place}/log/mail.log\n\
         myhostname = mail.example.org\nmydestination =\nmynetworks = 127.0.0.0/8\n\
         inet_interfaces = loopback-only\ninet_protocols = ipv4\nalias_maps =\nlocal_recipient_maps =\n\
         virtual_mailbox_domains = example.org\nvirtual_mailbox_maps = texthash:{place}/postfix/mailboxes\n\
         virtual_transport = lmtp:inet:127.0.0.1:{lmtp}\nrecipient_delimiter = +\n\
         smtpd_tls_security_level = may\nsmtpd_sasl_type = dovecot\nsmtpd_sasl_path = inet:127.0.0.1:{auth}\n\
         smtpd_relay_restrictions =\nsmtpd_recipient_restrictions =\n\
         \tcheck_recipient_access texthash:{place}/postfix/access, permit_sasl_authenticated, reject\n"
    )
}

fn master_cf(ports: Ports) -> String {
    let mut text = format!(
        "127.0.0.1:{} inet n - n - - smtpd\n  -o smtpd_tls_security_level=encrypt\n  -o smtpd_sasl_auth_enable=yes\n\
         127.0.0.1:{} inet n - n - - smtpd\n  -o smtpd_tls_wrappermode=yes\n  -o smtpd_sasl_auth_enable=yes\n\
         127.0.0.1:{} inet n - n - - smtpd\n  -o smtpd_recipient_restrictions=reject_unauth_destination\n",
        ports.submission, ports.submissions, ports.incoming
    );
    let services = [
        ("cleanup", "n", "0", "cleanup"),
        ("tlsmgr", "-", "1", "tlsmgr"),
        ("rewrite", "-", "-", "trivial-rewrite"),
        ("bounce", "-", "0", "bounce"),
        ("defer", "-", "0", "bounce"),
        ("trace", "-", "0", "bounce"),
        ("verify", "-", "1", "verify"),
        ("proxymap", "-", "-", "proxymap"),
        ("smtp", "-", "-", "smtp"),
        ("error", "-", "-", "error"),
        ("retry", "-", "-", "error"),
        ("discard", "-", "-", "discard"),
        ("lmtp", "-", "-", "lmtp"),
        ("anvil", "-", "1", "anvil"),
        ("scache", "-", "1", "scache"),
    ];
    for (name, private, most, program) in services {
        writeln!(text, "{name} unix {private} - n - {most} {program}").expect("a string takes all");
    }
    text + "qmgr unix n - n 300 1 qmgr\npostlog unix-dgram n - n - 1 postlogd\n"
}

fn dovecot_conf(place: &str, ports: Ports) -> String {
    let Ports { imap, imaps, lmtp, auth, .. } = ports;
    format!(
        "protocols = imap lmtp\nbase_dir = {place}/run\nstate_dir = {place}/state\n\
         log_path = {place}/log/dovecot.log\nlisten = 127.0.0.1\nssl = yes\n\
         auth_mechanisms = plain login\nfirst_valid_uid = 1\nmail_location = maildir:~/Maildir\n\
         recipient_delimiter = +\n\
         passdb {{\n  driver = passwd-file\n  args = scheme=PLAIN username_format=%n {place}/users\n}}\n\
         userdb {{\n  driver = static\n  args = uid=mail gid=mail home={place}/mail/%n\n}}\n\
         service imap-login {{\n  inet_listener imap {{\n    port = {imap}\n  }}\n\
         \x20 inet_listener imaps {{\n    port = {imaps}\n    ssl = yes\n  }}\n}}\n\
         service lmtp {{\n  inet_listener lmtp {{\n    port = {lmtp}\n  }}\n}}\n\
         service auth {{\n  inet_listener {{\n    port = {auth}\n  }}\n}}\n\
         service stats {{\n  unix_listener stats-writer {{\n    mode = 0666\n  }}\n}}\n"
    )
}
