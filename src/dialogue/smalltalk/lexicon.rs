//! The words and phrases of small talk, and how a message is covered by them.

use std::collections::HashMap;

use super::{MAX_WORDS, Smalltalk};

/// Shorter words, in letters, are not corrected.
const MIN_CORRECTED: usize = 5;
/// Shorter words, in letters, are not corrected by exchanging letters.
const MIN_EXCHANGED: usize = 7;
/// Longer words, in letters, are not corrected.
const MAX_CORRECTED: usize = 16;
/// Rank of a phrase that may stand beside others but says nothing alone.
const FILLER: usize = Smalltalk::ALL.len();
/// A number no phrase has: particles, which are left out everywhere.
const PARTICLE: u16 = 1;

/// Words, phrases and signs, ready to look up.
///
/// A word in a phrase is a number; so is a class of words («@good»). The
/// phrases are a tree of such numbers.
#[derive(Default)]
pub(super) struct Lexicon {
    /// Number of each form of a word; 0 for a word never to be corrected.
    forms: HashMap<String, u16>,
    /// The same without repeated letters: «heiii», «greitt».
    squeezed: HashMap<String, u16>,
    /// Forms by what is left of them without one letter.
    shortened: HashMap<String, Vec<String>>,
    /// The number of a word and those of its classes.
    symbols: Vec<Vec<u16>>,
    /// From a place in the tree, by a number, to the next place.
    tree: HashMap<(u32, u16), u32>,
    /// The best rank of a phrase that ends in a place; by place.
    ranks: Vec<Option<usize>>,
    /// Rank of each sign.
    signs: HashMap<char, usize>,
}

impl Lexicon {
    /// Reads `words.txt` and `phrases.txt`.
    pub(super) fn read(words: &str, phrases: &str) -> Self {
        let mut lexicon = Self { symbols: vec![vec![], vec![]], ranks: vec![None], ..Self::default() };
        for (section, line) in sections(words) {
            let (form, others) = line.split_once(": ").unwrap_or((line, ""));
            let number = match section {
                "particles" => PARTICLE,
                "never" => 0,
                _ => lexicon.number(form),
            };
            for other in others.split_whitespace() {
                lexicon.forms.entry(other.to_owned()).or_insert(number);
            }
        }
        for (section, line) in sections(phrases) {
            lexicon.read_line(section, line);
        }
        lexicon.index();
        lexicon
    }

    fn read_line(&mut self, section: &str, line: &str) {
        let rank = |name: &str| Smalltalk::ALL.iter().position(|kind| kind.as_str() == name).unwrap_or(FILLER);
        let (name, rest) = line.split_once(": ").unwrap_or(("", line));
        match section {
            "emoji" => self.signs.extend(rest.chars().filter(|c| !c.is_whitespace()).map(|c| (c, rank(name)))),
            "classes" => {
                let class = self.number(&format!("@{name}"));
                for word in rest.split_whitespace() {
                    let word = self.number(word);
                    self.symbols[usize::from(word)].push(class);
                }
            }
            _ => expand(rest).iter().for_each(|phrase| self.insert(phrase, rank(section))),
        }
    }

    /// The number of a word or class; a new one if it is new.
    fn number(&mut self, word: &str) -> u16 {
        let next = u16::try_from(self.symbols.len()).unwrap_or(0);
        let number = *self.forms.entry(word.to_owned()).or_insert(next);
        if number == next {
            self.symbols.push(vec![next]);
        }
        number
    }

    fn insert(&mut self, phrase: &[&str], rank: usize) {
        let mut place = 0;
        for word in phrase {
            let number = self.number(word);
            if number == PARTICLE {
                continue;
            }
            let next = u32::try_from(self.ranks.len()).unwrap_or(0);
            place = *self.tree.entry((place, number)).or_insert(next);
            if place == next {
                self.ranks.push(None);
            }
        }
        if place != 0 {
            let best = &mut self.ranks[place as usize];
            *best = Some(best.map_or(rank, |old| old.min(rank)));
        }
    }

    /// Fills the maps that find misspelt words.
    fn index(&mut self) {
        for (form, &number) in self.forms.iter().filter(|(form, number)| **number != 0 && !form.starts_with('@')) {
            let short = squeeze(form);
            if short.chars().nth(1).is_some() {
                // Two forms that meet here: the lower number, on every run.
                let kept = self.squeezed.entry(short).or_insert(number);
                *kept = number.min(*kept);
            }
            // «urolig» is not a misspelt «utrolig».
            let corrected = number != PARTICLE;
            for rest in shortenings(form).into_iter().filter(|_| corrected) {
                self.shortened.entry(rest).or_default().push(form.clone());
            }
        }
        self.shortened.values_mut().for_each(|forms| forms.sort_unstable());
    }

