//! Which names in a text stand for a place.
//!
//! Many names are also words («time», «strand») or people («Frøya»). Such a
//! name counts when it stands alone, or when the words around it say so.

mod misspelt;

use super::Municipalities;
use super::gazetteer::{Names, Target};
use super::ordinary::{self, Guard};
use super::words::Word;

/// A name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// The first word.
    from: usize,
    /// Behind the last word.
    to: usize,
    /// What it may mean, as places in [`Names::entries`].
    pub meanings: Vec<usize>,
    guard: Guard,
}

/// The names that stand for places, in order.
pub(super) fn find(words: &[Word], places: &Municipalities) -> Vec<Mention> {
    let mut scene = Scene { words, places, mentions: Vec::new(), other: 0, compared: 0 };
    scene.scan();
    scene.count_others();
    scene.misspelt();
    scene.count_others();
    scene.judge()
}

/// A text with the names found in it so far.
struct Scene<'a> {
    words: &'a [Word],
    places: &'a Municipalities,
    mentions: Vec<Mention>,
    /// Words that are neither names nor fillers.
    other: usize,
    /// Words compared with all names so far.
    compared: usize,
}

impl Scene<'_> {
    fn names(&self) -> &Names {
        &self.places.names
    }

    /// Every name, the longest at each word.
    fn scan(&mut self) {
        let mut at = 0;
        while at < self.words.len() {
            let found = self.longest_at(at);
            at = found.as_ref().map_or(at + 1, |mention| mention.to);
            self.mentions.extend(found);
        }
    }

    fn longest_at(&mut self, at: usize) -> Option<Mention> {
        let joined = 1 + self.words[at + 1..].iter().take_while(|word| !word.apart).count();
        let longest = self.names().longest_from(&self.words[at].text).min(joined);
        let whole = (1..=longest).rev().find_map(|length| {
            let name = self.words[at..at + length].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
            let (base, meanings) = self.meanings(&name)?;
            let guard = if length == 1 { ordinary::guard(base) } else { Guard::Plain };
            Some(Mention { from: at, to: at + length, meanings, guard })
        });
        whole.or_else(|| if joined > 1 { self.misspelt_pair(at) } else { None })
    }

    /// A name as it is, in the genitive, or at the beginning of a compound.
    fn meanings<'n>(&self, name: &'n str) -> Option<(&'n str, Vec<usize>)> {
        let found = |base: &'n str| {
            let meanings = self.names().lookup(base);
            (!meanings.is_empty()).then(|| (base, meanings.to_vec()))
        };
        // «oss» is no genitive of Os.
        let genitive = |word: &'n str| word.strip_suffix('s').filter(|base| base.chars().nth(2).is_some());
        let compound = || {
            let head = ordinary::TAILS.iter().find_map(|tail| name.strip_suffix(tail))?;
            let bare = found(head).or_else(|| genitive(head).and_then(found))?;
            (bare.0.chars().nth(3).is_some() && ordinary::guard(bare.0) == Guard::Plain).then_some(bare)
        };
        found(name).or_else(|| genitive(name).and_then(found)).or_else(compound)
    }

    fn count_others(&mut self) {
        let mut other = 0;
        let mut mentions = self.mentions.iter().peekable();
        for (at, word) in self.words.iter().enumerate() {
            while mentions.next_if(|mention| mention.to <= at).is_some() {}
            let is_named = mentions.peek().is_some_and(|mention| mention.from <= at);
            other += usize::from(!is_named && !ordinary::is_filler(word));
        }
        self.other = other;
    }

    fn word(&self, at: Option<usize>) -> &str {
        at.and_then(|at| self.words.get(at)).map_or("", |word| word.text.as_str())
    }

    /// «X kommune», «NAV X».
    fn has_marker(&self, from: usize, to: usize) -> bool {
        let after = self.words.get(to).is_some_and(|word| !word.apart && ordinary::follows_place(&word.text));
        after || (!self.words[from].apart && ordinary::precedes_place(self.word(from.checked_sub(1))))
    }

    fn after_preposition(&self, from: usize) -> bool {
        !self.words[from].apart && ordinary::is_preposition(self.word(from.checked_sub(1)))
    }

    /// «jobber i X», «hører til X».
    fn after_work_or_home(&self, from: usize) -> bool {
        let (verb, preposition) = (self.word(from.checked_sub(2)), self.word(from.checked_sub(1)));
        match preposition {
            "til" => matches!(verb, "hører" | "høyrer"),
            _ => self.after_preposition(from) && ordinary::lives_or_works(verb),
        }
    }

    /// Beside a name, with nothing but «og» or a comma between.
    fn is_in_list(&self, at: usize) -> bool {
        let joint = |at: Option<usize>| ordinary::is_joint(self.word(at));
        let before = if joint(at.checked_sub(1)) { at.checked_sub(2) } else { at.checked_sub(1) };
        let after = if joint(Some(at + 1)) { at + 2 } else { at + 1 };
        let apart_or_joint = self.words[at].apart || joint(at.checked_sub(1));
        let next_apart = joint(Some(at + 1)) || self.words.get(at + 1).is_some_and(|word| word.apart);
        let is_plain = |mention: &Mention| mention.guard == Guard::Plain;
        let ends = |at: usize| self.mention_ending(at).is_some_and(is_plain);
        (apart_or_joint && before.is_some_and(|before| ends(before + 1)))
            || (next_apart && self.mention_from(after).is_some_and(is_plain))
    }

    fn mention_from(&self, from: usize) -> Option<&Mention> {
        self.mentions.binary_search_by_key(&from, |mention| mention.from).ok().map(|at| &self.mentions[at])
    }

    fn mention_ending(&self, to: usize) -> Option<&Mention> {
        self.mentions.binary_search_by_key(&to, |mention| mention.to).ok().map(|at| &self.mentions[at])
    }

    /// Keeps the names that stand for a place.
    fn judge(&self) -> Vec<Mention> {
        let mut kept: Vec<bool> = self.mentions.iter().map(|mention| self.stands_for_place(mention)).collect();
        // Beside a place, in a list: both ways, so that «Klepp, Time og Hå» holds.
        for at in 1..kept.len() {
            kept[at] = kept[at] || (kept[at - 1] && self.is_listed(at, self.mentions[at - 1].to));
        }
        for at in (1..kept.len()).rev() {
            kept[at - 1] = kept[at - 1] || (kept[at] && self.is_listed(at - 1, self.mentions[at].from));
        }
        let judged = self.mentions.iter().zip(kept);
        judged.filter(|(mention, kept)| *kept && !self.is_denied(mention)).map(|(mention, _)| mention.clone()).collect()
    }

    /// With a capital, and only «og» or a comma between it and `edge`.
    fn is_listed(&self, at: usize, edge: usize) -> bool {
        let mention = &self.mentions[at];
        let between = if edge <= mention.from { edge..mention.from } else { mention.to..edge };
        let separates = self.words.get(between.end).is_some_and(|word| word.apart);
        let only_joints = self.words[between.clone()].iter().all(|word| ordinary::is_joint(&word.text));
        self.words[mention.from].capital && only_joints && (separates || !between.is_empty())
    }

    fn stands_for_place(&self, mention: &Mention) -> bool {
        let (from, to) = (mention.from, mention.to);
        let named = || self.other == 0 || self.has_marker(from, to) || self.is_qualified(mention);
        match mention.guard {
            Guard::Plain => true,
            Guard::Named => named() || self.after_preposition(from),
            Guard::Ordinary => {
                let word = &self.words[from];
                named()
                    || (word.capital && !word.first && self.after_preposition(from))
                    || self.after_work_or_home(from)
            }
        }
    }

    /// «Os i Hordaland», «Sande, Vestfold».
    fn is_qualified(&self, mention: &Mention) -> bool {
        self.next_place(mention).is_some_and(|next| {
            let pairs = mention.meanings.iter().flat_map(|one| next.meanings.iter().map(move |other| (*one, *other)));
            pairs.into_iter().any(|(one, other)| self.places.lies_in(one, other))
        })
    }

    /// The name right behind, after «i» or a comma.
    fn next_place(&self, mention: &Mention) -> Option<&Mention> {
        let between = usize::from(
            ordinary::is_preposition(self.word(Some(mention.to))) || self.word(Some(mention.to)) == "kommune",
        );
        let more = usize::from(between == 1 && ordinary::is_preposition(self.word(Some(mention.to + 1))));
        self.mention_from(mention.to + between + more)
    }

    /// Said not to be the place, or to lie abroad: «Bergen auf Rügen».
    fn is_denied(&self, mention: &Mention) -> bool {
        let (before, verb) = (self.word(mention.from.checked_sub(1)), self.word(mention.from.checked_sub(2)));
        let negates = |word: &str| matches!(word, "ikke" | "ikkje" | "not");
        let is_negated = negates(before) || (ordinary::is_preposition(before) && negates(verb));
        let german = matches!(self.word(Some(mention.to)), "auf" | "am" | "op" | "belsen");
        let is_abroad = |next: &Mention| {
            let abroad = |at: &usize| self.names().entries[*at].target == Target::Outside { abroad: true };
            let inside = ordinary::is_preposition(self.word(Some(mention.to))) && self.word(Some(mention.to)) != "fra";
            next.meanings.iter().all(abroad) && (inside || self.words.len() <= 4)
        };
        is_negated || german || self.next_place(mention).is_some_and(is_abroad) || self.lies_elsewhere(mention)
    }

    /// «Vik i Arendal»: an ordinary name of something in another municipality.
    fn lies_elsewhere(&self, mention: &Mention) -> bool {
        let is_inside = matches!(self.word(Some(mention.to)), "i" | "på" | "in");
        let is_plain = |next: &&Mention| next.guard == Guard::Plain;
        mention.guard != Guard::Plain
            && is_inside
            && self.next_place(mention).filter(is_plain).is_some()
            && !self.is_qualified(mention)
    }
}
