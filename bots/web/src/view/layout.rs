//! The frame of every page: head, header, footer.

use maud::{DOCTYPE, Markup, html};
use utveier::dialogue::Action;
use utveier::language::WrittenForm;

use crate::assets;
use crate::visit::{FORMS, Visit, in_form};

use super::link::local;

/// The main menu: address and key of its text.
const MENU: [(&str, &str); 6] = [
    ("/", "web-nav-ask"),
    ("/tema", "web-nav-topics"),
    ("/faq", "web-nav-faq"),
    ("/aktorer", "web-nav-actors"),
    ("/begreper", "web-nav-terms"),
    ("/om", "web-nav-about"),
];

/// A page: what is its own inside the frame.
pub(crate) struct Page<'a> {
    /// Who asks.
    pub(crate) visit: &'a Visit,
    /// Title without the site's name; empty for the site's name alone.
    pub(crate) title: &'a str,
    /// What the site says of itself, in the title of the front page and in
    /// search results.
    pub(crate) description: &'a str,
    /// Path of the page, for the menu and the choice of language; empty for the
    /// address asked for, whatever it was.
    pub(crate) path: &'a str,
    /// Class of the main region.
    pub(crate) class: &'a str,
}

impl Page<'_> {
    /// The whole page around its main content.
    pub(crate) fn around(&self, main: &Markup) -> Markup {
        let visit = self.visit;
        html! {
            (DOCTYPE)
            html lang=(visit.form.code()) {
                (self.head())
                body {
                    a.skip href="#u-main" { (visit.text("web-skip")) }
                    (self.header())
                    main #u-main .(self.class) tabindex="-1" { (main) }
                    (footer(visit))
                }
            }
        }
    }

    fn head(&self) -> Markup {
        let name = self.visit.text("web-name");
        let approved = self.visit.knowledge().approval().approved;
        html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="format-detection" content="telephone=no";
                @if !self.description.is_empty() { meta name="description" content=(self.description); }
                // What nobody has approved should not turn up in search results.
                @if !approved { meta name="robots" content="noindex"; }
                title { @if !self.title.is_empty() { (self.title) " – " } (name) }
                link rel="icon" type="image/svg+xml" href=(assets::mark());
                link rel="stylesheet" href=(assets::style());
                script src=(assets::script()) defer {}
            }
        }
    }

    fn header(&self) -> Markup {
        let visit = self.visit;
        html! {
            header.top {
                div.wide {
                    a.brand href=(visit.href("/")) {
                        img src=(assets::mark()) alt="" width="36" height="36";
                        span { b { (visit.text("web-name")) } " " small { (visit.text("web-tagline")) } }
                    }
                    (self.languages())
                    nav.menu aria-label=(visit.text("web-nav")) {
                        ul {
                            @for (path, key) in MENU {
                                @let current = (self.path == path).then_some("page");
                                li { a href=(visit.href(path)) aria-current=[current] { (visit.text(key)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn languages(&self) -> Markup {
        html! {
            nav.languages aria-label=(self.visit.text("web-language")) {
                ul {
                    @for form in FORMS {
                        @let current = (form == self.visit.form).then_some("true");
                        li {
                            a href=(in_form(self.path, form)) lang=(form.code()) hreflang=(form.code())
                                aria-current=[current] { (own_name(form)) }
                        }
                    }
                }
            }
        }
    }
}

/// A language's name in itself; the same on every page.
fn own_name(form: WrittenForm) -> &'static str {
    match form {
        WrittenForm::Nynorsk => "Nynorsk",
        WrittenForm::English => "English",
        WrittenForm::Bokmal | WrittenForm::Swedish | WrittenForm::Danish => "Bokmål",
    }
}

fn footer(visit: &Visit) -> Markup {
    html! {
        footer.bottom {
            div.wide {
                p { (visit.text("web-danger")) " " a href="tel:112" { (visit.text("web-danger-call")) } "." }
                (approval(visit))
                form method="post" action=(super::POST_TO) {
                    input type="hidden" name="sprak" value=(visit.form.code());
                    p {
                        (local(visit, "/personvern", &visit.text("web-privacy"))) " · "
                        (local(visit, "/om", &visit.text("web-about"))) " · "
                        button.link name="handling" value=(Action::Mine.encode()) { (visit.text("web-mine")) }
                    }
                }
            }
        }
    }
}

/// Whether those responsible have approved the content: said on every page.
pub(crate) fn approval(visit: &Visit) -> Markup {
    let knowledge = visit.knowledge();
    let approval = knowledge.approval();
    html! {
        p.approval {
            @if approval.approved {
                (visit.text("web-approved")) " " (approval.by) " (" (approval.date) ")."
            } @else {
                strong { (visit.text("web-not-approved")) } " " (visit.text("web-not-approved-text"))
            }
        }
    }
}
