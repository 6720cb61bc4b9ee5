//! The versions of a passage: one an id and written form, one of which leads.

use std::collections::HashMap;

use super::passage::{Passage, PassageId};
use super::problem::Problem;
use crate::language::WrittenForm;

/// Where the versions of each id stand, the one that leads first.
pub(super) type ById = HashMap<PassageId, Vec<usize>>;

/// The first version of each id, in the order of the passages.
pub(super) fn leading(by_id: &ById) -> Vec<usize> {
    let mut leading: Vec<usize> = by_id.values().filter_map(|versions| versions.first().copied()).collect();
    leading.sort_unstable();
    leading
}

/// One passage an id and written form; the first in the files' order stays.
pub(super) fn without_duplicates(passages: Vec<Passage>, problems: &mut Vec<Problem>) -> (Vec<Passage>, ById) {
    let mut kept: Vec<Passage> = Vec::with_capacity(passages.len());
    let mut by_id = ById::new();
    for passage in passages {
        let versions = by_id.entry(passage.id.clone()).or_default();
        if let Some(&first) = versions.iter().find(|&&at| kept[at].form == passage.form) {
            let first = &kept[first];
            let what = format!("the id «{}» stands already in {}:{}", passage.id, first.file.display(), first.line);
            problems.push(Problem::error(&passage.file, what, "give one of the two another id").at(passage.line));
            continue;
        }
        // The bokmål version leads: it is the one shown when no form is asked for.
        let at = kept.len();
        if passage.form == WrittenForm::Bokmal {
            versions.insert(0, at)
        } else {
            versions.push(at)
        }
        kept.push(passage);
    }
    (kept, by_id)
}
