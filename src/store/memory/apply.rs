//! One write on the tables, or the kind of row that stands against it.

use jiff::Timestamp;
use uuid::Uuid;

use super::tables::{Tables, to_millis};
use crate::store::{
    CaseRow, DonationRow, DraftRow, Finish, ItemRow, ItemState, LetterRow, PreferenceRow, TallyRow, Write,
};

type Applied = Result<(), &'static str>;

pub(super) fn apply(tables: &mut Tables, write: Write) -> Applied {
    match write {
        Write::InsertCase(case) => return insert_case(tables, case),
        Write::UpdateCase(case) => return update_case(tables, case),
        Write::InsertLetter(letter) => return insert_letter(tables, letter),
        Write::Enqueue(item) => return enqueue(tables, item),
        Write::FinishItem { id, lease, finish } => return finish_item(tables, id, lease, finish),
        Write::MarkMail { key, at } => return mark_mail(tables, key, at),
        Write::InsertDonation(given) => return insert_donation(tables, given),
        Write::PutDraft(draft) => put_draft(tables, draft),
        Write::DeleteDraft(person) => drop(tables.drafts.remove(&person)),
        Write::DeleteDraftsBefore(before) => tables.drafts.retain(|_, draft| draft.updated_at >= to_millis(before)),
        Write::PutPreference(preference) => put_preference(tables, preference),
        Write::DeletePreferencesBefore(before) => {
            tables.preferences.retain(|_, preference| preference.updated_at >= to_millis(before));
        }
        Write::MarkSeen { letter, at } => mark_seen(tables, letter, at),
        Write::WipeCase(case) => wipe_case(tables, case),
        Write::WipeLetter(letter) => wipe_letter(tables, letter),
        Write::DeleteCasesClosedBefore(before) => delete_cases(tables, before),
        Write::CancelItems(case) => cancel_items(tables, case),
        Write::Revive { case, due_at, expires_at } => revive(tables, case, due_at, expires_at),
        Write::PutValue { name, value } => drop(tables.values.insert(name, value)),
        Write::PutCaseValue { code, name, value } => put_case_value(tables, (code, name), value),
        Write::DeleteMailBefore(before) => tables.mail.retain(|_, at| *at >= to_millis(before)),
        Write::AddTally(tally) => add_tally(tables, tally),
        Write::DeleteTalliesBefore(before) => tables.tallies.retain(|key, _| key.0 >= before),
        Write::DeleteDonation(id) => tables.donations.retain(|key, _| key.1 != id),
        Write::DeleteDonationsUntil(month) => tables.donations.retain(|key, _| key.0 > month),
    }
    Ok(())
}

fn put_draft(tables: &mut Tables, draft: DraftRow) {
    let draft = DraftRow { updated_at: to_millis(draft.updated_at), ..draft };
    tables.drafts.insert(draft.person, draft);
}

fn put_preference(tables: &mut Tables, preference: PreferenceRow) {
    let preference = PreferenceRow { updated_at: to_millis(preference.updated_at), ..preference };
    tables.preferences.insert(preference.person, preference);
}

fn insert_case(tables: &mut Tables, case: CaseRow) -> Applied {
    if tables.cases.contains_key(&case.id) || !tables.codes.insert(case.code.clone()) {
        return Err("case");
    }
    tables.cases.insert(case.id, stored_case(case));
    Ok(())
}

fn update_case(tables: &mut Tables, case: CaseRow) -> Applied {
    let unchanged = |known: &&mut CaseRow| known.version == case.version && known.code == case.code;
    let known = tables.cases.get_mut(&case.id).filter(unchanged).ok_or("case")?;
    *known = stored_case(CaseRow { version: case.version + 1, ..case });
    Ok(())
}

fn stored_case(case: CaseRow) -> CaseRow {
    CaseRow {
        created_at: to_millis(case.created_at),
        delivered_at: case.delivered_at.map(to_millis),
        answered_at: case.answered_at.map(to_millis),
        closed_at: case.closed_at.map(to_millis),
        ..case
    }
}

fn insert_letter(tables: &mut Tables, letter: LetterRow) -> Applied {
    if !tables.cases.contains_key(&letter.case) {
        return Err("case");
    }
    let same_place = |known: &LetterRow| known.case == letter.case && known.number == letter.number;
    if tables.letters.contains_key(&letter.id) || tables.letters.values().any(same_place) {
        return Err("letter");
    }
    let letter =
        LetterRow { created_at: to_millis(letter.created_at), seen_at: letter.seen_at.map(to_millis), ..letter };
    tables.letters.insert(letter.id, letter);
    Ok(())
}

fn mark_seen(tables: &mut Tables, letter: Uuid, at: Timestamp) {
    if let Some(letter) = tables.letters.get_mut(&letter).filter(|letter| letter.to_asker) {
        letter.seen_at.get_or_insert(to_millis(at));
    }
}