    /// The rank of the signs in a text; none if one of them is unknown.
    pub(super) fn sign(&self, text: &str) -> Option<usize> {
        let mut best = FILLER;
        for c in text.chars().filter(|&c| !c.is_alphanumeric() && !is_punctuation(c)) {
            best = best.min(*self.signs.get(&c)?);
        }
        Some(best)
    }

    /// The number of a word, spelling aside.
    pub(super) fn word(&self, word: &str) -> Option<u16> {
        let known = self.forms.get(word).or_else(|| self.squeezed.get(&squeeze(word)));
        known.copied().or_else(|| self.corrected(word)).filter(|&number| number != 0)
    }

    fn corrected(&self, word: &str) -> Option<u16> {
        let near = |form: &&String| {
            let (theirs, ours) = (form.chars().count(), word.chars().count());
            // Among short words another letter is mostly another word: «tanke», «takke».
            (theirs != ours || ours >= MIN_EXCHANGED)
                && form.chars().next() == word.chars().next()
                && strsim::osa_distance(form, word) <= 1
        };
        let mut rests = shortenings(word).into_iter();
        let form = rests.find_map(|rest| self.shortened.get(&rest)?.iter().find(near))?;
        self.forms.get(form).copied()
    }

    /// The kind of the fewest phrases that cover all words.
    pub(super) fn cover(&self, message: &[u16]) -> Option<Smalltalk> {
        let message: Vec<u16> = message.iter().copied().filter(|&number| number != PARTICLE).collect();
        // For each place between words: how many phrases lead there, and the best rank.
        let mut best = [None; MAX_WORDS + 1];
        best[0] = Some((0, FILLER));
        for start in 0..message.len() {
            let Some((count, rank)) = best[start] else {
                continue;
            };
            let mut places = vec![0];
            for (end, &number) in message.iter().enumerate().skip(start) {
                places = self.follow(&places, number);
                for found in places.iter().filter_map(|&place| self.ranks[place as usize]) {
                    let way = (count + 1, rank.min(found));
                    best[end + 1] = Some(best[end + 1].map_or(way, |old: (usize, usize)| old.min(way)));
                }
            }
        }
        let (_, rank) = best[message.len()]?;
        Smalltalk::ALL.get(rank).copied()
    }

    /// Where a word leads from some places in the tree.
    fn follow(&self, places: &[u32], number: u16) -> Vec<u32> {
        let symbols = &self.symbols[usize::from(number)];
        let pairs = places.iter().flat_map(|&place| symbols.iter().map(move |&symbol| (place, symbol)));
        pairs.filter_map(|pair| self.tree.get(&pair).copied()).collect()
    }
}

/// The lines of a data file, each with the section it stands in.
fn sections(data: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut section = "";
    data.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).filter_map(move |line| {
        let header = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        match header.filter(|name| !name.contains(['|', '(', '[', ' '])) {
            Some(name) => section = name,
            None => return Some((section, line)),
        }
        None
    })
}

/// Every phrase a pattern stands for.
fn expand(pattern: &str) -> Vec<Vec<&str>> {
    let mut phrases = vec![vec![]];
    let mut rest = pattern.trim();
    while let Some(first) = rest.chars().next() {
        let (group, after) = match first {
            '(' | '[' => rest[1..].split_once([')', ']']).unwrap_or((rest, "")),
            _ => rest.split_once(' ').unwrap_or((rest, "")),
        };
        let none = (first == '[').then_some("");
        let choices: Vec<&str> = group.split('|').chain(none).collect();
        phrases = phrases
            .iter()
            .flat_map(|phrase: &Vec<&str>| {
                choices.iter().map(|choice| phrase.iter().copied().chain(choice.split_whitespace()).collect())
            })
            .collect();
        rest = after.trim_start();
    }
    phrases
}

/// A word with every run of a letter cut to one.
fn squeeze(word: &str) -> String {
    let mut last = None;
    word.chars().filter(|&c| last.replace(c) != Some(c)).collect()
}

/// A word, and the word without each of its letters; nothing for words too
/// short or too long to correct.
fn shortenings(word: &str) -> Vec<String> {
    let length = word.chars().count();
    if !(MIN_CORRECTED..=MAX_CORRECTED).contains(&length) {
        return Vec::new();
    }
    let without = word.char_indices().map(|(at, c)| [&word[..at], &word[at + c.len_utf8()..]].concat());
    std::iter::once(word.to_owned()).chain(without).collect()
}

/// Signs that say nothing: ASCII, Latin-1 and general punctuation.
fn is_punctuation(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '!'..='~' | '¡' | '«' | '»' | '´' | '·' | '¿' | '…' | '\u{300}'..='\u{36f}' | '\u{2010}'..='\u{203d}')
}
