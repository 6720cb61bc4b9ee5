//! Which RVTS a place belongs to.

use std::collections::{BTreeMap, HashMap};

use crate::language::{normalize, token};

/// A municipality (`kommuner.csv`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Municipality {
    /// Four digits, with a leading zero where it has one.
    pub number: String,
    /// Its Norwegian name.
    pub name: String,
    /// Its county.
    pub county: String,
    /// «Øst», «Sør», «Vest», «Midt», «Nord».
    pub rvts: String,
}

/// What a name stood for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// One municipality.
    Municipality(Municipality),
    /// A county, present or former: its name and its RVTS.
    County {
        /// As it was written.
        name: String,
        /// «Øst» and so on.
        rvts: String,
    },
}

impl Place {
    /// «Øst», «Sør», «Vest», «Midt», «Nord».
    #[must_use]
    pub fn rvts(&self) -> &str {
        match self {
            Self::Municipality(municipality) => &municipality.rvts,
            Self::County { rvts, .. } => rvts,
        }
    }
}

/// All municipalities and counties, by every name they go by.
#[derive(Debug, Default)]
pub struct Municipalities {
    all: Vec<Municipality>,
    by_name: HashMap<String, Vec<usize>>,
    counties: HashMap<String, String>,
}

/// Names that are also ordinary words: taken for a place only when they stand
/// alone or beside «kommune».
const ORDINARY_WORDS: &[&str] = &[
    "nes", "os", "hå", "ås", "hol", "sande", "lund", "time", "gol", "lom", "grue", "fjord", "strand", "bø", "mo",
    "eid", "å", "rana", "sola", "sel", "ål", "våler", "flå", "vik", "stranda", "tinn", "bykle", "lier", "nome",
    "andøy",
];

/// Most words in a name.
const MAX_NAME_WORDS: usize = 4;

impl Municipalities {
    /// Reads `kommuner.csv` (header, then number, name, county, rvts, aliases
    /// parted by `|`) and the counties. Rows that cannot be read are returned
    /// with their line, counted from 1.
    #[must_use]
    pub fn read(csv: &str, counties: &BTreeMap<String, String>) -> (Self, Vec<usize>) {
        let mut places = Self::default();
        let mut unreadable = Vec::new();
        for (at, line) in csv.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
            let fields: Vec<&str> = line.split(',').collect();
            let [number, name, county, rvts, aliases] = fields[..] else {
                unreadable.push(at + 1);
                continue;
            };
            let index = places.all.len();
            for alias in aliases.split('|').chain([name]).filter(|alias| !alias.is_empty()) {
                let entry = places.by_name.entry(key(alias)).or_default();
                if !entry.contains(&index) {
                    entry.push(index);
                }
            }
            places.all.push(Municipality {
                number: number.into(),
                name: name.into(),
                county: county.into(),
                rvts: rvts.into(),
            });
        }
        places.counties = counties.iter().map(|(name, rvts)| (key(name), rvts.clone())).collect();
        (places, unreadable)
    }

    /// Every municipality in order.
    #[must_use]
    pub fn all(&self) -> &[Municipality] {
        &self.all
    }

    /// The places a text names, in order, each once; empty when it names none.
    ///
    /// Two entries with one name (Herøy) are both returned: the caller asks.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Place> {
        let normal = normalize::normalize(text);
        let words: Vec<&str> = token::words(&normal).take(200).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            at += self.named_at(&words, at, &mut found).max(1);
        }
        if found.is_empty() && words.len() <= MAX_NAME_WORDS {
            self.misspelt(&words, &mut found);
        }
        found
    }

    /// How many words from `at` name a place; the longest name wins.
    fn named_at(&self, words: &[&str], at: usize, found: &mut Vec<Place>) -> usize {
        for len in (1..=MAX_NAME_WORDS.min(words.len() - at)).rev() {
            let name = words[at..at + len].join(" ");
            let own = self.lookup(&name);
            let places = if own.is_empty() && len == 1 {
                name.strip_suffix('s').map_or(own, |base| self.lookup(base))
            } else {
                own
            };
            let beside =
                words.get(at + len).is_some_and(|next| matches!(*next, "kommune" | "kommunen" | "herad" | "fylke"));
            if places.is_empty() || (ORDINARY_WORDS.contains(&name.as_str()) && !beside && words.len() > len) {
                continue;
            }
            for place in places {
                if !found.contains(&place) {
                    found.push(place);
                }
            }
            return len;
        }
        0
    }

    fn lookup(&self, name: &str) -> Vec<Place> {
        let name = key(name);
        if let Some(indices) = self.by_name.get(&name) {
            return indices.iter().map(|&at| Place::Municipality(self.all[at].clone())).collect();
        }
        let county = self.counties.get(&name);
        county.map(|rvts| Place::County { name, rvts: rvts.clone() }).into_iter().collect()
    }

    fn misspelt(&self, words: &[&str], found: &mut Vec<Place>) {
        for word in words.iter().filter(|word| word.chars().count() >= 5) {
            let word = key(word);
            let near = self.by_name.keys().filter_map(|name| {
                let slips = strsim::osa_distance(name, &word);
                (slips <= if word.len() >= 8 { 2 } else { 1 }).then_some((slips, name))
            });
            if let Some((_, name)) = near.min() {
                found.extend(self.lookup(name));
            }
        }
    }
}

/// A name without case, accents and signs, so that «Sor-Odal» is Sør-Odal.
fn key(name: &str) -> String {
    let normal = normalize::normalize(name);
    let folded: String = normal
        .chars()
        .map(|c| match c {
            'á' | 'à' | 'â' => 'a',
            'č' => 'c',
            'đ' => 'd',
            'ŋ' => 'n',
            'š' => 's',
            'ŧ' => 't',
            'ž' => 'z',
            'ï' | 'í' => 'i',
            c => c,
        })
        .collect();
    normalize::skeleton(&token::words(&folded).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSV: &str = "kommunenummer,kommunenavn,fylke,rvts,alias
4601,Bergen,Vestland,Vest,
1515,Herøy,Møre og Romsdal,Midt,
1818,Herøy,Nordland,Nord,
1130,Strand,Rogaland,Vest,
3415,Sør-Odal,Innlandet,Øst,
5540,Kåfjord,Troms,Nord,Gáivuotna|Kaivuono
";

    fn rvts(text: &str) -> Vec<String> {
        let counties = BTreeMap::from([("oslo".to_owned(), "Øst".to_owned())]);
        let (places, unreadable) = Municipalities::read(CSV, &counties);
        assert!(unreadable.is_empty());
        places.find(text).iter().map(|place| place.rvts().to_owned()).collect()
    }

    #[test]
    fn names_forms_and_slips_are_found() {
        assert_eq!(rvts("Jeg jobber i Bergens skoler"), ["Vest"]);
        assert_eq!(rvts("Sor-Odal"), ["Øst"]);
        assert_eq!(rvts("gaivuotna"), ["Nord"]);
        assert_eq!(rvts("Bregen"), ["Vest"]);
        assert_eq!(rvts("Oslo"), ["Øst"]);
    }

    #[test]
    fn one_name_for_two_places_gives_both() {
        assert_eq!(rvts("Herøy"), ["Midt", "Nord"]);
    }

    #[test]
    fn ordinary_words_are_not_places() {
        assert!(rvts("vi lå på strand i Hellas").is_empty());
        assert_eq!(rvts("Strand kommune"), ["Vest"]);
        assert!(rvts("").is_empty());
    }
}
