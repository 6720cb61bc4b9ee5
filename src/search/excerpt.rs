//! Which sentences of a passage are quoted.
//!
//! Whole sentences only, at most [`MAX_CHARS`] characters. The sentence that
//! answers comes first, in a paragraph of its own; what follows keeps the
//! passage's order. Nothing is added, not even an ellipsis.

use crate::knowledge::{Block, Passage};
use crate::language::{Analysis, analyzer, normalize, stem, token};

/// Most characters of an excerpt, sentences added up.
pub const MAX_CHARS: usize = 700;

/// What is quoted: references into the passage, so nothing can differ from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// The sentence that answers.
    pub lead: &'a str,
    /// What follows, in order.
    pub rest: Vec<ExcerptBlock<'a>>,
    /// Whether the passage holds more.
    pub shortened: bool,
}

/// A paragraph or list of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExcerptBlock<'a> {
    /// Whether its sentences are list items.
    pub list: bool,
    /// Its sentences in order; never empty.
    pub sentences: Vec<&'a str>,
}

/// Chooses what of a passage is quoted for a question, or its beginning when
/// there is no question.
#[must_use]
pub fn excerpt<'a>(passage: &'a Passage, question: Option<&Analysis>) -> Excerpt<'a> {
    take(passage, question.map_or((0, 0), |question| lead(passage, question)), MAX_CHARS)
}

/// The whole passage, its first sentence leading.
#[must_use]
pub fn whole(passage: &Passage) -> Excerpt<'_> {
    take(passage, (0, 0), usize::MAX)
}

fn take(passage: &Passage, lead_at: (usize, usize), max_chars: usize) -> Excerpt<'_> {
    let lead =
        passage.blocks.get(lead_at.0).and_then(|block| block.sentences().get(lead_at.1)).map_or("", String::as_str);
    let mut left = max_chars.saturating_sub(lead.chars().count());
    let mut rest: Vec<ExcerptBlock<'_>> = Vec::new();
    let mut shortened = false;
    'blocks: for (block_at, block) in passage.blocks.iter().enumerate() {
        let mut sentences = Vec::new();
        for (at, sentence) in block.sentences().iter().enumerate() {
            if (block_at, at) == lead_at {
                continue;
            }
            let length = sentence.chars().count() + 1;
            if length > left {
                shortened = true;
                push(&mut rest, block, sentences);
                break 'blocks;
            }
            left -= length;
            sentences.push(sentence.as_str());
        }
        push(&mut rest, block, sentences);
    }
    if shortened {
        drop_dangling(&mut rest);
    }
    Excerpt { lead, rest, shortened }
}

fn push<'a>(rest: &mut Vec<ExcerptBlock<'a>>, block: &Block, sentences: Vec<&'a str>) {
    if !sentences.is_empty() {
        rest.push(ExcerptBlock { list: matches!(block, Block::List(_)), sentences });
    }
}

/// A sentence that ends in a colon is not shown without what it announces.
fn drop_dangling(rest: &mut Vec<ExcerptBlock<'_>>) {
    if let Some(last) = rest.last_mut()
        && last.sentences.last().is_some_and(|sentence| sentence.ends_with(':'))
    {
        last.sentences.pop();
        if last.sentences.is_empty() {
            rest.pop();
        }
    }
}

/// How much better than the first sentence another must match to lead.
const LEAD_MARGIN: f32 = 1.5;

/// Where the sentence that answers stands. Passages are written answer first,
/// so another sentence leads only when it matches clearly better.
fn lead(passage: &Passage, question: &Analysis) -> (usize, usize) {
    let wanted = wanted(question);
    let first = passage.sentences().next().map_or(0.0, |sentence| overlap(sentence, &wanted));
    let mut best = ((0, 0), first + LEAD_MARGIN);
    for (block_at, block) in passage.blocks.iter().enumerate() {
        let Block::Paragraph(sentences) = block else {
            continue;
        };
        for (at, sentence) in sentences.iter().enumerate() {
            let score = overlap(sentence, &wanted);
            if score > best.1 && stands_alone(sentence) {
                best = ((block_at, at), score);
            }
        }
    }
    best.0
}

