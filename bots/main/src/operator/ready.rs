//! Whether the service can do its work, part by part.

use super::Operator;

/// The parts that are not ready; empty when all are.
pub(super) async fn missing(operator: &Operator) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if operator.store.counts().await.is_err() {
        missing.push("store");
    }
    let engine = operator.desk.engine();
    if engine.knowledge.passages().is_empty() || engine.index.is_empty() {
        missing.push("content");
    }
    missing.extend(operator.doors.iter().filter(|door| !operator.desk.pulse(**door).is_up).map(|door| door.as_str()));
    missing
}
