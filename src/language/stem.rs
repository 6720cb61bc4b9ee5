//! Stemming: one term for the forms of a word.
//!
//! The steps of Snowball's Norwegian stemmer
//! (<https://snowballstem.org/algorithms/norwegian/stemmer.html>), for both
//! written forms, changed where it parts what belongs together or joins what
//! does not: `-lov` is kept (straffeloven is not straff), `mm` at the end is
//! one `m` (ungdommen, ungdom), nouns in `-ing` meet their verb (melding,
//! melde), and nynorsk endings (`-heit`, `-ingar`) are known.

const VOWELS: &[char] = &['a', 'e', 'i', 'o', 'u', 'y', 'æ', 'ø', 'å', 'ê', 'é', 'è', 'ò', 'ó', 'ô', 'ä', 'ö'];

/// Step 1, longest first: endings that are taken off inside R1.
const STEP_1: &[&str] = &[
    "hetenes", "heitene", "heitane", "hetene", "hetens", "heiten", "ernes", "arane", "heter", "heten", "heita",
    "endes", "heit", "erne", "anes", "arar", "aren", "ande", "ende", "edes", "enes", "ast", "ede", "ane", "ene", "ens",
    "ers", "ets", "het", "ar", "en", "er", "as", "es", "et", "a", "e",
];

/// Step 3, longest first.
const STEP_3: &[&str] = &["elig", "eleg", "els", "lig", "leg", "eig", "ig"];

/// Words the rules would spoil, with their stems.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("deling", "del"),
    ("delinga", "del"),
    ("delingen", "del"),
    ("lærere", "lær"),
    ("ledere", "led"),
    ("rådgivere", "rådgiv"),
    ("veiledere", "veiled"),
    ("sykepleiere", "sykeplei"),
    ("helsesykepleiere", "helsesykeplei"),
    ("mulighet", "mulighet"),
    ("muligheten", "mulighet"),
    ("muligheter", "mulighet"),
    ("mulighetene", "mulighet"),
    ("kommunal", "kommun"),
    ("kommunale", "kommun"),
    ("kommunalt", "kommun"),
];

/// Stems a normalised word. Words with digits are left as they are.
#[must_use]
pub fn stem(word: &str) -> String {
    if word.len() < 4 || word.bytes().any(|b| b.is_ascii_digit()) {
        return word.to_owned();
    }
    if let Some((_, stem)) = EXCEPTIONS.iter().find(|(from, _)| *from == word) {
        return (*stem).to_owned();
    }
    let r1 = r1(word);
    let mut stem = word;
    stem = main_suffix(stem, r1);
    stem = consonant_pair(stem, r1);
    stem = other_suffix(stem, r1);
    finish(stem, r1)
}

/// Where R1 begins: after the first non-vowel that follows a vowel, and at
/// least three letters into the word.
fn r1(word: &str) -> usize {
    let mut seen_vowel = false;
    let mut region = word.len();
    for (at, c) in word.char_indices() {
        let vowel = VOWELS.contains(&c);
        if seen_vowel && !vowel {
            region = at + c.len_utf8();
            break;
        }
        seen_vowel |= vowel;
    }
    let third = word.char_indices().nth(3).map_or(word.len(), |(at, _)| at);
    region.max(third)
}

fn strip<'a>(word: &'a str, ending: &str, r1: usize) -> Option<&'a str> {
    // Most endings differ in the last letter already.
    if word.as_bytes().last() != ending.as_bytes().last() {
        return None;
    }
    let base = word.strip_suffix(ending)?;
    (base.len() >= r1).then_some(base)
}

fn main_suffix(word: &str, r1: usize) -> &str {
    for ending in ["erte", "ert"] {
        if let Some(base) = strip(word, ending, r1) {
            return &word[..base.len() + "er".len()];
        }
    }
    for ending in STEP_1 {
        if let Some(base) = strip(word, ending, r1) {
            // læreren → lærer → lær, where lærer itself leads.
            let agent = ending.starts_with("en").then(|| strip(base, "er", r1)).flatten();
            return agent.unwrap_or(base);
        }
    }
    match strip(word, "s", r1) {
        Some(base) if valid_s_ending(base) => base,
        _ => word,
    }
}

/// A genitive or passive -s follows one of these; «kurs» keeps its s.
fn valid_s_ending(base: &str) -> bool {
    let mut letters = base.chars().rev();
    match letters.next() {
        Some('k') => letters.next().is_some_and(|c| !VOWELS.contains(&c)),
        Some(c) => "bcdfghjlmnoptvyz".contains(c),
        None => false,
    }
}

fn consonant_pair(word: &str, r1: usize) -> &str {
    let pair = word.ends_with("dt") || word.ends_with("vt");
    if pair && word.len() - 2 >= r1 { &word[..word.len() - 1] } else { word }
}

fn other_suffix(word: &str, r1: usize) -> &str {
    STEP_3.iter().find_map(|ending| strip(word, ending, r1)).unwrap_or(word)
}

fn finish(stem: &str, r1: usize) -> String {
    let stem = verbal_noun(stem, r1);
    match stem.strip_suffix("mm") {
        Some(base) => format!("{base}m"),
        None => stem.to_owned(),
    }
}

/// melding → meld, bekymring → bekymr; «penging» and other short ones stay.
fn verbal_noun(stem: &str, r1: usize) -> &str {
    match strip(stem, "ing", r1) {
        Some(base) if base.chars().count() >= 4 => base,
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(forms: &[&str]) {
        let stems: Vec<String> = forms.iter().map(|form| stem(form)).collect();
        assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{forms:?} → {stems:?}");
    }

    #[test]
    fn forms_of_one_word_meet() {
        same(&["taushetsplikt", "taushetsplikten", "taushetsplikta"]);
        same(&["mentorordning", "mentorordningen", "mentorordninga", "mentorordningene", "mentorordningar"]);
        same(&["kommune", "kommunen", "kommuner", "kommunene", "kommunar", "kommunane", "kommunal"]);
        same(&["ungdom", "ungdommen", "ungdommer", "ungdommene", "ungdommar"]);
        same(&["radikalisering", "radikaliseringen", "radikalisert", "radikalisere", "radikaliserer"]);
        same(&["bekymring", "bekymringer", "bekymret", "bekymra", "bekymre"]);
        same(&["melding", "meldinger", "melde", "meldar"]);
        same(&["mulighet", "muligheter"]);
        same(&["lærer", "læreren", "lærere", "lærerne", "lærarane"]);
        same(&["helsesykepleier", "helsesykepleieren", "helsesykepleiere"]);
    }

    #[test]
    fn different_words_stay_apart() {
        for (one, other) in [
            ("straffeloven", "straff"),
            ("forvaltningsloven", "forvaltning"),
            ("mulighet", "mulig"),
            ("kurs", "kur"),
            ("mening", "men"),
        ] {
            assert_ne!(stem(one), stem(other), "{one} {other}");
        }
    }

    /// Stems are part of the index's fingerprint: a change here is a change there.
    #[test]
    fn stems_are_frozen() {
        let frozen = [
            ("avvergingsplikten", "avvergingsplikt"),
            ("veiledning", "veiledn"),
            ("opplysninger", "opplysn"),
            ("voldelig", "vold"),
            ("ekstremisme", "ekstremism"),
            ("13-2", "13-2"),
            ("om", "om"),
        ];
        for (word, expected) in frozen {
            assert_eq!(stem(word), expected, "{word}");
        }
    }
}
