//! «Mine henvendelser»: seeing, correcting, withdrawing, answering, closing.

use super::compose::Words;
use super::form_action::{CaseVerb, LetterAction};
use super::message::{Block, Button, Effect, Entry, Kind, Outgoing};
use super::state::{Awaiting, LetterDraft, State};
use super::{Action, Step, receipt, request_text};
use crate::key;
use crate::language::normalize;
use crate::request::{CaseCode, CaseView, LetterKind, MAX_STORY_CHARS, Stage};

/// All of a person's requests.
pub(super) fn mine(words: Words<'_>) -> Outgoing {
    let cases = words.context.outside.cases;
    if cases.is_empty() {
        return words.notice(Kind::Notice, key!("mine-none"), &[Action::Adviser, Action::Start]);
    }
    let entries = cases.iter().rev().map(|case| {
        let receiver = request_text::receiver(words, &case.region);
        let stage = words.text(stage_key(case.stage));
        let at = receipt::moment(words, case.created_at);
        Entry {
            title: format!("{} · {stage}", case.code),
            note: Some(format!("{receiver}, {at}")),
            action: Some(Action::Case(CaseVerb::Show, case.code.clone())),
            link: None,
        }
    });
    let blocks = vec![Block::Heading(words.text(key!("mine-title"))), Block::List(entries.take(20).collect())];
    words.message(Kind::Notice, blocks, &[Action::Adviser, Action::Forget])
}

fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Received => key!("stage-received"),
        Stage::Delivered => key!("stage-delivered"),
        Stage::Undeliverable => key!("stage-undeliverable"),
        Stage::Answered => key!("stage-answered"),
        Stage::Closed => key!("stage-closed"),
        Stage::Withdrawn => key!("stage-withdrawn"),
    }
}

/// Something with one request. A code that is not the person's own is unknown,
/// whether it exists or not.
pub(super) fn act(words: Words<'_>, mut state: State, verb: CaseVerb, code: &CaseCode) -> Step {
    let Some(case) = words.context.outside.cases.iter().find(|case| case.code == *code) else {
        return single(state, words.notice(Kind::Notice, key!("case-unknown"), &[Action::Mine, Action::Adviser]));
    };
    match verb {
        CaseVerb::Show => shown(words, state, case),
        CaseVerb::Withdraw if case.stage.can_be_withdrawn() => single(state, ask_withdraw(words, case)),
        CaseVerb::WithdrawSure if case.stage.can_be_withdrawn() => {
            let after = CaseView { stage: Stage::Withdrawn, ..case.clone() };
            let message = receipt::receipt(words, &after);
            Step { state, outgoing: vec![message], effects: vec![Effect::Withdraw(code.clone())] }
        }
        CaseVerb::Correct if case.stage.is_open() => {
            state.unfinished.letter = Some(LetterDraft { code: code.clone(), corrects: true, text: None });
            state.unfinished.awaiting = Awaiting::Letter;
            single(state, ask_text(words, key!("correct-text"), code))
        }
        CaseVerb::Write if case.stage.is_open() => {
            state.unfinished.letter = Some(LetterDraft { code: code.clone(), corrects: false, text: None });
            state.unfinished.awaiting = Awaiting::Letter;
            single(state, ask_text(words, key!("write-text"), code))
        }
        CaseVerb::Close if case.stage.is_open() => {
            let after = CaseView { stage: Stage::Closed, ..case.clone() };
            let message = receipt::receipt(words, &after);
            Step { state, outgoing: vec![message], effects: vec![Effect::Close(code.clone())] }
        }
        // The case has moved on since the button was shown.
        _ => single(state, receipt::receipt(words, case)),
    }
}

fn shown(words: Words<'_>, state: State, case: &CaseView) -> Step {
    let letters = case.letters.iter().filter(|letter| letter.kind.is_letter());
    let mut outgoing: Vec<Outgoing> = letters.map(|letter| receipt::letter(words, case, letter)).collect();
    for message in &mut outgoing {
        message.buttons.clear();
    }
    outgoing.push(receipt::receipt(words, case));
    Step { state, outgoing, effects: Vec::new() }
}

fn ask_withdraw(words: Words<'_>, case: &CaseView) -> Outgoing {
    let code = case.code.to_string();
    let text = words.with(key!("withdraw-ask"), &[("code", &code)]);
    let buttons = vec![
        receipt::button(words, key!("withdraw-yes"), CaseVerb::WithdrawSure, &case.code),
        receipt::button(words, key!("withdraw-no"), CaseVerb::Show, &case.code),
    ];
    Outgoing { buttons, ..words.message(Kind::Notice, vec![Block::Text(text)], &[]) }
}

fn ask_text(words: Words<'_>, key: &str, code: &CaseCode) -> Outgoing {
    let text = words.with(key, &[("code", &code.to_string())]);
    let blocks = vec![Block::Text(text), Block::Text(words.text(key!("form-anonymous")))];
    letter_buttons(words, Kind::Form, blocks, &[LetterAction::Cancel])
}

