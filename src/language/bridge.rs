//! From nynorsk, dialect and everyday spelling to bokmål, word by word.
//!
//! A table for forms that rules would miss, then productive rules whose result
//! must be a word in the bokmål dictionary. Words that are already bokmål, or
//! that nothing is known of, come back unchanged. Both the index and the
//! question pass here, so a nynorsk text and a bokmål question meet.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lexicon::{self, Headword};

/// `form bokmål`, a line each; `#` begins a comment.
static FORMS: &str = include_str!("bridge/forms.txt");

static TABLE: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    FORMS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' ')).collect()
});

/// How many of [`RULES`], from the first, name whole morphemes and may also be
/// tried on words that both forms have.
const PLAIN_RULES: usize = 38;

/// Rewrites tried in order, each at the first place it fits: (from, to).
const RULES: &[(&str, &str)] = &[
    ("kvar", "hver"),
    ("kv", "hv"),
    ("sjølv", "selv"),
    ("sjøl", "selv"),
    ("førebygg", "forebygg"),
    ("heim", "hjem"),
    ("skul", "skol"),
    ("vald", "vold"),
    ("høg", "høy"),
    ("sjuk", "syk"),
    ("teikn", "tegn"),
    ("utan", "uten"),
    ("innan", "innen"),
    ("saman", "sammen"),
    ("hovud", "hoved"),
    ("vass", "vann"),
    ("vatn", "vann"),
    ("aust", "øst"),
    ("opphavleg", "opprinnelig"),
    ("namn", "navn"),
    ("omgrep", "begrep"),
    ("verds", "verdens"),
    ("veg", "vei"),
    ("kjeld", "kild"),
    ("djup", "dyp"),
    ("slepp", "slipp"),
    ("brot", "brudd"),
    ("spel", "spill"),
    ("tenest", "tjenest"),
    ("rettleiing", "veiledning"),
    ("vegleiing", "veiledning"),
    ("leiar", "leder"),
    ("leiing", "ledelse"),
    ("einsemd", "ensomhet"),
    ("semd", "somhet"),
    ("rørsle", "bevegelse"),
    ("bilete", "bilde"),
    ("samband", "forbindelse"),
    ("føre", "fore"),
    ("førre", "forrige"),
    ("gjevar", "giver"),
    ("gjeving", "givning"),
    ("gjev", "giv"),
    ("verknad", "virkning"),
    ("verk", "virk"),
    ("legare", "ligere"),
    ("heit", "het"),
    ("leik", "lek"),
    ("leg", "lig"),
    ("ggj", "gg"),
    ("gje", "ge"),
    ("kje", "ke"),
    ("kopl", "kobl"),
    ("arar", "ere"),
    ("arane", "erne"),
    ("aren", "eren"),
    ("ar", "er"),
    ("øy", "ø"),
    ("ei", "e"),
    ("au", "ø"),
    ("lovde", "lovte"),
];

/// The letters each of [`RULES`] looks for.
static RULE_LETTERS: LazyLock<Vec<u64>> = LazyLock::new(|| RULES.iter().map(|(from, _)| letters(from)).collect());

/// Which bytes occur, as bits; different bytes may share a bit.
fn letters(word: &str) -> u64 {
    word.bytes().fold(0, |bits, byte| bits | 1 << (byte % 64))
}

/// The bokmål form of a normalised word, or `None` when it is left as it is.
#[must_use]
pub fn to_bokmal(word: &str) -> Option<String> {
    if let Some(found) = TABLE.get(word) {
        return Some((*found).to_owned());
    }
    if word.len() < 4 || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    match lexicon::lemma(word) {
        Some((_, Headword::Bokmal)) => None,
        // A form bokmål allows beside its own: heimreise, hjemreise.
        Some((_, Headword::Both)) => by_rule(word, PLAIN_RULES, Headword::Bokmal),
        Some((_, Headword::Nynorsk)) | None => by_rule(word, RULES.len(), Headword::Both),
    }
}

/// Whether a form is written only in nynorsk, for telling the forms apart.
#[must_use]
pub fn is_in_table(word: &str) -> bool {
    TABLE.contains_key(word)
}

/// The first rule whose result is a word of the wanted kind: `Both` also takes
/// words that only bokmål has.
fn by_rule(word: &str, n_rules: usize, wanted: Headword) -> Option<String> {
    let missing = !letters(word);
    // Most rules are ruled out by a letter the word does not have.
    let mut possible = RULES.iter().zip(&*RULE_LETTERS).take(n_rules).filter(|(_, needed)| *needed & missing == 0);
    possible.find_map(|((from, to), _)| {
        let at = position(word.as_bytes(), from.as_bytes())?;
        let rewritten = format!("{}{to}{}", &word[..at], &word[at + from.len()..]);
        let (_, found) = lexicon::lemma(&rewritten)?;
        (found == Headword::Bokmal || found == wanted).then_some(rewritten)
    })
}

/// Where `part` first stands in a word. A search made for long texts costs more
/// to begin than a word takes to look through.
fn position(word: &[u8], part: &[u8]) -> Option<usize> {
    let (first, rest) = part.split_first()?;
    let starts = word.iter().enumerate().filter(|(_, byte)| *byte == first);
    starts.map(|(at, _)| at).find(|at| word[at + 1..].starts_with(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bokmal(word: &str) -> String {
        to_bokmal(word).unwrap_or_else(|| word.to_owned())
    }

    #[test]
    fn question_words_of_every_dialect_meet() {
        for word in ["kva", "ka", "ke"] {
            assert_eq!(bokmal(word), "hva");
        }
        for word in ["korleis", "korsn", "kossen", "åssen"] {
            assert_eq!(bokmal(word), "hvordan");
        }
    }

    #[test]
    fn rules_reach_words_the_table_lacks() {
        assert_eq!(bokmal("heimreise"), "hjemreise");
        assert_eq!(bokmal("tenkjemåte"), "tenkemåte");
        assert_eq!(bokmal("kvardag"), "hverdag");
    }

    #[test]
    fn bokmal_words_and_names_stay() {
        for word in ["skole", "heroisk", "barnevern", "qwertyuiop", "13-2"] {
            assert_eq!(bokmal(word), word);
        }
    }

    #[test]
    fn every_line_of_the_table_is_a_pair() {
        for line in FORMS.lines().filter(|line| !line.starts_with('#')) {
            assert_eq!(line.split(' ').count(), 2, "{line}");
        }
    }
}
