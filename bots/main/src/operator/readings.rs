//! What is read off the service when somebody asks for its metrics.

use jiff::Timestamp;
use utveier::dialogue::Door;

use super::Operator;
use super::exposition::{Exposition, Kind, number};
use crate::clock::today;

/// All metrics, in Prometheus' text format.
pub(super) async fn exposition(operator: &Operator) -> String {
    let now = operator.desk.now();
    let mut to = Exposition::default();
    let started = seconds(operator.started, Timestamp::UNIX_EPOCH);
    to.gauge("utveier_start_time_seconds", "When the process began, in seconds since 1970.", started);
    to.begin("utveier_build_info", Kind::Gauge, "The version that runs; always 1.");
    to.sample("utveier_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1.0);
    operator.counting.messages.write(&mut to);
    store(operator, now, &mut to).await;
    doors(operator, now, &mut to);
    mailbox(operator, &mut to);
    content(operator, &mut to);
    to.finish()
}

/// From one moment to a later one; 0 when a clock was set back.
fn seconds(later: Timestamp, earlier: Timestamp) -> f64 {
    later.duration_since(earlier).as_secs_f64().max(0.0)
}

fn truth(is: bool) -> f64 {
    if is { 1.0 } else { 0.0 }
}

async fn store(operator: &Operator, now: Timestamp, to: &mut Exposition) {
    let counts = operator.store.counts().await;
    // Received and not delivered: what a person waits for without knowing it.
    let received = operator.store.cases(&["received"], 1).await;
    to.gauge("utveier_store_up", "Whether the store answers.", truth(counts.is_ok() && received.is_ok()));
    // A store that does not answer says nothing; old values would hide it.
    let (Ok(counts), Ok(received)) = (counts, received) else { return };
    let age = |since: Option<Timestamp>| since.map_or(0.0, |since| seconds(now, since));
    let oldest = received.first().map(|case| case.created_at);
    to.gauge("utveier_outbox_waiting", "Deliveries waiting or under way.", number(counts.waiting));
    to.gauge("utveier_outbox_dead", "Deliveries given up: a person must look.", number(counts.dead));
    to.gauge(
        "utveier_outbox_oldest_seconds",
        "Age of the oldest delivery that waits; 0 when none does.",
        age(counts.oldest_waiting),
    );
    to.gauge(
        "utveier_request_oldest_undelivered_seconds",
        "Age of the oldest request that has reached no inbox; 0 when there is none.",
        age(oldest),
    );
    to.gauge("utveier_cases_open", "Requests that are not closed or withdrawn.", number(counts.open_cases));
    to.gauge("utveier_drafts", "Forms and letters begun and not sent.", number(counts.drafts));
}

fn doors(operator: &Operator, now: Timestamp, to: &mut Exposition) {
    to.begin("utveier_door_up", Kind::Gauge, "Whether a configured door is open and reaches its platform.");
    for door in &operator.doors {
        to.sample("utveier_door_up", &[("door", door.as_str())], truth(operator.desk.pulse(*door).is_up));
    }
    let name = "utveier_door_silent_seconds";
    to.begin(name, Kind::Gauge, "Since a door last heard from its platform (of a poller: its lag).");
    for door in &operator.doors {
        // Who listens hears from its platform only when somebody writes.
        if *door == Door::Telegram {
            let heard = operator.desk.pulse(*door).heard.unwrap_or(operator.started);
            to.sample(name, &[("door", door.as_str())], seconds(now, heard));
        }
    }
}

fn mailbox(operator: &Operator, to: &mut Exposition) {
    let Some(health) = &operator.mailbox else { return };
    let health = health.borrow().clone();
    let is_up = health.error.is_none() && health.rounds > 0;
    to.gauge("utveier_mailbox_up", "Whether the mailbox answers come to can be read.", truth(is_up));
    // Before the first success the lag is since the start.
    let lag = health
        .last_success
        .map_or_else(|| seconds(operator.desk.now(), operator.started), |at| at.elapsed().as_secs_f64());
    to.gauge("utveier_mailbox_silent_seconds", "Since the mailbox was last read to its end (poll lag).", lag);
}

fn content(operator: &Operator, to: &mut Exposition) {
    let engine = operator.desk.engine();
    let (knowledge, today) = (&engine.knowledge, today());
    let overdue = knowledge.passages().iter().filter(|passage| passage.is_overdue(today)).count();
    let count = |of: usize| number(of as u64);
    to.gauge(
        "utveier_content_passages",
        "Passages that can be quoted, each once whatever forms it is written in.",
        count(knowledge.leading().len()),
    );
    to.gauge("utveier_content_overdue", "Passages whose review is overdue.", count(overdue));
    to.gauge(
        "utveier_content_approved",
        "Whether the content is marked as approved.",
        truth(knowledge.approval().approved),
    );
    to.gauge("utveier_index_passages", "Passages in the index.", count(engine.index.len()));
}
