//! One request and the language it is answered in.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use utveier::knowledge::{Knowledge, Passage};
use utveier::language::WrittenForm;

use crate::app::App;

/// Asks for the messages alone, and marks a response that holds just them.
pub(crate) const FRAGMENT_HEADER: &str = "x-utveier-del";

/// The forms the pages speak, in the order they are offered.
pub(crate) const FORMS: [WrittenForm; 3] = [WrittenForm::Bokmal, WrittenForm::Nynorsk, WrittenForm::English];

/// A request: who asks is not known, only how to answer.
#[derive(Clone)]
pub(crate) struct Visit {
    /// What all requests share.
    pub(crate) app: Arc<App>,
    /// The form the page speaks: bokmål, nynorsk or English.
    pub(crate) form: WrittenForm,
    /// Whether only the messages are wanted.
    pub(crate) fragment: bool,
    /// Whether the form was chosen, so that links carry it on.
    chosen: bool,
}

impl Visit {
    pub(crate) fn new(app: &Arc<App>, uri: &Uri, headers: &HeaderMap) -> Self {
        let chosen = uri.query().and_then(chosen_form);
        let form = chosen.or_else(|| preferred_form(headers)).unwrap_or(WrittenForm::Bokmal);
        let fragment = headers.get(FRAGMENT_HEADER).is_some_and(|value| value == "svar");
        Self { app: Arc::clone(app), form, fragment, chosen: chosen.is_some() }
    }

    /// The same visit in the form a posted `sprak` names, if it names one.
    pub(crate) fn with_posted_form(mut self, tag: Option<&str>) -> Self {
        if let Some(form) = tag.and_then(page_form) {
            (self.form, self.chosen) = (form, true);
        }
        self
    }

    /// The page's text of a key.
    pub(crate) fn text(&self, key: &str) -> String {
        self.app.core.text(self.form, key)
    }

    /// What must be said beside a passage, in the form of the page.
    pub(crate) fn beside(&self, passage: &Passage) -> Option<String> {
        self.app.core.beside(self.form, &passage.id)
    }

    /// The content.
    pub(crate) fn knowledge(&self) -> Arc<Knowledge> {
        self.app.core.knowledge()
    }

    /// A path of this door, with the chosen form carried on.
    pub(crate) fn href(&self, path: &str) -> String {
        if self.chosen { in_form(path, self.form) } else { path.to_owned() }
    }

    /// The `lang` of a text, where it differs from the page's.
    pub(crate) fn lang_of(&self, form: WrittenForm) -> Option<&'static str> {
        (form != self.form).then(|| form.code())
    }
}

/// A path with its form in the query, before any fragment.
pub(crate) fn in_form(path: &str, form: WrittenForm) -> String {
    let (page, section) = path.split_once('#').map_or((path, None), |(page, id)| (page, Some(id)));
    let section = section.map(|id| format!("#{id}")).unwrap_or_default();
    format!("{page}?sprak={}{section}", form.code())
}

fn page_form(tag: &str) -> Option<WrittenForm> {
    WrittenForm::from_tag(tag).map(WrittenForm::for_replies)
}

fn chosen_form(query: &str) -> Option<WrittenForm> {
    query.split('&').find_map(|pair| pair.strip_prefix("sprak=")).and_then(page_form)
}

/// The first language of `Accept-Language` that the pages speak; browsers list
/// them in order of preference.
fn preferred_form(headers: &HeaderMap) -> Option<WrittenForm> {
    let line = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    line.split(',').find_map(|entry| page_form(entry.split(';').next()?.trim()))
}

impl FromRequestParts<Arc<App>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        Ok(Self::new(app, &parts.uri, &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn form_goes_before_the_section() {
        assert_eq!(in_form("/les/a/b#c", WrittenForm::Nynorsk), "/les/a/b?sprak=nn#c");
        assert_eq!(in_form("/", WrittenForm::English), "/?sprak=en");
    }

    #[test]
    fn first_spoken_language_is_preferred() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("se, nn-NO;q=0.9, en;q=0.8"));
        assert_eq!(preferred_form(&headers), Some(WrittenForm::Nynorsk));
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("fi,de"));
        assert_eq!(preferred_form(&headers), None);
    }

    #[test]
    fn chosen_form_is_read_from_the_query_and_swedes_read_bokmal() {
        assert_eq!(chosen_form("a=b&sprak=nn"), Some(WrittenForm::Nynorsk));
        assert_eq!(chosen_form("sprak=sv"), Some(WrittenForm::Bokmal));
        assert_eq!(chosen_form("sprak=%3Cscript%3E"), None);
    }
}
