//! What part a word plays: carrying meaning, asking, or holding together.

use std::collections::HashSet;
use std::sync::LazyLock;

/// What part a word plays in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Carries meaning; searched everywhere.
    Content,
    /// Asks (hvem, når, må, kan): searched among questions only.
    Question,
    /// Holds the sentence together; not searched.
    Function,
}

const QUESTION_WORDS: &str = "hva hvem hvor hvordan hvorfor når hvilken hvilke hvilket hvis bør må kan skal \
    what who where how why when which should must can may";

const FUNCTION_WORDS: &str = "og i jeg det at en et den til er som på de med han av ikke der så var meg seg men ett har \
    om vi min mitt ha hadde hun nå over da ved fra du ut sin dem oss opp man hans eller hvor vil skulle være blitt bli \
    ble blir vår hennes dette noe noen her alle for mine denne disse deg din ditt mot å etter under mellom enn sa si \
    også bare slik sånn deres dere selv hverandre ham henne ja nei kunne ville både inn når vårt jo vel litt mye få gjør \
    gjøre får går kommer ta tar liksom sånne egentlig altså jeg's eg the a an of to in is are was were be been am do \
    does did i you he she it we they me him her us them my your his its our their this that these those and or but not \
    with for from at by on as if so there here have has had will would could about into than then too also just some any \
    s t re ve ll";

/// What part a bokmål word plays.
#[must_use]
pub fn role(word: &str) -> Role {
    static ASK: LazyLock<HashSet<&'static str>> = LazyLock::new(|| QUESTION_WORDS.split_whitespace().collect());
    static FUNCTION: LazyLock<HashSet<&'static str>> = LazyLock::new(|| FUNCTION_WORDS.split_whitespace().collect());
    if ASK.contains(word) {
        Role::Question
    } else if FUNCTION.contains(word) {
        Role::Function
    } else {
        Role::Content
    }
}
