//! What the operator's configuration decides about places.

use super::gazetteer::Target;
use super::{Certainty, Municipalities, words};

/// Why an override cannot take effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OverrideError {
    /// Nothing has that name or number.
    #[error("[[routing]] «{0}»: no municipality or county has that name or number; see knowledge/kommuner.csv")]
    UnknownPlace(String),
    /// Several have that name.
    #[error("[[routing]] «{place}»: {count} municipalities have had that name; write the number instead")]
    Ambiguous {
        /// As written.
        place: String,
        /// How many.
        count: usize,
    },
    /// A former county that is only a part of a present one, or a landscape.
    #[error("[[routing]] «{0}»: that is not a present county or municipality; name those it lies in")]
    NotPresent(String),
    /// No such region.
    #[error("[[routing]] «{place}»: there is no region «{region}»; they are ost, sor, vest, midt, nord")]
    UnknownRegion {
        /// As written.
        place: String,
        /// As written.
        region: String,
    },
    /// The place stands twice with different regions.
    #[error("[[routing]] «{0}»: stands twice with different regions; keep one")]
    Twice(String),
}

impl Municipalities {
    /// Takes over what a configuration decides: pairs of a place (the name or
    /// number of a municipality or county) and a region's id. A county decides
    /// for its municipalities; a municipality named by itself goes before its
    /// county, in whatever order they stand.
    ///
    /// # Errors
    ///
    /// Every pair that cannot take effect; then none does.
    pub fn with_overrides(mut self, overrides: &[(String, String)]) -> Result<Self, Vec<OverrideError>> {
        let (mut found, mut errors) = (Vec::new(), Vec::new());
        for (place, region) in overrides {
            match self.target_of(place, region) {
                Ok(pair) => found.push((place, pair)),
                Err(error) => errors.push(error),
            }
        }
        for (at, (place, (target, region))) in found.iter().enumerate() {
            if found[..at].iter().any(|(_, (other, elsewhere))| other == target && elsewhere != region) {
                errors.push(OverrideError::Twice((*place).clone()));
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let is_county = |target: &Target| matches!(target, Target::Counties(_));
        found.sort_by_key(|(_, (target, _))| !is_county(target));
        for (_, (target, region)) in &found {
            self.apply(target, *region);
        }
        Ok(self)
    }

    fn target_of(&self, place: &str, region: &str) -> Result<(Target, usize), OverrideError> {
        let unknown_region = || OverrideError::UnknownRegion { place: place.into(), region: region.into() };
        let region = self.regions.iter().position(|known| known.id == region).ok_or_else(unknown_region)?;
        let place = place.trim();
        if let Some(at) = self.all.iter().position(|municipality| municipality.number == place) {
            return Ok((Target::Municipalities(vec![at]), region));
        }
        if let Some(at) = self.counties.iter().position(|county| county.number == place) {
            return Ok((Target::Counties(vec![at]), region));
        }
        Ok((self.named_target(place)?, region))
    }

    fn named_target(&self, place: &str) -> Result<Target, OverrideError> {
        let words = words::cut(place);
        let name = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let base = ["kommune", "fylke"].iter().find_map(|end| name.strip_suffix(end)).map_or(name.as_str(), str::trim);
        let meanings = self.names.lookup(base).iter().map(|&at| &self.names.entries[at]);
        let (present, other): (Vec<_>, Vec<_>) = meanings.partition(|entry| entry.rank == 0);
        let mut targets: Vec<&Target> = present.iter().map(|entry| &entry.target).collect();
        targets.dedup();
        match targets[..] {
            [] if other.is_empty() => Err(OverrideError::UnknownPlace(place.into())),
            [] => Err(OverrideError::NotPresent(place.into())),
            [Target::Municipalities(all)] if all.len() > 1 => {
                Err(OverrideError::Ambiguous { place: place.into(), count: all.len() })
            }
            [one] => Ok(one.clone()),
            _ => Err(OverrideError::Ambiguous { place: place.into(), count: targets.len() }),
        }
    }

    fn apply(&mut self, target: &Target, region: usize) {
        let region = self.regions[region].clone();
        let counties: &[usize] = if let Target::Counties(counties) = target { counties } else { &[] };
        let own: &[usize] = if let Target::Municipalities(own) = target { own } else { &[] };
        // Oslo is a municipality and a county of its own.
        let same = |name: &str| own.iter().any(|&at| self.all[at].name == name);
        let alone = self.counties.iter().position(|county| same(&county.name));
        let counties = &counties.iter().copied().chain(alone).collect::<Vec<_>>();
        for &at in counties.iter() {
            let county = &mut self.counties[at];
            (county.rvts, county.region) = (region.short.clone(), region.id.clone());
            (county.certainty, county.doubt) = (Certainty::Configured, None);
        }
        for (at, municipality) in self.all.iter_mut().enumerate() {
            let in_county = counties.iter().any(|&county| self.counties[county].name == municipality.county);
            if in_county || own.contains(&at) {
                (municipality.rvts, municipality.region) = (region.short.clone(), region.id.clone());
                municipality.certainty = Certainty::Configured;
            }
        }
    }
}
