//! What a person is told of their requests: receipts, events, answers.
//!
//! A receipt is one message that is edited as the request goes on; where a door
//! cannot edit, the new one follows.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::compose::Words;
use super::form_action::CaseVerb;
use super::message::{Block, Button, Kind, Outgoing};
use super::outside::RegionFacts;
use super::{Action, request_text};
use crate::key;
use crate::request::{CaseCode, CaseView, Draft, LetterKind, LetterView, Stage};

/// «Mottatt»: released only after the request is on the disk.
pub(super) fn received(words: Words<'_>, draft: &Draft) -> Outgoing {
    let outside = words.context.outside;
    let region = draft.place.as_ref().map_or("nasjonal", |place| place.region.as_str());
    let case = CaseView {
        code: outside.code.clone(),
        region: region.to_owned(),
        stage: Stage::Received,
        created_at: outside.now,
        delivered_at: None,
        letters: Vec::new(),
    };
    receipt(words, &case)
}

/// The receipt of a case as it stands.
pub(super) fn receipt(words: Words<'_>, case: &CaseView) -> Outgoing {
    let receiver = request_text::receiver(words, &case.region);
    let code = case.code.to_string();
    let mut lines =
        vec![words.with(key!("receipt-received"), &[("time", &moment(words, case.created_at)), ("code", &code)])];
    match (case.stage, case.delivered_at) {
        (Stage::Undeliverable, _) => lines.push(words.with(key!("receipt-failed"), &[("receiver", &receiver)])),
        (_, Some(at)) => {
            lines.push(words.with(key!("receipt-delivered"), &[("time", &moment(words, at)), ("receiver", &receiver)]))
        }
        (Stage::Withdrawn, None) => {}
        (_, None) => lines.push(words.with(key!("receipt-on-its-way"), &[("receiver", &receiver)])),
    }
    lines.extend(stage_line(words, case.stage));
    let mut blocks = vec![Block::Heading(words.with(key!("receipt-title"), &[("code", &code)]))];
    blocks.push(Block::Text(lines.join("\n")));
    // What never arrived is waited for by nobody.
    if matches!(case.stage, Stage::Received | Stage::Delivered) {
        let facts = words.context.outside.desk.regions.get(&case.region).copied().unwrap_or_default();
        blocks.push(Block::Text(waiting(words, facts)));
    }
    let buttons = case_buttons(words, case);
    Outgoing { buttons, receipt: Some(case.code.clone()), ..words.message(Kind::Receipt, blocks, &[]) }
}

fn stage_line(words: Words<'_>, stage: Stage) -> Option<String> {
    let key = match stage {
        Stage::Received | Stage::Delivered | Stage::Undeliverable => return None,
        Stage::Answered => key!("receipt-answered"),
        Stage::Closed => key!("receipt-closed"),
        Stage::Withdrawn => key!("receipt-withdrawn"),
    };
    Some(words.text(key))
}

/// How long it may take, as far as is known.
fn waiting(words: Words<'_>, facts: RegionFacts) -> String {
    let now = words.context.outside.now;
    match facts.hours {
        _ if !facts.is_staffed => words.text(key!("waiting-unstaffed")),
        Some(hours) if hours.is_open(now) => words.text(key!("waiting-open")),
        Some(hours) => {
            let opens = moment(words, hours.next_open(now));
            words.with(key!("waiting-closed"), &[("time", &opens)])
        }
        None => words.text(key!("waiting-unknown")),
    }
}

/// A letter or an event of a case, told to the asker.
pub(super) fn letter(words: Words<'_>, case: &CaseView, letter: &LetterView) -> Outgoing {
    let code = case.code.to_string();
    let receiver = request_text::receiver(words, &case.region);
    let values = [("code", code.as_str()), ("receiver", receiver.as_str())];
    match letter.kind {
        LetterKind::Answer => answer(words, case, letter),
        LetterKind::Delivered | LetterKind::Undeliverable => receipt(words, case),
        LetterKind::Reminded => event(words, case, words.with(key!("event-reminded"), &values)),
        LetterKind::Escalated => event(words, case, words.with(key!("event-escalated"), &values)),
        LetterKind::ClosedByAdviser => event(words, case, words.with(key!("event-closed"), &values)),
        LetterKind::NotDelivered => event(words, case, words.with(key!("event-not-delivered"), &values)),
        LetterKind::Automatic => event(words, case, words.with(key!("event-automatic"), &values)),
        LetterKind::Transferred => event(words, case, words.with(key!("event-transferred"), &values)),
        LetterKind::Request | LetterKind::Correction | LetterKind::Message => own(words, letter),
    }
}

fn answer(words: Words<'_>, case: &CaseView, letter: &LetterView) -> Outgoing {
    let receiver = request_text::receiver(words, &case.region);
    let code = case.code.to_string();
    let title = words.with(key!("answer-title"), &[("receiver", &receiver), ("code", &code)]);
    let mut blocks = vec![Block::Heading(title)];
    blocks.push(match &letter.text {
        Some(text) => Block::Letter(text.clone()),
        None => Block::Text(words.text(key!("letter-removed"))),
    });
    let buttons = case_buttons(words, case);
    Outgoing { buttons, ..words.message(Kind::Letter, blocks, &[]) }
}

fn own(words: Words<'_>, letter: &LetterView) -> Outgoing {
    let time = moment(words, letter.at);
    let mut blocks = vec![Block::Text(words.with(key!("letter-yours"), &[("time", &time)]))];
    blocks.push(match &letter.text {
        Some(text) => Block::Letter(text.clone()),
        None => Block::Text(words.text(key!("letter-removed"))),
    });
    words.message(Kind::Preview, blocks, &[])
}

fn event(words: Words<'_>, case: &CaseView, text: String) -> Outgoing {
    let buttons = case_buttons(words, case);
    Outgoing { buttons, ..words.message(Kind::Receipt, vec![Block::Text(text)], &[]) }
}

/// What can be done with a case at its stage.
pub(super) fn case_buttons(words: Words<'_>, case: &CaseView) -> Vec<Button> {
    let mut verbs = Vec::new();
    if case.stage == Stage::Answered {
        verbs.push((key!("case-write"), CaseVerb::Write));
    }
    if case.stage.can_be_withdrawn() {
        verbs.push((key!("case-correct"), CaseVerb::Correct));
        verbs.push((key!("case-withdraw"), CaseVerb::Withdraw));
    } else if case.stage.is_open() {
        verbs.push((key!("case-close"), CaseVerb::Close));
    }
    verbs.into_iter().map(|(key, verb)| button(words, key, verb, &case.code)).collect()
}

pub(super) fn button(words: Words<'_>, key: &str, verb: CaseVerb, code: &CaseCode) -> Button {
    Button { label: words.text(key), action: Action::Case(verb, code.clone()) }
}

/// A moment in Norwegian time: «21. november 2026 kl. 14.05».
pub(super) fn moment(words: Words<'_>, at: Timestamp) -> String {
    let local = at.to_zoned(TimeZone::get("Europe/Oslo").unwrap_or(TimeZone::UTC));
    let date = words.context.replies.date(words.form, local.date());
    let clock = format!("{:02}.{:02}", local.hour(), local.minute());
    words.with(key!("moment"), &[("date", &date), ("clock", &clock)])
}
