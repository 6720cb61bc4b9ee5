//! Which place each name means, when a name means several.

use std::collections::HashSet;

use super::gazetteer::{Entry, Target};
use super::mention::Mention;
use super::{County, Municipalities, Place};

/// The places of a text's names, in order, each once.
pub(super) fn places(mentions: &[Mention], from: &Municipalities) -> Vec<Place> {
    let mut seen = HashSet::new();
    let names: Vec<&[usize]> =
        mentions.iter().map(|mention| mention.meanings.as_slice()).filter(|name| seen.insert(*name)).collect();
    let chosen: Vec<Vec<usize>> = names.iter().map(|name| from.narrow(name, &names)).collect();
    let municipalities: Vec<(usize, &Entry)> = chosen
        .iter()
        .flatten()
        .map(|&at| &from.names.entries[at])
        .flat_map(|entry| entry.municipalities().iter().map(move |&at| (at, entry)))
        .collect();
    let mut places: Vec<Place> = Vec::new();
    for &at in chosen.iter().flatten() {
        for place in from.places_of(&from.names.entries[at], &names, &municipalities) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    places
}

impl Entry {
    fn municipalities(&self) -> &[usize] {
        if let Target::Municipalities(own) = &self.target { own } else { &[] }
    }

    fn counties(&self) -> &[usize] {
        if let Target::Counties(own) = &self.target { own } else { &[] }
    }
}

impl Municipalities {
    /// Whether one meaning lies in another: in its county, in a county it once
    /// belonged to, or in the same municipality.
    pub(super) fn lies_in(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.names.entries[one], &self.names.entries[other]);
        one.municipalities().iter().any(|&own| self.is_inside(own, &one.older, other))
    }

    fn is_inside(&self, own: usize, older: &[usize], other: &Entry) -> bool {
        let holds = |&county: &usize| self.counties[county].name == self.all[own].county || older.contains(&county);
        (!other.weak && other.municipalities().contains(&own)) || other.counties().iter().any(holds)
    }

    /// The meanings of a name that the other names leave.
    fn narrow(&self, name: &[usize], names: &[&[usize]]) -> Vec<usize> {
        let others = || names.iter().filter(|other| **other != name).flat_map(|other| other.iter());
        let fitting: Vec<usize> =
            name.iter().copied().filter(|&one| others().any(|&other| self.lies_in(one, other))).collect();
        if !fitting.is_empty() {
            return fitting;
        }
        name.iter().copied().filter(|&one| !self.names.entries[one].weak).collect()
    }

    /// The places of one meaning. A county beside a municipality in it is only
    /// said for clearness; of several municipalities, one that is named by
    /// itself too is the one that is meant.
    fn places_of(&self, entry: &Entry, names: &[&[usize]], municipalities: &[(usize, &Entry)]) -> Vec<Place> {
        match &entry.target {
            Target::Outside { .. } => Vec::new(),
            Target::Municipalities(own) => {
                let others = || names.iter().flat_map(|name| name.iter()).map(|&at| &self.names.entries[at]);
                let is_said = |&at: &usize| {
                    others().any(|other| !std::ptr::eq(other, entry) && self.is_inside(at, &entry.older, other))
                };
                let said: Vec<usize> = own.iter().copied().filter(|at| own.len() > 1 && is_said(at)).collect();
                let kept = if said.is_empty() { own } else { &said };
                kept.iter().map(|&at| Place::Municipality(self.all[at].clone())).collect()
            }
            Target::Counties(own) => {
                let is_in = |(at, named): &(usize, &Entry)| self.is_inside(*at, &named.older, entry);
                if municipalities.iter().any(is_in) { Vec::new() } else { self.county_places(&entry.name, own) }
            }
        }
    }

    /// One place where the counties share an RVTS, else each county.
    fn county_places(&self, name: &str, own: &[usize]) -> Vec<Place> {
        let counties: Vec<&County> = own.iter().map(|&at| &self.counties[at]).collect();
        let place = |name: &str, county: &County, certainty| Place::County {
            name: name.into(),
            rvts: county.rvts.clone(),
            region: county.region.clone(),
            certainty,
        };
        match (&counties[..], counties.iter().map(|county| county.certainty).min()) {
            ([first, rest @ ..], Some(least)) if rest.iter().all(|county| county.region == first.region) => {
                vec![place(name, first, least)]
            }
            _ => counties.iter().map(|county| place(&county.name, county, county.certainty)).collect(),
        }
    }
}
