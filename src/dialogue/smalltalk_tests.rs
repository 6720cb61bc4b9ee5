//! What is small talk, and what only begins like it.

use proptest::{proptest, test_runner::Config};

use super::{MAX_BYTES, MAX_WORDS, Smalltalk, recognize};

fn questions(file: &str) -> Vec<serde_json::Value> {
    let path = format!("{}/tests/questions/{file}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let lines = std::fs::read_to_string(path).expect("the question file is there");
    lines.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

#[test]
fn every_kind_is_recognized() {
    let cases = [
        ("Heiii!!", Smalltalk::Greeting),
        ("god morgon til deg", Smalltalk::Greeting),
        ("Tusen takk for god hjelp 🙏", Smalltalk::Thanks),
        ("tack för hjälpen", Smalltalk::Thanks),
        ("takk, ha en fin kveld videre", Smalltalk::Bye),
        ("veldig nyttig svar", Smalltalk::Praise),
        ("Dette hjelper meg ikke i det hele tatt", Smalltalk::Complaint),
        ("Hei, kem e du?", Smalltalk::Who),
        ("hva kan du hjelpe meg med", Smalltalk::Who),
        ("kva kan eg spørje om?", Smalltalk::Who),
        ("er du et ekte menneske", Smalltalk::Human),
        ("kan du svare på somali?", Smalltalk::Language),
        ("👍🏽", Smalltalk::Ok),
        ("<3", Smalltalk::Ok),
        ("hei, åssen går'e?", Smalltalk::HowAreYou),
    ];
    for (text, kind) in cases {
        assert_eq!(recognize(text), Some(kind), "{text}");
    }
}

#[test]
fn slips_of_the_keys_are_forgiven() {
    assert_eq!(recognize("hvordn går det"), Some(Smalltalk::HowAreYou));
    assert_eq!(recognize("taaakk for hjelppen"), Some(Smalltalk::Thanks));
    assert_eq!(recognize("du skjønnner inngenting"), Some(Smalltalk::Complaint));
}

#[test]
fn a_word_of_substance_is_enough() {
    let texts = [
        "takk, men hvordan melder jeg til barnevernet?",
        "hei, jeg er bekymret for en elev",
        "hjelp",
        "du, hjelp meg!",
        "kan du hjelpe meg",
        "kan jeg snakke med et menneske",
        "jeg har det ikke bra",
        "nei, det går dårlig",
        "det er håpløst",
        "farvel alle sammen",
        "takk for alt, farvel",
        "god natt for alltid",
        "heil og sæl",
        "hei 88",
        "👍🔪",
        "ok, hva gjør jeg nå?",
        "forsvar",
        "skjema",
        "er du urolig",
        "er du muslim",
        "er du",
        "",
        "?!",
    ];
    for text in texts {
        assert_eq!(recognize(text), None, "{text}");
    }
}

#[test]
fn bounds_hold() {
    assert_eq!(recognize(&"hei ".repeat(MAX_WORDS)), Some(Smalltalk::Greeting));
    assert_eq!(recognize(&"hei ".repeat(MAX_WORDS + 1)), None);
    assert_eq!(recognize(&"a".repeat(MAX_BYTES + 1)), None);
}

#[test]
fn small_talk_of_our_own_is_recognized() {
    let all = questions("own-smalltalk");
    let right = all.iter().filter(|line| line["text"].as_str().is_some_and(|text| recognize(text).is_some())).count();
    assert!(right * 100 >= all.len() * 97, "{right} of {}", all.len());
}

#[test]
fn questions_are_not_small_talk() {
    let files = ["own-inside", "own-outside", "own-harmful", "dev/nb", "dev/nn", "dev/en", "dev/dialekt", "dev/acute"];
    for file in files {
        let all = questions(file);
        let wrong = all.iter().filter_map(|line| line["text"].as_str()).filter(|text| recognize(text).is_some());
        let wrong: Vec<&str> = wrong.collect();
        assert!(wrong.len() * 1000 <= all.len() * 3, "{file}: {wrong:?}");
    }
}

#[test]
fn names_are_kebab_and_unique() {
    let mut names: Vec<&str> = Smalltalk::ALL.iter().map(|kind| kind.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Smalltalk::ALL.len());
    assert!(names.iter().all(|name| name.chars().all(|c| c == '-' || c.is_ascii_lowercase())));
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn nothing_panics(text in "\\PC*") {
        let _ = recognize(&text);
    }

    #[test]
    fn nothing_made_of_small_words_panics(text in "((hei|takk|du|er|ikke|👍|<3|å̊|ø|-|§|'|\\[|@good|@) ?){0,12}") {
        let _ = recognize(&text);
    }
}
