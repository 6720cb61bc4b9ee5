//! Compounds: the words inside a word.
//!
//! Norwegian writes compounds as one word, with a linking -s- or -e- at times:
//! taushets|plikt, barne|vern|s|melding. The whole word is kept as a term; the
//! parts are evidence of their own, in a field of their own.

use super::lexicon;

/// Shortest word that is looked into, in letters.
const MIN_WORD: usize = 7;
/// Shortest part, in letters.
const MIN_PART: usize = 3;
/// Fewest letters a part has on average in words of three parts and more.
const LETTERS_A_PART: usize = 3;
/// Most parts a word is cut into.
const MAX_PARTS: usize = 4;

/// Particles and prefixes: what they begin is a derivation, not a compound.
const PREFIXES: &[&str] = &[
    "fore", "for", "an", "av", "på", "ut", "inn", "opp", "ned", "over", "under", "til", "sam", "mis", "van", "gjen",
    "etter", "frem", "fram", "med", "mot", "ved", "bort", "hen", "stå", "være", "gjøre", "føre", "mel", "eks", "ekst",
    "tre", "ise", "inter", "eller", "mens", "der", "her", "radi", "aktiv",
];

/// Words that only look like compounds begin so: veiledning is no cable.
const WHOLE: &[&str] = &["veiledn", "veilede", "rettled", "forebygg"];

/// Endings that are words by chance.
const SUFFIXES: &[&str] = &[
    "ing", "inga", "ingen", "inger", "ene", "ane", "else", "elsen", "elser", "lig", "lige", "het", "heten", "heter",
    "skap", "som", "løs", "dom", "eri", "ist", "ister", "isten", "isme", "ismen", "sjon", "sjonen", "asjon", "ende",
    "ande", "ere", "est", "este", "ter", "sen", "ten", "ner", "ert", "eres", "tet", "tid", "sten", "ning", "ring",
    "ringa", "ringen", "ningen", "ninger", "arar", "arane", "ar", "leg", "lege", "tisk", "istisk", "alt", "alen",
    "kal", "onen", "oner",
];

/// The parts of a normalised compound in order, or empty when it is none.
///
/// Every part but the last stands in its dictionary form (linking letters
/// taken off); the last keeps its ending. Fewest parts win, then the most even.
#[must_use]
pub fn parts(word: &str) -> Vec<String> {
    let letters = word.chars().count();
    if WHOLE.iter().any(|derivation| word.starts_with(derivation)) {
        return Vec::new();
    }
    if letters < MIN_WORD || !word.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    // More parts need more letters; looking for them in shorter words costs most
    // of the time and finds chance.
    let most = (letters / LETTERS_A_PART).clamp(2, MAX_PARTS);
    (2..=most).find_map(|count| split_into(word, count)).unwrap_or_default()
}

fn split_into(word: &str, count: usize) -> Option<Vec<String>> {
    if count == 1 {
        return is_last_part(word).then(|| vec![word.to_owned()]);
    }
    let mut best: Option<(usize, Vec<String>)> = None;
    for (at, _) in word.char_indices().skip(MIN_PART) {
        let (head, tail) = word.split_at(at);
        if tail.chars().count() < MIN_PART {
            break;
        }
        let Some(first) = first_part(head) else {
            continue;
        };
        let Some(rest) = split_into(tail, count - 1) else {
            continue;
        };
        let evenness = rest.iter().map(|part| part.len()).chain([first.len()]).min().unwrap_or(0);
        if best.as_ref().is_none_or(|(score, _)| evenness > *score) {
            let mut found = vec![first];
            found.extend(rest);
            best = Some((evenness, found));
        }
    }
    best.map(|(_, found)| found)
}

/// The dictionary form of a first part: as it is, or without its linking letter.
fn first_part(head: &str) -> Option<String> {
    if PREFIXES.contains(&head) {
        return None;
    }
    if let Some(base) = head.strip_suffix('s')
        && base.chars().count() >= MIN_PART
        && !PREFIXES.contains(&base)
        && lexicon::headword(base).is_some()
    {
        return Some(base.to_owned());
    }
    let prefix_and_s = head.strip_suffix('s').is_some_and(|base| PREFIXES.contains(&base));
    if !prefix_and_s && lexicon::headword(head).is_some() {
        return Some(head.to_owned());
    }
    let base = head.strip_suffix('e')?;
    (base.chars().count() >= MIN_PART && lexicon::headword(base).is_some()).then(|| base.to_owned())
}

fn is_last_part(tail: &str) -> bool {
    if tail.chars().count() < MIN_PART || SUFFIXES.contains(&tail) {
        return false;
    }
    if tail.chars().count() == MIN_PART { lexicon::headword(tail).is_some() } else { lexicon::lemma(tail).is_some() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_of_the_field_fall_into_their_parts() {
        assert_eq!(parts("taushetsplikt"), ["taushet", "plikt"]);
        assert_eq!(parts("informasjonsdeling"), ["informasjon", "deling"]);
        assert_eq!(parts("bekymringssamtalen"), ["bekymring", "samtalen"]);
        assert_eq!(parts("mentorordning"), ["mentor", "ordning"]);
    }

    #[test]
    fn derivations_are_not_compounds() {
        for word in ["forebygging", "radikalisering", "ekstremisme", "undersøke", "veiledning"] {
            assert!(parts(word).is_empty(), "{word} → {:?}", parts(word));
        }
    }

    #[test]
    fn short_words_and_numbers_are_left_alone() {
        assert!(parts("skole").is_empty());
        assert!(parts("13-2").is_empty());
        assert!(parts("").is_empty());
    }
}