/// Text typed while a letter waits for it.
pub(super) fn typed(words: Words<'_>, mut state: State, text: &str) -> Step {
    let normal = normalize::normalize(text);
    match normal.trim() {
        "avbryt" | "cancel" | "stopp" => return letter(words, state, LetterAction::Cancel),
        "send" => return letter(words, state, LetterAction::Send),
        _ => {}
    }
    let Some(draft) = &mut state.unfinished.letter else { return lost(words, state) };
    let key = match text.chars().count() {
        _ if text.trim().is_empty() => Some(key!("form-empty")),
        count if count > MAX_STORY_CHARS => Some(key!("form-too-long")),
        _ => None,
    };
    if let Some(key) = key {
        let message = letter_buttons(words, Kind::Form, vec![Block::Text(words.text(key))], &[LetterAction::Cancel]);
        return single(state, message);
    }
    draft.text = Some(text.trim().to_owned());
    let message = preview(words, draft);
    single(state, message)
}

fn preview(words: Words<'_>, draft: &LetterDraft) -> Outgoing {
    let cases = words.context.outside.cases;
    let region = cases.iter().find(|case| case.code == draft.code).map_or("nasjonal", |case| case.region.as_str());
    let receiver = request_text::receiver(words, region);
    let text = draft.text.clone().unwrap_or_default();
    let mut blocks = vec![Block::Text(words.with(key!("form-preview"), &[("receiver", &receiver)]))];
    if !crate::safety::personal_data(&text).is_empty() {
        blocks.push(Block::Text(words.text(key!("form-preview-identity"))));
    }
    blocks.push(Block::Letter(text));
    letter_buttons(words, Kind::Preview, blocks, &[LetterAction::Send, LetterAction::Again, LetterAction::Cancel])
}

/// A button under a letter.
pub(super) fn letter(words: Words<'_>, mut state: State, action: LetterAction) -> Step {
    let Some(draft) = state.unfinished.letter.take() else { return lost(words, state) };
    let code = draft.code.clone();
    match (action, draft.text) {
        (LetterAction::Send, Some(text)) => {
            state.unfinished.awaiting = Awaiting::Question;
            let kind = if draft.corrects { LetterKind::Correction } else { LetterKind::Message };
            let told = words.with(key!("letter-sent"), &[("code", &code.to_string())]);
            let buttons = vec![receipt::button(words, key!("case-show"), CaseVerb::Show, &code)];
            let message = Outgoing { buttons, ..words.message(Kind::Receipt, vec![Block::Text(told)], &[]) };
            Step { state, outgoing: vec![message], effects: vec![Effect::Write { code, kind, text }] }
        }
        (LetterAction::Cancel, _) => {
            state.unfinished.awaiting = Awaiting::Question;
            single(state, words.notice(Kind::Notice, key!("letter-cancelled"), &[Action::Mine]))
        }
        (LetterAction::Send | LetterAction::Again, _) => {
            let key = if draft.corrects { key!("correct-text") } else { key!("write-text") };
            let message = ask_text(words, key, &code);
            state.unfinished.letter = Some(LetterDraft { code, corrects: draft.corrects, text: None });
            state.unfinished.awaiting = Awaiting::Letter;
            single(state, message)
        }
    }
}

fn letter_buttons(words: Words<'_>, kind: Kind, blocks: Vec<Block>, actions: &[LetterAction]) -> Outgoing {
    let label = |action: &LetterAction| match action {
        LetterAction::Send => key!("form-send"),
        LetterAction::Again => key!("form-rewrite"),
        LetterAction::Cancel => key!("form-cancel"),
    };
    let buttons = actions
        .iter()
        .map(|action| Button { label: words.text(label(action)), action: Action::Letter(*action) })
        .collect();
    Outgoing { buttons, ..words.message(kind, blocks, &[]) }
}

/// «Slett alt om meg»: says what would be removed, and asks once.
pub(super) fn ask_forget(words: Words<'_>) -> Outgoing {
    let count = words.context.outside.cases.len().to_string();
    let text = words.with(key!("forget-ask"), &[("count", &count)]);
    let buttons = vec![
        Button { label: words.text(key!("forget-yes")), action: Action::ForgetSure },
        Button { label: words.text(key!("forget-no")), action: Action::Mine },
    ];
    Outgoing { buttons, ..words.message(Kind::Notice, vec![Block::Text(text)], &[]) }
}

fn lost(words: Words<'_>, mut state: State) -> Step {
    state.unfinished.awaiting = Awaiting::Question;
    single(state, words.notice(Kind::Notice, key!("form-lost"), &[Action::Mine, Action::Adviser]))
}

fn single(state: State, message: Outgoing) -> Step {
    Step { state, outgoing: vec![message], effects: Vec::new() }
}
