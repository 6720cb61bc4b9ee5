//! The names of places, read from the data files.

use std::collections::HashMap;

use super::slips::Slips;
use super::words::{fold, unfold};
use super::{Certainty, County, Municipalities, Municipality, RegionName};
use crate::knowledge::data::Region;
use crate::language::{normalize, token};

/// What the names are read from.
#[derive(Debug, Clone, Copy)]
pub struct PlaceData<'a> {
    /// `kommuner.csv`: number, name, county, rvts, aliases parted by `|`.
    pub municipalities: &'a str,
    /// `steder.csv`: name, numbers parted by `|` (four digits: municipality,
    /// two: county), kind, counties it once belonged to.
    pub places: &'a str,
    /// The five centres.
    pub regions: &'a [Region],
}

/// A row that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The file.
    pub file: &'static str,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

/// What a name stands for, as places in the lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// Municipalities.
    Municipalities(Vec<usize>),
    /// Counties.
    Counties(Vec<usize>),
    /// No place that can be routed; so that it is not taken for a misspelt one.
    Outside {
        /// Another country, or a town in one.
        abroad: bool,
    },
}

/// One meaning of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub name: String,
    pub target: Target,
    /// Counties it belonged to before.
    pub older: Vec<usize>,
    /// Means this only where the municipality or county is named too.
    pub weak: bool,
    /// An abbreviation, which is never taken to be misspelt.
    pub short: bool,
    /// 0 for municipalities and counties, 1 for former ones, 2 for the rest.
    pub rank: u8,
}

/// Every name with its meanings.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub entries: Vec<Entry>,
    exact: HashMap<String, Vec<usize>>,
    loose: HashMap<String, Vec<usize>>,
    /// First words of longer names → most words such a name has.
    starts: HashMap<String, usize>,
    pub slips: Slips,
}

impl Names {
    fn add(&mut self, name: &str, entry: Entry) {
        let at = self.entries.len();
        let words: Vec<String> = cut(name);
        let spaced = words.join(" ");
        self.key(&spaced, at);
        if let [first, .., _] = &words[..] {
            let longest = self.starts.entry(normalize::skeleton(first)).or_default();
            *longest = words.len().max(*longest);
            let without: Vec<&str> = words.iter().map(String::as_str).filter(|word| *word != "og").collect();
            self.key(&without.join(" "), at);
            self.key(&words.concat(), at);
        }
        if !entry.weak && !entry.short {
            self.slips.add(&words.concat(), at, entry.rank);
        }
        self.entries.push(entry);
    }

    fn key(&mut self, key: &str, at: usize) {
        for (map, key) in [(&mut self.exact, key.to_owned()), (&mut self.loose, normalize::skeleton(key))] {
            let meanings = map.entry(key).or_default();
            if !meanings.contains(&at) {
                meanings.push(at);
            }
        }
    }

    /// The meanings of a name in lower case: as it is written, with «aa» read
    /// as «å», or written on a keyboard without æ, ø, å. Names of three letters
    /// and fewer must keep their letters: «ha» is not Hå.
    pub(super) fn lookup(&self, name: &str) -> &[usize] {
        let exact = self.exact.get(name).or_else(|| self.exact.get(&unfold(name)));
        let loose = || {
            let is_long = name.chars().nth(3).is_some();
            is_long.then(|| self.loose.get(&normalize::skeleton(name))).flatten()
        };
        exact.or_else(loose).map_or(&[], Vec::as_slice)
    }

    /// Most words of a name that begins with this one.
    pub(super) fn longest_from(&self, first: &str) -> usize {
        self.starts.get(&normalize::skeleton(first)).copied().unwrap_or(1)
    }
}

fn cut(name: &str) -> Vec<String> {
    let normal = normalize::normalize(name);
    token::words(&normal).map(fold).collect()
}

impl Municipalities {
    /// Reads the data. Rows that cannot be used are left out and returned.
    #[must_use]
    pub fn read(data: PlaceData<'_>) -> (Self, Vec<Unreadable>) {
        let mut reader = Reader { places: Self::default(), unreadable: Vec::new() };
        let names = data.regions.iter();
        reader.places.regions =
            names.map(|region| RegionName { id: region.id.clone(), short: region.short.clone() }).collect();
        reader.municipalities(data);
        reader.counties(data);
        reader.others(data.places);
        (reader.places, reader.unreadable)
    }
}

struct Reader {
    places: Municipalities,
    unreadable: Vec<Unreadable>,
}

impl Reader {
    fn bad(&mut self, file: &'static str, line: usize, what: impl Into<String>) {
        self.unreadable.push(Unreadable { file, line, what: what.into() });
    }

