//! Every sentence the bot says of its own, in bokmål, nynorsk and English.
//!
//! One catalogue for all doors: Fluent files, one a written form, built into
//! the binary. Nothing here decides anything, and nothing of it is ever mixed
//! into a quote. A key that is missing in one of the files fails the tests.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use jiff::civil::Date;
use unic_langid::LanguageIdentifier;

use crate::language::WrittenForm;

const NB: &str = include_str!("replies/nb.ftl");
const NN: &str = include_str!("replies/nn.ftl");
const EN: &str = include_str!("replies/en.ftl");

/// A key of the catalogue, written so that the tests find it.
macro_rules! key {
    ($key:literal) => {
        $key
    };
}
pub(crate) use key;

/// The catalogue.
pub struct Replies {
    nb: FluentBundle<FluentResource>,
    nn: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Replies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Replies").finish_non_exhaustive()
    }
}

impl Default for Replies {
    fn default() -> Self {
        Self { nb: bundle("nb", NB), nn: bundle("nn", NN), en: bundle("en", EN) }
    }
}

impl Replies {
    /// The sentence of a key. A key that does not exist gives the key itself,
    /// which the tests rule out.
    #[must_use]
    pub fn text(&self, form: WrittenForm, key: &str) -> String {
        self.with(form, key, &[])
    }

    /// The sentence of a key with its variables filled in. Values are not
    /// escaped; escaping is the door's.
    #[must_use]
    pub fn with(&self, form: WrittenForm, key: &str, values: &[(&str, &str)]) -> String {
        let bundle = self.bundle(form);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, *value);
        }
        bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// Whether every written form has the key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        [&self.nb, &self.nn, &self.en].iter().all(|bundle| bundle.has_message(key))
    }

    /// A day as it is written: «21. november 2026», “21 November 2026”.
    #[must_use]
    pub fn date(&self, form: WrittenForm, date: Date) -> String {
        let month = self.text(form, &format!("month-{}", date.month()));
        match form.for_replies() {
            WrittenForm::English => format!("{} {month} {}", date.day(), date.year()),
            _ => format!("{}. {month} {}", date.day(), date.year()),
        }
    }

    fn bundle(&self, form: WrittenForm) -> &FluentBundle<FluentResource> {
        match form.for_replies() {
            WrittenForm::Nynorsk => &self.nn,
            WrittenForm::English => &self.en,
            _ => &self.nb,
        }
    }
}

/// Reads a built-in file. What cannot be read is left out; the tests demand
/// that nothing is.
fn bundle(code: &str, source: &str) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = code.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    let resource = match FluentResource::try_new(source.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// Key → the variables in its text.
    fn keys(source: &str) -> BTreeMap<String, BTreeSet<String>> {
        assert!(FluentResource::try_new(source.to_owned()).is_ok(), "a file that cannot be read");
        let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                current = key.to_owned();
                assert!(keys.insert(current.clone(), BTreeSet::new()).is_none(), "{key} stands twice");
            }
            let variables = line.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next());
            if let Some(own) = keys.get_mut(&current) {
                own.extend(variables.map(str::to_owned));
            }
        }
        keys
    }

    #[test]
    fn the_three_files_have_the_same_keys_and_variables() {
        let (nb, nn, en) = (keys(NB), keys(NN), keys(EN));
        assert_eq!(nb, nn);
        assert_eq!(nb, en);
    }

    /// Keys are written out in the sources, so a missing one is found here.
    #[test]
    fn every_key_in_the_sources_is_in_the_catalogue() {
        let replies = Replies::default();
        for (file, source) in sources() {
            for key in source.split("key!(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(replies.has(key), "{file} asks for {key}");
            }
        }
    }

    #[test]
    fn every_key_of_the_catalogue_is_used() {
        let all: String = sources().into_iter().map(|(_, source)| source).collect();
        // The web door holds its own keys against the catalogue.
        for key in keys(NB).keys().filter(|key| !key.starts_with("web-")) {
            let family = key.split('-').next().unwrap_or(key);
            assert!(
                all.contains(&format!("\"{key}\"")) || all.contains(&format!("\"{family}-")),
                "{key} is used nowhere"
            );
        }
    }

    fn sources() -> Vec<(String, String)> {
        let mut files = Vec::new();
        for root in ["src", "bots"] {
            collect(std::path::Path::new(root), &mut files);
        }
        files
    }

    fn collect(folder: &std::path::Path, files: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }

    #[test]
    fn dates_are_written_as_people_write_them() {
        let replies = Replies::default();
        let day = jiff::civil::date(2026, 11, 21);
        assert_eq!(replies.date(WrittenForm::Nynorsk, day), "21. november 2026");
        assert_eq!(replies.date(WrittenForm::English, day), "21 November 2026");
    }
}