/// Stems the question holds or means, at most 64.
fn wanted(question: &Analysis) -> Vec<&str> {
    let content = question.words.iter().filter(|word| word.term.role == analyzer::Role::Content);
    let own = content.map(|word| &*word.term.stem);
    let meant = question.synonyms.iter().flat_map(|synonym| synonym.stems.iter().map(String::as_str));
    // A synonym of several words holds small ones; they say nothing of a sentence.
    let mut wanted: Vec<&str> = Vec::new();
    for stem in own.chain(meant.filter(|stem| analyzer::role(stem) == analyzer::Role::Content)) {
        // Each once: two synonyms that lead to one word are one sign.
        if wanted.len() < 64 && !wanted.contains(&stem) {
            wanted.push(stem);
        }
    }
    wanted
}

/// How many different words of the question a sentence holds.
fn overlap(sentence: &str, wanted: &[&str]) -> f32 {
    let normal = normalize::normalize(sentence);
    let mut found = 0u64;
    for word in token::words(&normal) {
        // A stem begins as its words do, so most words need no stemming.
        if !wanted.iter().any(|stem| begins_alike(word, stem)) {
            continue;
        }
        let own = stem::stem(word);
        for (at, _) in wanted.iter().enumerate().filter(|(_, stem)| **stem == own) {
            found |= 1 << at;
        }
    }
    found.count_ones() as f32
}

fn begins_alike(word: &str, stem: &str) -> bool {
    let both = word.as_bytes().iter().zip(stem.as_bytes());
    both.take(3).all(|(one, other)| one == other)
}

/// Words that lean on the sentence before them.
const LEANING: &[&str] = &[
    "det", "den", "de", "dette", "denne", "disse", "da", "derfor", "men", "og", "også", "slik", "slike", "han", "hun",
    "her", "der", "likevel", "dermed", "samtidig", "eller", "ellers", "begge", "noen", "andre", "for", "så", "dei",
    "difor",
];

fn stands_alone(sentence: &str) -> bool {
    let normal = normalize::normalize(sentence);
    token::words(&normal).next().is_some_and(|word| !LEANING.contains(&word)) && !sentence.ends_with(':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::load;
    use crate::language::Analyzer;
    use proptest::{prop_assert, proptest};
    use std::path::Path;
    use std::sync::LazyLock;

    static CONTENT: LazyLock<crate::knowledge::Loaded> = LazyLock::new(|| load(Path::new("knowledge")).unwrap());

    fn check(passage: &Passage, excerpt: &Excerpt<'_>) {
        let text = passage.text();
        let all: Vec<&str> = std::iter::once(excerpt.lead)
            .chain(excerpt.rest.iter().flat_map(|block| block.sentences.iter().copied()))
            .collect();
        assert!(all.iter().all(|sentence| text.contains(sentence)), "{}", passage.id);
        let chars: usize = all.iter().map(|sentence| sentence.chars().count()).sum();
        assert!(chars <= MAX_CHARS || all.len() == 1, "{}: {chars}", passage.id);
        assert!(!excerpt.lead.is_empty());
        if !excerpt.shortened {
            assert_eq!(all.len(), passage.sentences().count(), "{}", passage.id);
        }
    }

    #[test]
    fn small_words_of_a_synonym_do_not_choose_the_lead() {
        let passages = CONTENT.knowledge.passages();
        let passage =
            passages.iter().find(|passage| passage.id.as_str() == "fenomen/radikalisering#definisjon").unwrap();
        let thesaurus = crate::language::Thesaurus::new(CONTENT.knowledge.thesaurus());
        let mut analyzer = Analyzer::new(thesaurus);
        analyzer.learn(&passage.text());
        for question in ["hva er radkialisering", "hva er radikalisering"] {
            let excerpt = excerpt(passage, Some(&analyzer.question(question)));
            assert_eq!(Some(excerpt.lead), passage.sentences().next(), "{question}");
        }
    }

    #[test]
    fn every_passage_is_quoted_in_whole_sentences_of_its_own() {
        for passage in CONTENT.knowledge.passages() {
            check(passage, &excerpt(passage, None));
            for phrasing in &passage.phrasings {
                check(passage, &excerpt(passage, Some(&Analyzer::default().question(phrasing))));
            }
        }
    }

    proptest! {
        #[test]
        fn any_question_quotes_only_what_is_written(question in "\\PC{0,120}", at in 0usize..100) {
            let passage = &CONTENT.knowledge.passages()[at];
            let excerpt = excerpt(passage, Some(&Analyzer::default().question(&question)));
            check(passage, &excerpt);
            prop_assert!(passage.text().contains(excerpt.lead));
        }
    }
}
