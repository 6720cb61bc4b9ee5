//! Folding of letters, digits, sentences and questions.

use super::*;

fn words(text: &str) -> Vec<String> {
    let folded = FoldedText::new(text);
    (0..folded.words().len()).map(|number| folded.letters(number).to_owned()).collect()
}

#[test]
fn case_and_unicode_forms_fold_together() {
    assert_eq!(words("VA\u{30a}PEN"), words("våpen"));
    assert_eq!(words("𝐤𝐢𝐥𝐥"), ["kill"]);
    assert_eq!(words("död"), ["død"]);
}

#[test]
fn zero_width_and_control_characters_vanish() {
    assert_eq!(words("dre\u{200b}pe\u{0} x"), ["drepe", "x"]);
}

#[test]
fn digits_as_letters_and_spaced_letters_are_read() {
    assert_eq!(words("dr3pe"), ["drepe"]);
    assert_eq!(words("9a vg2 h0203"), ["9a", "vg2", "h0203"]);
    assert_eq!(words("s k y t e dem"), ["skyte", "dem"]);
    assert_eq!(words("neeeei slåår kniiiv"), ["nei", "slår", "kniv"]);
    assert_eq!(words("oss noe feed"), ["oss", "noe", "feed"]);
}

#[test]
fn apostrophes_join_and_hyphens_part() {
    assert_eq!(words("don't is-kriger 'nå'"), ["dont", "is", "kriger", "nå"]);
}

#[test]
fn sentences_and_questions_are_counted() {
    let folded = FoldedText::new("Kl. 12 kommer han. Hva nå?? Hei");
    let sentences: Vec<u32> = folded.words().iter().map(|word| word.sentence).collect();
    assert_eq!(sentences, [0, 0, 0, 0, 1, 1, 2]);
    assert!(folded.is_question(1) && !folded.is_question(0));
}
