//! The built binary, run as a user runs it.
//!
//! `cargo test` does not build another package's binary, so the first suite
//! that asks builds it. It is built together with a test: then Cargo settles
//! on the same features as for `cargo test --workspace`, and all but the binary
//! itself is there already.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use super::content::repository;
use super::wait;

static BINARY: LazyLock<PathBuf> = LazyLock::new(build);

/// How variables begin that Cargo sets for one package.
const OF_THE_SUITE: [&str; 6] =
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "CARGO_TARGET_TMPDIR"];

/// Longest a command may take, with room for a slow machine.
const LIMIT: Duration = Duration::from_secs(120);

fn build() -> PathBuf {
    let own = std::env::current_exe().expect("a running test has a file");
    // <target>/<profile>/deps/<suite>
    let profile = own.ancestors().nth(2).expect("a suite stands in deps/");
    let target = profile.parent().expect("a profile's folder stands in the target folder");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(repository()).env("CARGO_TARGET_DIR", target);
    // What Cargo told this suite of its own package; build scripts look at it, and
    // a changed look makes half the dependencies be built anew.
    for (name, _) in std::env::vars().filter(|(name, _)| OF_THE_SUITE.iter().any(|start| name.starts_with(start))) {
        cargo.env_remove(name);
    }
    cargo.args(["build", "--quiet", "--locked", "--workspace"]);
    cargo.args(["--bin", "utveier", "--test", "walls"]);
    if profile.file_name().is_some_and(|name| name == "release") {
        cargo.arg("--release");
    }
    let built = cargo.output().expect("cargo runs");
    assert!(built.status.success(), "cargo build of the binary: {}", String::from_utf8_lossy(&built.stderr));
    let binary = profile.join("utveier");
    assert!(binary.is_file(), "{} was built", binary.display());
    binary
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// Exit code; -1 when a signal ended it.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

/// The binary in a working folder, without this machine's configuration.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(&*BINARY);
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("UTVEIER") || name == "RUST_LOG") {
        command.env_remove(name);
    }
    command
}

/// Runs the binary in the repository.
pub(crate) fn run(args: &[&str]) -> Ended {
    run_with(args, b"")
}

/// Runs the binary in the repository with something to read.
pub(crate) fn run_with(args: &[&str], input: &[u8]) -> Ended {
    let mut command = command(&repository());
    command.args(args);
    finish(command, input)
}

/// Runs a command to its end.
pub(crate) fn finish(mut command: Command, input: &[u8]) -> Ended {
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the binary starts");
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A command that refuses its input closes it early, which is no error here.
        let _closed = stdin.write_all(&input);
    });
    let (out, err) = (drain(child.stdout.take().expect("piped")), drain(child.stderr.take().expect("piped")));
    let code = exit_code(&mut child, LIMIT);
    writer.join().expect("the input was written");
    Ended { code, out: out.join().expect("read"), err: err.join().expect("read") }
}

fn drain(mut from: impl Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).expect("a pipe can be read");
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Like [`drain`], with each line in `log` as it comes.
fn follow(from: impl Read + Send + 'static, log: Arc<Mutex<String>>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines() {
            let line = line.expect("a pipe can be read");
            let mut log = log.lock().expect("the log is read");
            log.push_str(&line);
            log.push('\n');
        }
        log.lock().expect("the log is read").clone()
    })
}

fn exit_code(child: &mut Child, limit: Duration) -> i32 {
    let status = wait::until("the binary to end", limit, || child.try_wait().expect("a child can be asked"));
    status.code().unwrap_or(-1)
}

/// A running `utveier serve`; killed when dropped without [`Served::stop`].
pub(crate) struct Served {
    child: Child,
    /// Where it said it answers.
    pub(crate) url: String,
    out: Option<std::thread::JoinHandle<String>>,
    err: Option<std::thread::JoinHandle<String>>,
    log: Arc<Mutex<String>>,
}

impl Served {
    /// Starts `serve` with this command and waits until it says its address.
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child =
            command.arg("serve").env("UTVEIER__WEB__LISTEN", "127.0.0.1:0").spawn().expect("the binary starts");
        let mut out = BufReader::new(child.stdout.take().expect("piped"));
        let log = Arc::default();
        let err = follow(child.stderr.take().expect("piped"), Arc::clone(&log));
        let mut first = String::new();
        let read = out.read_line(&mut first);
        let url = first.split_whitespace().last().filter(|word| word.starts_with("http://")).map(str::to_owned);
        let Some(url) = url.filter(|_| read.is_ok()) else {
            let _already_gone = child.kill();
            let said = err.join().expect("read");
            panic!("serve says where it answers in its first line, not «{}»; {said}", first.trim());
        };
        Self { child, url, out: Some(drain(out)), err: Some(err), log }
    }

    /// The process's id.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the log says something, and gives all it has said.
    pub(crate) fn wait_for_log(&self, part: &str, limit: Duration) -> String {
        let said = || Some(self.log.lock().expect("the log is read").clone()).filter(|log| log.contains(part));
        wait::until(&format!("the log to say «{part}»"), limit, said)
    }

    /// Sends SIGTERM and waits for the end, at most `limit`.
    pub(crate) fn stop(mut self, limit: Duration) -> Ended {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().expect("kill runs");
        assert!(sent.success(), "SIGTERM was sent");
        let code = exit_code(&mut self.child, limit);
        let text = |thread: &mut Option<std::thread::JoinHandle<String>>| {
            thread.take().map_or_else(String::new, |thread| thread.join().expect("read"))
        };
        let (mut out, mut err) = (self.out.take(), self.err.take());
        Ended { code, out: text(&mut out), err: text(&mut err) }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Only when a check failed before `stop`; then the end matters to nobody.
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}
