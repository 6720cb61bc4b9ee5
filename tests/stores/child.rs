//! This test binary run again as another process, which does what it is told by
//! its environment and tells on standard output what it has been promised.

use std::io::{BufRead, BufReader, Lines, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use utveier::store::{SqliteStore, Store, Write};

use crate::rows::{at, case, commit, item, letter};

const TASK: &str = "UTVEIER_TEST_CHILD";
const DATABASE: &str = "UTVEIER_TEST_DATABASE";
/// Stands in front of every line that is meant for the parent.
const SAID: &str = "said ";

/// Another process of this binary.
pub(crate) struct Other {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Other {
    /// Starts one for a task: a test of this file that is named like it.
    pub(crate) fn start(task: &str, database: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([&format!("child::{task}"), "--exact", "--nocapture", "--test-threads=1"]);
        command.env(TASK, task).env(DATABASE, database);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// The next thing it says; `None` when it has ended.
    pub(crate) fn said(&mut self) -> Option<String> {
        self.lines.by_ref().map_while(Result::ok).find_map(|line| line.strip_prefix(SAID).map(str::to_owned))
    }

    /// Kills it without warning; the rest of what it said before.
    pub(crate) fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        let rest = std::iter::from_fn(|| self.said()).collect();
        self.child.wait().unwrap();
        rest
    }

    /// Waits for its end; everything it said.
    pub(crate) fn finish(mut self) -> Vec<String> {
        let all = std::iter::from_fn(|| self.said()).collect();
        assert!(self.child.wait().unwrap().success(), "the other process failed");
        all
    }
}

/// The database this process is to work on, if it was started for the task.
fn database_for(task: &str) -> Option<PathBuf> {
    (std::env::var(TASK).ok()? == task).then(|| PathBuf::from(std::env::var_os(DATABASE).unwrap()))
}

fn say(what: &str) {
    let mut out = std::io::stdout().lock();
    // The line break in front ends whatever the test runner has begun.
    out.write_all(format!("\n{SAID}{what}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// Commits requests until it is killed, and says each code once the store has
/// promised it.
#[tokio::test]
async fn commits_until_killed() {
    let Some(database) = database_for("commits_until_killed") else { return };
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&database).await.unwrap());
    loop {
        let case = case(0);
        let writes =
            [Write::InsertCase(case.clone()), Write::InsertLetter(letter(&case, 1)), Write::Enqueue(item(&case, 0))];
        commit(&store, writes).await;
        say(&case.code);
    }
}

/// Leases one item after the other until none is due, and says which.
#[tokio::test]
async fn leases_until_none_is_due() {
    let Some(database) = database_for("leases_until_none_is_due") else { return };
    let store = SqliteStore::open(&database).await.unwrap();
    say("open");
    while let Some(item) = store.lease(at(1), at(10), 1).await.unwrap().first() {
        say(&item.id.to_string());
    }
    store.close().await;
}
