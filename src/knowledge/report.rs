//! The content in figures: how much there is, how hard it is to read, and what
//! is not yet written in nynorsk.

use std::collections::BTreeMap;

use serde::Serialize;

use super::library::Knowledge;
use super::passage::{Passage, PassageKind};
use super::readability::{lix, word_count};
use crate::language::WrittenForm;

/// Figures of one revision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Articles, each id once.
    pub articles: usize,
    /// Sections of articles, each id once.
    pub sections: usize,
    /// Questions, each id once.
    pub questions: usize,
    /// Ways to ask, of every version.
    pub phrasings: usize,
    /// Words of the field.
    pub terms: usize,
    /// Those to turn to.
    pub actors: usize,
    /// Different addresses that passages, actors and terms name as sources.
    pub sources: usize,
    /// Every part that has passages, by id; questions are the part `faq`.
    pub parts: BTreeMap<String, PartReport>,
    /// What is written in nynorsk of what should be.
    pub nynorsk: Nynorsk,
}

/// Figures of a part, over every version.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PartReport {
    /// Passages.
    pub passages: usize,
    /// Words.
    pub words: usize,
    /// Mean LIX; see [`lix`].
    pub lix_mean: f64,
    /// LIX of the hardest passage.
    pub lix_highest: f64,
    /// Which one that is.
    pub hardest: String,
    /// Mean number of sources of a passage, those of the former site included.
    pub sources_mean: f64,
    /// Fewest sources of a passage.
    pub sources_fewest: usize,
}

/// Every passage is to be had in nynorsk too.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Nynorsk {
    /// How many are.
    pub written: usize,
    /// The ids that are not, in order.
    pub missing: Vec<String>,
}

/// Counts a revision.
#[must_use]
pub fn report(knowledge: &Knowledge) -> Report {
    let leading = |kind| knowledge.leading().filter(move |one| one.kind == kind).count();
    let mut articles: Vec<&str> = knowledge.articles().iter().map(|article| article.id.as_str()).collect();
    articles.sort_unstable();
    articles.dedup();
    Report {
        articles: articles.len(),
        sections: leading(PassageKind::Section),
        questions: leading(PassageKind::Faq),
        phrasings: knowledge.passages().iter().map(|passage| passage.phrasings.len()).sum(),
        terms: knowledge.terms().len(),
        actors: knowledge.actors().len(),
        sources: sources(knowledge),
        parts: parts(knowledge),
        nynorsk: nynorsk(knowledge),
    }
}

fn sources(knowledge: &Knowledge) -> usize {
    let passages =
        knowledge.passages().iter().flat_map(|passage| passage.sources.iter().chain(&passage.former_sources));
    let actors = knowledge.actors().iter().flat_map(|actor| &actor.sources);
    let terms = knowledge.terms().iter().flat_map(|term| &term.sources);
    let mut all: Vec<&String> = passages.chain(actors).chain(terms).collect();
    all.sort_unstable();
    all.dedup();
    all.len()
}

fn part_of(passage: &Passage) -> &str {
    passage.id.as_str().split('/').next().unwrap_or_default()
}

fn parts(knowledge: &Knowledge) -> BTreeMap<String, PartReport> {
    let mut parts: BTreeMap<String, PartReport> = BTreeMap::new();
    for passage in knowledge.passages() {
        let (text, sources) = (passage.text(), passage.sources.len() + passage.former_sources.len());
        let hardness = lix(&text);
        let part = parts.entry(part_of(passage).to_owned()).or_default();
        part.sources_fewest = if part.passages == 0 { sources } else { part.sources_fewest.min(sources) };
        part.passages += 1;
        part.words += word_count(&text);
        // Sums until all are in.
        part.lix_mean += hardness;
        part.sources_mean += sources as f64;
        if hardness > part.lix_highest {
            (part.lix_highest, part.hardest) = (rounded(hardness), passage.id.to_string());
        }
    }
    for part in parts.values_mut() {
        let number = part.passages as f64;
        (part.lix_mean, part.sources_mean) = (rounded(part.lix_mean / number), rounded(part.sources_mean / number));
    }
    parts
}

fn rounded(figure: f64) -> f64 {
    (figure * 10.0).round() / 10.0
}

fn nynorsk(knowledge: &Knowledge) -> Nynorsk {
    let mut found = Nynorsk::default();
    for passage in knowledge.leading() {
        if knowledge.versions(&passage.id).any(|version| version.form == WrittenForm::Nynorsk) {
            found.written += 1;
        } else {
            found.missing.push(passage.id.to_string());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::load;
    use std::path::Path;

    #[test]
    fn the_shipped_content_is_counted() {
        let knowledge = load(Path::new("knowledge")).unwrap().knowledge;
        let report = report(&knowledge);
        assert!(report.articles >= 29 && report.sections >= 143 && report.questions >= 67, "{report:?}");
        assert!(report.phrasings >= 10 * (report.sections + report.questions));
        let passages: usize = report.parts.values().map(|part| part.passages).sum();
        assert_eq!(passages, knowledge.passages().len());
        assert!(report.parts.values().all(|part| part.sources_fewest >= 1 && part.lix_highest >= part.lix_mean));
        assert_eq!(report.nynorsk, Nynorsk { written: knowledge.leading().len(), missing: Vec::new() });
    }
}
