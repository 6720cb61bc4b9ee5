//! The content in memory, and how it is looked up.

use std::collections::HashMap;

use super::actors::{Actor, StartingPoint, Term};
use super::data::{Approval, Part, Region};
use super::municipalities::{Municipalities, OverrideError};
use super::passage::{Passage, PassageId, PassageKind};
use crate::language::WrittenForm;
use crate::language::thesaurus::ThesaurusFile;

/// An article: the sections under one title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// `part/name`.
    pub id: String,
    /// Title.
    pub title: String,
    /// The part it belongs to.
    pub part: String,
    /// One or two sentences on what it is about.
    pub intro: String,
    /// Written form.
    pub form: WrittenForm,
    /// Who keeps it.
    pub owner: String,
    /// The page on the site it belongs to.
    pub canonical: Option<String>,
    /// Its sections in order.
    pub sections: Vec<PassageId>,
}

/// All content of one revision.
#[derive(Debug)]
pub struct Knowledge {
    pub(super) passages: Vec<Passage>,
    pub(super) by_id: HashMap<PassageId, Vec<usize>>,
    /// The passages that lead, in order.
    pub(super) leading: Vec<usize>,
    pub(super) articles: Vec<Article>,
    pub(super) parts: Vec<Part>,
    pub(super) actors: Vec<Actor>,
    pub(super) terms: Vec<Term>,
    pub(super) starting_points: Vec<StartingPoint>,
    pub(super) regions: Vec<Region>,
    pub(super) municipalities: Municipalities,
    pub(super) approval: Approval,
    pub(super) thesaurus: ThesaurusFile,
    pub(super) emergency_rules: String,
    pub(super) emergency_points: Option<String>,
    pub(super) fingerprint: String,
}

impl Knowledge {
    /// Every passage in every written form, articles in order and then questions.
    #[must_use]
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// Of each passage the version that leads, in order; its place here is the
    /// passage's ordinal in the index.
    pub fn leading(&self) -> impl ExactSizeIterator<Item = &Passage> {
        self.leading.iter().map(|&at| &self.passages[at])
    }

    /// The passage with this ordinal.
    #[must_use]
    pub fn leading_at(&self, ordinal: usize) -> Option<&Passage> {
        self.leading.get(ordinal).map(|&at| &self.passages[at])
    }

    /// The passage of an id, in the form asked for where it is written in it,
    /// else in the form it is written in.
    #[must_use]
    pub fn passage(&self, id: &PassageId, form: WrittenForm) -> Option<&Passage> {
        let versions = self.by_id.get(id)?;
        let wanted = versions.iter().find(|&&at| self.passages[at].form == form);
        wanted.or_else(|| versions.first()).map(|&at| &self.passages[at])
    }

    /// Every version of an id, the one that leads first.
    pub fn versions(&self, id: &PassageId) -> impl Iterator<Item = &Passage> {
        self.by_id.get(id).into_iter().flatten().map(|&at| &self.passages[at])
    }

    /// Every article in order; one entry a written form.
    #[must_use]
    pub fn articles(&self) -> &[Article] {
        &self.articles
    }

    /// The article of an id, in the form asked for where there is one.
    #[must_use]
    pub fn article(&self, id: &str, form: WrittenForm) -> Option<&Article> {
        let mut versions = self.articles.iter().filter(|article| article.id == id);
        let first = versions.clone().next();
        versions.find(|article| article.form == form).or(first)
    }

    /// The articles of a part in order, each once.
    pub fn articles_of<'a>(&'a self, part: &'a str, form: WrittenForm) -> impl Iterator<Item = &'a Article> {
        let mut seen: Vec<&str> = Vec::new();
        self.articles.iter().filter(move |article| article.part == part).filter_map(move |article| {
            if seen.contains(&article.id.as_str()) {
                return None;
            }
            seen.push(&article.id);
            self.article(&article.id, form)
        })
    }

    /// Every question in order, each once.
    pub fn questions(&self, form: WrittenForm) -> impl Iterator<Item = &Passage> {
        let questions = self.leading().filter(|passage| passage.kind == PassageKind::Faq);
        questions.filter_map(move |passage| self.passage(&passage.id, form))
    }

    /// The parts in order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Those to turn to, in order.
    #[must_use]
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// The words of the field, in order.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Where each role begins.
    #[must_use]
    pub fn starting_points(&self) -> &[StartingPoint] {
        &self.starting_points
    }

    /// The five centres.
    #[must_use]
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// The municipalities and counties.
    #[must_use]
    pub fn municipalities(&self) -> &Municipalities {
        &self.municipalities
    }

    /// Takes over what a configuration decides about places; see
    /// [`Municipalities::with_overrides`].
    ///
    /// # Errors
    ///
    /// Every pair that cannot take effect; then none does.
    pub fn with_routing(mut self, overrides: &[(String, String)]) -> Result<Self, Vec<OverrideError>> {
        self.municipalities = self.municipalities.with_overrides(overrides)?;
        Ok(self)
    }

    /// Whether those responsible have approved the content.
    #[must_use]
    pub fn approval(&self) -> &Approval {
        &self.approval
    }

    /// The field's synonyms.
    #[must_use]
    pub fn thesaurus(&self) -> &ThesaurusFile {
        &self.thesaurus
    }

    /// `akutt.toml` as it stands; its meaning is known to `safety`.
    #[must_use]
    pub fn emergency_rules(&self) -> &str {
        &self.emergency_rules
    }

    /// `tegn.toml` as it stands; `None` when it is missing.
    #[must_use]
    pub fn emergency_points(&self) -> Option<&str> {
        self.emergency_points.as_deref()
    }

    /// Sixteen hexadecimal digits that tell this revision from others.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}