fn wipe_case(tables: &mut Tables, case: Uuid) {
    for letter in tables.letters.values_mut().filter(|letter| letter.case == case) {
        letter.body = None;
    }
    if let Some(case) = tables.cases.get_mut(&case).filter(|case| case.body.is_some()) {
        case.body = None;
        case.version += 1;
    }
}

fn wipe_letter(tables: &mut Tables, letter: Uuid) {
    if let Some(letter) = tables.letters.get_mut(&letter) {
        letter.body = None;
    }
}

fn delete_cases(tables: &mut Tables, before: Timestamp) {
    let before = to_millis(before);
    let is_open = |item: &ItemRow| matches!(item.state, ItemState::Waiting | ItemState::Leased);
    let old = tables.cases_where(|case| {
        let has_open = || tables.items.values().any(|item| item.case == case.id && is_open(item));
        case.closed_at.is_some_and(|at| at < before) && !has_open()
    });
    for case in old {
        tables.cases.remove(&case.id);
        tables.letters.retain(|_, letter| letter.case != case.id);
        tables.items.retain(|_, item| item.case != case.id);
    }
    tables.drop_values_of_gone_cases();
}

fn put_case_value(tables: &mut Tables, (code, name): (String, String), value: Vec<u8>) {
    if tables.cases.values().any(|case| case.code == code) {
        tables.values.insert(name.clone(), value);
        tables.value_codes.insert(name, code);
    }
}

fn enqueue(tables: &mut Tables, item: ItemRow) -> Applied {
    let is_of_case = |letter: &Uuid| tables.letters.get(letter).is_some_and(|letter| letter.case == item.case);
    if !tables.cases.contains_key(&item.case) || !item.letter.as_ref().is_none_or(is_of_case) {
        return Err("case");
    }
    if tables.items.contains_key(&item.id) {
        return Err("item");
    }
    let item = ItemRow {
        due_at: to_millis(item.due_at),
        expires_at: to_millis(item.expires_at),
        leased_until: item.leased_until.map(to_millis),
        created_at: to_millis(item.created_at),
        sent_at: item.sent_at.map(to_millis),
        ..item
    };
    tables.items.insert(item.id, item);
    Ok(())
}

fn finish_item(tables: &mut Tables, id: Uuid, lease: Uuid, finish: Finish) -> Applied {
    let held = |item: &&mut ItemRow| item.state == ItemState::Leased && item.lease == Some(lease);
    let item = tables.items.get_mut(&id).filter(held).ok_or("item")?;
    (item.lease, item.leased_until) = (None, None);
    match finish {
        Finish::Sent(at) => (item.state, item.sent_at) = (ItemState::Sent, Some(to_millis(at))),
        Finish::Retry { due_at, error } => {
            (item.state, item.due_at, item.error) = (ItemState::Waiting, to_millis(due_at), Some(error));
        }
        Finish::Dead { error } => (item.state, item.error) = (ItemState::Dead, Some(error)),
        Finish::Cancelled => item.state = ItemState::Cancelled,
    }
    // Its asker had everything removed while it was under way.
    let case = item.case;
    if !tables.cases.contains_key(&case) {
        tables.items.remove(&id);
    }
    Ok(())
}

fn cancel_items(tables: &mut Tables, case: Uuid) {
    let wanted =
        |item: &&mut ItemRow| item.case == case && item.state == ItemState::Waiting && item.recipient != "asker";
    for item in tables.items.values_mut().filter(wanted) {
        item.state = ItemState::Cancelled;
    }
}

fn revive(tables: &mut Tables, case: Uuid, due_at: Timestamp, expires_at: Timestamp) {
    for item in tables.items.values_mut().filter(|item| item.case == case && item.state == ItemState::Dead) {
        item.state = ItemState::Waiting;
        item.attempts = 0;
        (item.due_at, item.expires_at) = (to_millis(due_at), to_millis(expires_at));
    }
}

fn add_tally(tables: &mut Tables, tally: TallyRow) {
    let TallyRow { day, name, door, decision, topic, region, count } = tally;
    if count > 0 {
        *tables.tallies.entry((day, name, door, decision, topic, region)).or_default() += count;
    }
}

fn insert_donation(tables: &mut Tables, given: DonationRow) -> Applied {
    if tables.donations.keys().any(|(_, id)| *id == given.id) {
        return Err("donation");
    }
    tables.donations.insert((given.month.clone(), given.id), given);
    Ok(())
}

fn mark_mail(tables: &mut Tables, key: String, at: Timestamp) -> Applied {
    if tables.mail.contains_key(&key) {
        return Err("mail");
    }
    tables.mail.insert(key, to_millis(at));
    Ok(())
}
