#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use super::*;
use crate::language::Analyzer;

fn lessons() -> Lessons {
    let analyzer = Analyzer::default();
    let mut lessons = Lessons::default();
    for asked in ["hvem kan få mentor", "hva gjør en mentor", "mentor for ungdom"] {
        lessons.asked(&analyzer.question(asked), 0);
    }
    for asked in ["når gjelder taushetsplikten", "taushetsplikt og samtykke", "samtykke til å dele"] {
        lessons.asked(&analyzer.question(asked), 1);
    }
    for message in ["hvordan steker jeg pannekaker", "pannekaker uten egg"] {
        lessons.outside(&analyzer.question(message));
    }
    lessons
}

#[test]
fn words_speak_for_their_passage_and_strangers_for_none() {
    let learned = lessons().learn().unwrap();
    let opinion = |text: &str| learned.opinion(&Analyzer::default().question(text)).unwrap();
    let (mentor, consent) = (opinion("får jeg mentor"), opinion("trenger jeg samtykke"));
    assert!(mentor.passages[0] > mentor.passages[1] && consent.passages[1] > consent.passages[0]);
    assert!(opinion("pannekaker").outside > mentor.outside);
    assert_eq!(learned.opinion(&Analyzer::default().question("xyzzy 😀")), None);
    assert!(learned.bytes() > 0);
}

#[test]
fn nothing_is_learnt_without_ways_of_asking_or_from_too_much() {
    let analyzer = Analyzer::default();
    let mut lines = Lessons::default();
    lines.line(&analyzer.question("en linje"), 0);
    assert!(lines.learn().is_none());
    let mut many = lessons();
    many.passages = MOST_WORK;
    assert!(many.learn().is_none());
    let mut wide = lessons();
    wide.passages = usize::from(u16::MAX) - 1;
    let words: String = (0..250).map(|number| format!("ord{number} ")).collect();
    (0..2).for_each(|_| wide.asked(&analyzer.question(&words), 0));
    assert!(wide.learn().is_none(), "more features times passages than memory is given for");
}
