//! Links, numbers and dates.

use maud::{Markup, html};
use utveier::language::WrittenForm;

use crate::visit::Visit;

/// A link to a path of this door.
pub(crate) fn local(visit: &Visit, path: &str, label: &str) -> Markup {
    html! { a href=(visit.href(path)) { (label) } }
}

/// A link to another site; plain text when the address is no web address.
pub(crate) fn external(address: &str, label: &str) -> Markup {
    if is_web(address) {
        html! { a href=(address) rel="noopener noreferrer" { (label) } }
    } else {
        html! { (label) }
    }
}

/// Whether an address may stand in a link: content could hold any scheme.
pub(crate) fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// An address as a reader sees it: no scheme, no final slash, no fragment.
pub(crate) fn shown(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.split('#').next().unwrap_or(rest).trim_end_matches('/')
}

/// The `tel:` address of a number, <https://www.rfc-editor.org/rfc/rfc3966>.
/// `None` when it holds no digit.
fn telephone(number: &str) -> Option<String> {
    let dialled: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    dialled.contains(|c: char| c.is_ascii_digit()).then(|| format!("tel:{dialled}"))
}

/// A number to call with what it is for; a link where it can be dialled.
pub(crate) fn call(number: &str, purpose: &str) -> Markup {
    let label = html! { b { (number) } " " span { (purpose) } };
    match telephone(number) {
        Some(address) => html! { a href=(address) { (label) } },
        None => label,
    }
}

/// A day, with `months` twelve names parted by spaces.
pub(crate) fn date_text(form: WrittenForm, months: &str, (year, month, day): (i16, i8, i8)) -> String {
    let index = usize::try_from(month).unwrap_or(1).saturating_sub(1);
    let name = months.split(' ').nth(index).unwrap_or_default();
    let dot = if form.is_norwegian() { "." } else { "" };
    format!("{day}{dot} {name} {year}")
}

/// A day in the page's form, machine-readable too.
pub(crate) fn date(visit: &Visit, (year, month, day): (i16, i8, i8)) -> Markup {
    let machine = format!("{year:04}-{month:02}-{day:02}");
    let text = date_text(visit.form, &visit.text("web-months"), (year, month, day));
    html! { time datetime=(machine) { (text) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        for bad in ["javascript:alert(1)", "data:text/html,x", " https://x", "//x", ""] {
            assert!(!external(bad, "x").into_string().contains("href"), "{bad}");
        }
    }

    #[test]
    fn addresses_are_shown_short() {
        assert_eq!(shown("https://www.utveier.no/om/#:~:text=x"), "utveier.no/om");
    }

    #[test]
    fn numbers_are_dialled_without_spaces() {
        assert_eq!(telephone("116 117").as_deref(), Some("tel:116117"));
        assert_eq!(telephone("+47 22 40 00 40").as_deref(), Some("tel:+4722400040"));
        assert_eq!(telephone("chat"), None);
    }

    #[test]
    fn dates_follow_the_form() {
        let months = "a b c d e f g h i j november l";
        assert_eq!(date_text(WrittenForm::Bokmal, months, (2026, 11, 21)), "21. november 2026");
        assert_eq!(date_text(WrittenForm::English, months, (2026, 11, 21)), "21 november 2026");
    }
}
