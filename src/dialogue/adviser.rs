//! The way to a person: which RVTS, and how to reach it.
//!
//! Requests are not carried yet, and the bot says so: it names the centre of
//! the asker's region and its site.

use super::compose::Words;
use super::message::{Block, Entry, Kind, Outgoing};
use super::state::{Awaiting, State};
use super::{Action, Step};
use crate::key;
use crate::knowledge::{Place, Region};

pub(super) fn ask(words: Words<'_>, mut state: State) -> Step {
    state.awaiting = Awaiting::Place;
    let blocks = vec![
        Block::Text(words.text(key!("adviser-text"))),
        Block::Text(words.text(key!("adviser-local"))),
        Block::Text(words.text(key!("start-emergency"))),
    ];
    let message = words.message(Kind::Notice, blocks, &[Action::Start]);
    Step { state, outgoing: vec![message], effects: Vec::new() }
}

/// The text after [`ask`]: a place, or else whatever it is.
pub(super) fn place(words: Words<'_>, mut state: State, text: &str) -> Step {
    let places = words.context.knowledge.municipalities().find(text);
    let mut regions: Vec<&str> = places.iter().map(Place::rvts).collect();
    regions.dedup();
    let message = match (&places[..], &regions[..]) {
        // A sentence that names no place is a question, not a misspelt town.
        ([], _) if text.split_whitespace().count() > 3 => {
            state.awaiting = Awaiting::Question;
            return super::question(words, state, text, false);
        }
        ([], _) => words.notice(Kind::Notice, key!("adviser-unknown"), &[Action::Start]),
        ([first, ..], [_]) => {
            state.awaiting = Awaiting::Question;
            centre(words, first)
        }
        _ => several(words, &places),
    };
    Step { state, outgoing: vec![message], effects: Vec::new() }
}

/// A municipality chosen by its number.
pub(super) fn numbered(words: Words<'_>, number: &str) -> Outgoing {
    let all = words.context.knowledge.municipalities().all();
    match all.iter().find(|municipality| municipality.number == number) {
        Some(municipality) => centre(words, &Place::Municipality(municipality.clone())),
        None => words.notice(Kind::Notice, key!("adviser-unknown"), &[Action::Start]),
    }
}

fn centre(words: Words<'_>, place: &Place) -> Outgoing {
    let found = words.context.knowledge.regions().iter().find(|region| region.short == place.rvts());
    let Some(region) = found else {
        return words.notice(Kind::Notice, key!("adviser-unknown"), &[Action::Start]);
    };
    let certain = region.certainty == "lest" && !is_doubtful(region, place);
    let key = if certain { key!("adviser-region") } else { key!("adviser-region-uncertain") };
    let mut blocks = vec![
        Block::Text(words.with(key, &[("place", &name(place)), ("name", &region.name)])),
        Block::Text(words.text(key!("adviser-not-sent"))),
    ];
    let sites: Vec<Entry> = region
        .topic_page
        .iter()
        .chain(&region.site)
        .take(1)
        .map(|site| Entry {
            title: words.with(key!("adviser-site"), &[("name", &region.name)]),
            note: None,
            action: None,
            link: Some(site.clone()),
        })
        .collect();
    if !sites.is_empty() {
        blocks.push(Block::List(sites));
    }
    blocks.push(Block::Text(words.text(key!("adviser-anonymous"))));
    words.message(Kind::Notice, blocks, &[Action::Start])
}

/// Whether the region's own notes name the place's county as uncertain.
fn is_doubtful(region: &Region, place: &Place) -> bool {
    let county = match place {
        Place::Municipality(municipality) => &municipality.county,
        Place::County { name, .. } => name,
    };
    region.uncertain.iter().any(|note| note.contains(county.as_str()))
}

fn several(words: Words<'_>, places: &[Place]) -> Outgoing {
    let entries = places.iter().map(|place| Entry {
        title: name(place),
        note: match place {
            Place::Municipality(municipality) => Some(municipality.county.clone()),
            Place::County { .. } => None,
        },
        action: match place {
            Place::Municipality(municipality) => Some(Action::Place(municipality.number.clone())),
            Place::County { .. } => None,
        },
        link: None,
    });
    let blocks = vec![Block::Text(words.text(key!("adviser-several"))), Block::List(entries.collect())];
    words.message(Kind::Notice, blocks, &[Action::Start])
}

fn name(place: &Place) -> String {
    match place {
        Place::Municipality(municipality) => municipality.name.clone(),
        Place::County { name, .. } => name.split(' ').map(capitalised).collect::<Vec<_>>().join(" "),
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
