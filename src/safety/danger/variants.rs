//! Words that count as the same: bokmål, nynorsk and dialect forms.
//!
//! Common words are listed in the rules' file (`ikke`, `ikkje`, `itj`); of longer words the regular
//! endings of nynorsk are read as those of bokmål (`ventar`: `venter`, `kasta`: `kastet`).

use std::collections::HashMap;

/// The shortest word, in bytes, whose ending is exchanged.
const ENDING_BYTES_MIN: usize = 5;
/// Endings and what they are read as, the longest first.
const ENDINGS: [(&str, &str); 4] = [("ande", "ende"), ("ane", "ene"), ("ar", "er"), ("a", "et")];

/// The classes of words that count as the same.
#[derive(Debug, Default)]
pub(super) struct Variants {
    classes: Vec<Vec<String>>,
    /// The class of each listed word.
    class_of: HashMap<String, usize>,
}

impl Variants {
    /// Takes over the classes; a word in two classes belongs to the last one.
    pub(super) fn new(classes: &[Vec<String>]) -> Self {
        let mut class_of = HashMap::new();
        for (number, class) in classes.iter().enumerate() {
            class_of.extend(class.iter().map(|word| (word.clone(), number)));
        }
        Self { classes: classes.to_vec(), class_of }
    }

    /// Hands every other form of a word to `take`.
    pub(super) fn each(&self, word: &str, mut take: impl FnMut(&str)) {
        if let Some(class) = self.class_of.get(word) {
            for other in self.classes[*class].iter().filter(|other| *other != word) {
                take(other);
            }
        } else if word.len() >= ENDING_BYTES_MIN {
            let changed =
                ENDINGS.iter().find_map(|(from, to)| word.strip_suffix(from).map(|stem| format!("{stem}{to}")));
            if let Some(changed) = changed {
                take(&changed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(word: &str) -> Vec<String> {
        let variants = Variants::new(&[vec!["ikke".to_owned(), "ikkje".to_owned()]]);
        let mut forms = Vec::new();
        variants.each(word, |form| forms.push(form.to_owned()));
        forms
    }

    #[test]
    fn listed_words_and_regular_endings_count_as_the_same() {
        assert_eq!(forms("ikkje"), ["ikke"]);
        assert_eq!(forms("ventar"), ["venter"]);
        assert!(forms("har").is_empty() && forms("hus").is_empty());
    }
}
