//! Which RVTS a place belongs to.
//!
//! The data are `kommuner.csv` (the municipalities), `steder.csv` (names that
//! are no municipality: former ones, districts, towns, landscapes, former
//! counties, places abroad) and `regioner.toml` (the counties of each centre
//! and how sure that is). A text is read in three steps: `words` cuts it,
//! `mention` finds which names in it stand for a place, and `choose` says
//! which place each of them is.
//!
//! This room says where a place belongs. It must not know what is sent there.

mod choose;
mod gazetteer;
mod mention;
mod ordinary;
mod overrides;
mod slips;
mod words;

use gazetteer::Names;

pub use gazetteer::{PlaceData, Unreadable};
pub use overrides::OverrideError;

/// How sure it is that a place belongs to its RVTS; the least sure first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Concluded from other facts (`utledet`).
    Derived,
    /// Read in part (`delvis`), or named under `fylker_usikre`.
    Partial,
    /// The county stands in a source (`lest`).
    Read,
    /// Decided by the operator's configuration.
    Configured,
}

impl Certainty {
    /// Whether the bot may say it without asking for confirmation.
    #[must_use]
    pub fn is_certain(self) -> bool {
        self >= Self::Read
    }

    /// As `regioner.toml` writes it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Derived => "utledet",
            Self::Partial => "delvis",
            Self::Read => "lest",
            Self::Configured => "konfigurert",
        }
    }
}

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
    /// `ost`, `sor`, `vest`, `midt`, `nord`.
    pub region: String,
    /// How sure the RVTS is.
    pub certainty: Certainty,
}

/// A present county and its RVTS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct County {
    /// Two digits: the first two of its municipalities' numbers.
    pub number: String,
    /// Its name.
    pub name: String,
    /// «Øst», «Sør», «Vest», «Midt», «Nord».
    pub rvts: String,
    /// `ost`, `sor`, `vest`, `midt`, `nord`.
    pub region: String,
    /// How sure the RVTS is.
    pub certainty: Certainty,
    /// What in particular is not certain about it, where something is.
    pub doubt: Option<String>,
}

/// What a name stood for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// One municipality.
    Municipality(Municipality),
    /// A county, present or former, or a landscape: its name and its RVTS.
    County {
        /// «Møre og Romsdal», «Viken», «Hallingdal».
        name: String,
        /// «Øst» and so on.
        rvts: String,
        /// `ost` and so on.
        region: String,
        /// How sure the RVTS is: the least sure of its present counties.
        certainty: Certainty,
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

    /// `ost`, `sor`, `vest`, `midt`, `nord`.
    #[must_use]
    pub fn region_id(&self) -> &str {
        match self {
            Self::Municipality(municipality) => &municipality.region,
            Self::County { region, .. } => region,
        }
    }

    /// The name to show.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Municipality(municipality) => &municipality.name,
            Self::County { name, .. } => name,
        }
    }

    /// The municipality's number.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::Municipality(municipality) => Some(&municipality.number),
            Self::County { .. } => None,
        }
    }

    /// How sure its RVTS is.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        match self {
            Self::Municipality(municipality) => municipality.certainty,
            Self::County { certainty, .. } => *certainty,
        }
    }
}

/// Where a text belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// All it names lies with one RVTS.
    One {
        /// The first place named.
        place: Place,
        /// The others, in order; all with the same RVTS.
        also: Vec<Place>,
    },
    /// What it names lies with several RVTS: ask which is meant.
    Several(Vec<Place>),
    /// It names no place in Norway.
    Unknown,
}

/// A region as the places know it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RegionName {
    id: String,
    short: String,
}

/// All municipalities and counties, by every name they go by.
#[derive(Debug, Default)]
pub struct Municipalities {
    all: Vec<Municipality>,
    counties: Vec<County>,
    regions: Vec<RegionName>,
    names: Names,
}

impl Municipalities {
    /// Every municipality in order.
    #[must_use]
    pub fn all(&self) -> &[Municipality] {
        &self.all
    }

    /// The present counties in order of their numbers. Those that are not
    /// [`Certainty::is_certain`] should be confirmed with the centre.
    #[must_use]
    pub fn counties(&self) -> &[County] {
        &self.counties
    }

    /// The municipality with a number of four digits.
    #[must_use]
    pub fn numbered(&self, number: &str) -> Option<&Municipality> {
        self.all.iter().find(|municipality| municipality.number == number)
    }

    /// The places a text names, in order, each once; empty when it names none.
    ///
    /// One name for two places (Herøy) gives both, unless the text says which.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Place> {
        let words = words::cut(text);
        let mentions = mention::find(&words, self);
        choose::places(&mentions, self)
    }

    /// Whether a word in lower case is the name of a place, whatever else it is:
    /// «lade», «time». Genitives too.
    #[must_use]
    pub fn is_name(&self, word: &str) -> bool {
        let word = words::fold(word);
        let is_name = |word: &str| !self.names.lookup(word).is_empty();
        is_name(&word) || word.strip_suffix('s').filter(|base| base.chars().nth(2).is_some()).is_some_and(is_name)
    }

    /// Where a text belongs: one RVTS, several to choose between, or unknown.
    #[must_use]
    pub fn resolve(&self, text: &str) -> Resolution {
        let mut places = self.find(text);
        let Some(first) = places.first() else {
            return Resolution::Unknown;
        };
        if places.iter().all(|place| place.region_id() == first.region_id()) {
            let place = places.remove(0);
            return Resolution::One { place, also: places };
        }
        Resolution::Several(places)
    }
}

#[cfg(test)]
#[path = "municipalities/municipality_tests.rs"]
mod tests;
