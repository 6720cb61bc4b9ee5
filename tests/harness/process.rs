//! This very program once more, in another role: a process of its own, whose
//! time and memory can be told apart from the measuring.

use std::process::{Child, Command};

/// Names what a process is to be.
const ROLE: &str = "UTVEIER_BENCH_ROLE";
/// Where it finds the platform.
const ADDRESS: &str = "UTVEIER_BENCH_ADDRESS";
/// Ticks of the kernel's clock in a second; fixed by its interface.
const TICKS: f64 = 100.0;

/// What this process was started to be, and where its platform is; nothing when
/// it is the one that measures.
pub(crate) fn role() -> Option<(String, String)> {
    std::env::var(ROLE).ok().zip(std::env::var(ADDRESS).ok())
}

/// A process in a role, killed when dropped.
pub(crate) struct Process(Child);

impl Process {
    /// Starts one, on one core if asked.
    pub(crate) fn start(role: &str, address: &str, one_core: bool) -> Self {
        let own = std::env::current_exe().unwrap();
        let mut command = if one_core { Command::new("taskset") } else { Command::new(&own) };
        if one_core {
            command.args(["-c", "0"]).arg(&own);
        }
        Self(command.env(ROLE, role).env(ADDRESS, address).spawn().unwrap())
    }

    /// Seconds of processor time so far.
    pub(crate) fn seconds(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.0.id())).unwrap();
        let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
        let ticks = |at: usize| fields[at].parse::<f64>().unwrap();
        (ticks(11) + ticks(12)) / TICKS
    }

    /// What it holds of memory, in MB, by its name in `/proc/PID/status`.
    pub(crate) fn megabytes(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
