//! LIX: how hard a text is to read.

/// LIX (Björnsson 1968): words per sentence plus the percentage of words over
/// six letters. Under 30 is very easy, 30–40 easy, 40–50 medium, over 50 hard.
///
/// Each line is taken as at least one sentence. `0.0` for a text without words.
#[must_use]
pub fn lix(text: &str) -> f64 {
    let (mut words, mut long, mut sentences) = (0u32, 0u32, 0u32);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut in_line = 0;
        for word in line.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| !word.is_empty()) {
            in_line += 1;
            long += u32::from(word.chars().count() > 6);
        }
        words += in_line;
        let marks = line
            .trim_end()
            .char_indices()
            .filter(|&(at, c)| matches!(c, '.' | '!' | '?' | ':') && line[at + c.len_utf8()..].starts_with(' '));
        sentences += 1 + u32::try_from(marks.count()).unwrap_or(0);
    }
    if words == 0 {
        return 0.0;
    }
    f64::from(words) / f64::from(sentences) + 100.0 * f64::from(long) / f64::from(words)
}

/// Number of words as readers count them.
#[must_use]
pub fn word_count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_in_short_sentences_are_easy() {
        assert!(lix("Du kan si fra.\nDet er lov.") < 10.0);
        assert!(
            lix("Forvaltningsorganets informasjonsutvekslingsadgang forutsetter nødvendighetsvurderinger.") > 100.0
        );
        assert_eq!(lix(""), 0.0);
    }
}
