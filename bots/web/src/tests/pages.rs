//! What the pages show.

use axum::http::StatusCode;

use super::fake::Door;

/// Every page of content and lists.
pub(super) const PAGES: [&str; 13] = [
    "/",
    "/tema",
    "/tema/samarbeid",
    "/faq",
    "/aktorer",
    "/aktorer/pst",
    "/begreper",
    "/begreper/slt",
    "/om",
    "/personvern",
    "/les/samarbeid/mentor",
    "/les/faq/tegn",
    "/finnes/ikke",
];

#[tokio::test]
async fn pages_have_a_frame_in_every_form() {
    let door = Door::new();
    for path in PAGES {
        for form in ["nb", "nn", "en"] {
            let reply = door.get(&format!("{path}?sprak={form}")).await;
            let body = reply.body;
            assert!(body.starts_with(&format!("<!DOCTYPE html><html lang=\"{form}\">")), "{path}");
            for once in ["<h1", "<main", "<title>", "class=\"skip\""] {
                assert_eq!(body.matches(once).count(), 1, "{once} in {path}");
            }
            assert!(!body.contains(" style=") && !body.contains(" onclick=") && !body.contains("<style"), "{path}");
            assert!(body.len() < 40_000, "{path} is {} bytes", body.len());
        }
    }
}

#[tokio::test]
async fn front_page_says_what_it_is() {
    let reply = Door::new().get("/").await;
    assert_eq!(reply.status, StatusCode::OK);
    for text in [
        "Svar om radikalisering og voldelig ekstremisme",
        "Ikke skriv navn",
        "href=\"tel:112\"",
        "blir ikke lagret",
        "Ikke godkjent ennå",
        "Hvilke tegn bør jeg se etter?",
        "value=\"s:faq/tegn\"",
        "value=\"r:larer\"",
        "role=\"log\"",
        "aria-live=\"polite\"",
    ] {
        assert!(reply.body.contains(text), "{text}");
    }
}

#[tokio::test]
async fn article_has_sections_sources_and_the_way_on() {
    let reply = Door::new().get("/les/samarbeid/mentor").await;
    for text in [
        "<section id=\"hva\">",
        "<section id=\"nar\">",
        "href=\"#nar\"",
        "En mentor er en voksen. Mentoren følger opp.",
        "<li>Andre punkt.</li>",
        "href=\"https://lovdata.no/x\"",
        "href=\"https://www.utveier.no/mentor/#:~:text=Hvem%20b%C3%B8r%20delta%3F\"",
        "href=\"https://www.utveier.no/mentor/\"",
        "href=\"https://film.example/1\"",
        "href=\"/les/faq/tegn\"",
        "href=\"/tema/samarbeid\"",
        "21. november 2026",
        "gammel.example/z",
    ] {
        assert!(reply.body.contains(text), "{text}\n{}", reply.body);
    }
    assert!(!reply.body.contains("href=\"https://gammel.example"));
    assert!(!reply.body.contains("href=\"javascript:"));
}

#[tokio::test]
async fn text_in_another_form_is_marked() {
    let door = Door::new();
    let english = door.get("/les/faq/tegn?sprak=en").await;
    assert!(english.body.contains("lang=\"nb\"") && english.body.contains("in Norwegian (bokmål)"));
    let nynorsk = door.get("/les/faq/tegn?sprak=nn").await;
    assert!(nynorsk.body.contains("Kva teikn bør eg sjå etter?"));
    assert!(!nynorsk.body.contains("Denne teksten finst på"));
}

#[tokio::test]
async fn chosen_form_is_carried_on_and_the_browsers_is_not() {
    let door = Door::new();
    assert!(door.get("/tema?sprak=nn").await.body.contains("href=\"/les/samarbeid/mentor?sprak=nn\""));
    assert!(door.get("/tema").await.body.contains("href=\"/les/samarbeid/mentor\""));
}

#[tokio::test]
async fn unknown_addresses_are_met_kindly() {
    let door = Door::new();
    let unknown = [
        "/finnes",
        "/les/samarbeid/finnes",
        "/les/faq/finnes",
        "/les/samarbeid/mentor/",
        "/tema/finnes",
        "/aktorer/x",
        "/begreper/x",
        "/statisk/x",
        "/les/%00/%3Cscript%3E",
        "/les/..%2f..%2fetc/passwd",
        "/%ff",
    ];
    for path in unknown {
        let reply = door.get(path).await;
        assert!(reply.status.is_client_error(), "{path}: {}", reply.status);
        if reply.status == StatusCode::NOT_FOUND {
            assert!(reply.body.contains("Vi fant ikke siden") && reply.body.contains("<textarea"), "{path}");
        }
    }
}

#[tokio::test]
async fn site_map_lists_every_article_and_question_once() {
    let reply = Door::at("https://spor.example.no/").get("/sitemap.xml").await;
    for path in ["/", "/tema/samarbeid", "/les/samarbeid/mentor", "/les/faq/tegn", "/aktorer/pst", "/begreper/slt"] {
        let line = format!("<loc>https://spor.example.no{path}</loc>");
        assert_eq!(reply.body.matches(&line).count(), 1, "{path}");
    }
    assert!(reply.body.starts_with("<?xml") && reply.body.contains("<lastmod>2026-11-21</lastmod>"));
}

#[tokio::test]
async fn machines_are_answered() {
    let door = Door::new();
    assert_eq!(door.get("/helse").await.body, "ok");
    let robots = door.get("/robots.txt").await.body;
    assert!(robots.contains("Disallow: /spor") && robots.contains("Sitemap: http://127.0.0.1:8080/sitemap.xml"));
}