    fn municipalities(&mut self, data: PlaceData<'_>) {
        for (at, line) in rows(data.municipalities) {
            let fields: Vec<&str> = line.split(',').collect();
            let [number, name, county, rvts, aliases] = fields[..] else {
                self.bad("kommuner.csv", at, "the row has not five fields");
                continue;
            };
            let Some(region) = data.regions.iter().find(|region| region.short == rvts) else {
                self.bad("kommuner.csv", at, format!("«{rvts}» is no RVTS of regioner.toml"));
                continue;
            };
            let target = Target::Municipalities(vec![self.places.all.len()]);
            let numbers =
                ["kommunenummer", "kommune", "kommune nr", "kommunenr", "knr"].map(|w| format!("{w} {number}"));
            let other = aliases.split('|').filter(|alias| !alias.is_empty()).map(str::to_owned);
            for alias in [name.to_owned()].into_iter().chain(other).chain(numbers) {
                let entry = Entry {
                    name: name.into(),
                    target: target.clone(),
                    older: Vec::new(),
                    weak: false,
                    short: false,
                    rank: 0,
                };
                self.places.names.add(&alias, entry);
            }
            self.places.all.push(Municipality {
                number: number.into(),
                name: name.into(),
                county: county.into(),
                rvts: rvts.into(),
                region: region.id.clone(),
                certainty: certainty(region, county).0,
            });
        }
    }

    /// The present counties, and their forms in other languages.
    fn counties(&mut self, data: PlaceData<'_>) {
        for municipality in &self.places.all {
            let number = municipality.number.get(..2).unwrap_or_default();
            let region = data.regions.iter().find(|region| region.counties.contains(&municipality.county));
            if self.places.counties.iter().any(|county| county.number == number) {
                continue;
            }
            let Some(region) = region else { continue };
            let (certainty, doubt) = certainty(region, &municipality.county);
            self.places.counties.push(County {
                number: number.into(),
                name: municipality.county.clone(),
                rvts: region.short.clone(),
                region: region.id.clone(),
                certainty,
                doubt,
            });
        }
        self.places.counties.sort_by(|one, other| one.number.cmp(&other.number));
        for at in 0..self.places.counties.len() {
            let name = self.places.counties[at].name.clone();
            // Oslo is a municipality first.
            if self.places.names.lookup(&fold(&normalize::normalize(&name))).is_empty() {
                let target = Target::Counties(vec![at]);
                let entry = Entry { name: name.clone(), target, older: Vec::new(), weak: false, short: false, rank: 0 };
                self.places.names.add(&name, entry);
            }
        }
    }

    fn others(&mut self, csv: &str) {
        for (at, line) in rows(csv) {
            let fields: Vec<&str> = line.split(',').collect();
            let [name, numbers, kind, older] = fields[..] else {
                self.bad("steder.csv", at, "the row has not four fields");
                continue;
            };
            let (Some(target), Some(older)) = (self.target(numbers, kind), self.county_numbers(older)) else {
                self.bad("steder.csv", at, format!("the numbers of «{name}» do not fit the kind «{kind}»"));
                continue;
            };
            let rank = match kind {
                "fylke" | "navneform" | "kortform" => 0,
                "tidligere" | "fylkesdel" => 1,
                _ => 2,
            };
            let entry =
                Entry { name: name.into(), target, older, weak: kind == "delnavn", short: kind == "kortform", rank };
            self.places.names.add(name, entry);
        }
    }

    fn target(&self, numbers: &str, kind: &str) -> Option<Target> {
        match kind {
            "utlandet" | "utenfor" => numbers.is_empty().then_some(Target::Outside { abroad: kind == "utlandet" }),
            "fylke" | "fylkesdel" | "landskap" => {
                self.county_numbers(numbers).filter(|counties| !counties.is_empty()).map(Target::Counties)
            }
            "tidligere" | "navneform" | "kortform" | "bydel" | "sted" | "delnavn" => {
                let found = |number| self.places.all.iter().position(|municipality| municipality.number == number);
                numbers.split('|').map(found).collect::<Option<_>>().map(Target::Municipalities)
            }
            _ => None,
        }
    }

    fn county_numbers(&self, numbers: &str) -> Option<Vec<usize>> {
        let found = |number: &str| self.places.counties.iter().position(|county| county.number == number);
        numbers.split('|').filter(|number| !number.is_empty()).map(found).collect()
    }
}

/// The rows below the head, with their lines counted from 1.
fn rows(csv: &str) -> impl Iterator<Item = (usize, &str)> {
    csv.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()).map(|(at, line)| (at + 1, line))
}

/// How sure a county is, and the note on it where it is not.
fn certainty(region: &Region, county: &str) -> (Certainty, Option<String>) {
    let is_unsure = region.unsure_counties.iter().any(|unsure| unsure == county);
    let certainty = match region.certainty.as_str() {
        "lest" if !is_unsure => return (Certainty::Read, None),
        "lest" | "delvis" => Certainty::Partial,
        _ => Certainty::Derived,
    };
    let names_it = region.uncertain.iter().find(|note| note.contains(county));
    (certainty, names_it.or(region.uncertain.first()).cloned())
}
