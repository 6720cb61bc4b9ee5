#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use super::*;
use crate::knowledge::passage::Block;
use crate::language::WrittenForm;
use proptest::{prop_assert, proptest};

const LONG: &str = "Dette er en setning som er lang nok til å være tekst på en side. Den har flere ord enn en meny har, og den er ikke alene. Derfor blir den med.";

fn of(body: &str) -> Draft {
    draft(&format!("<html lang=\"nb\"><head><title>Siden | Nettstedet</title></head><body>{body}</body></html>"))
        .unwrap()
}

fn titles(draft: &Draft) -> Vec<&str> {
    draft.sections.iter().map(|section| section.title.as_str()).collect()
}

fn head(id: &str) -> Heading {
    Heading {
        id: id.to_owned(),
        link: Some("https://eksempel.no/side/".into()),
        owner: "import".into(),
        today: jiff::civil::date(2026, 11, 21),
    }
}

fn resolve(address: &str) -> Option<String> {
    Some(if address.starts_with("http") { address.to_owned() } else { format!("https://eksempel.no{address}") })
}

fn read(text: &str) -> crate::knowledge::document::Document {
    crate::knowledge::document::read("artikler/import/side.md".as_ref(), "import/side", text)
}

#[test]
fn headings_lists_links_images_and_anchors_are_kept() {
    let draft = of(&format!(
        "<main><h1>Samtalen</h1><p>{LONG}</p><h2 id=\"forst\">Først</h2><p>Les <a href=\"/mer\">mer</a> og <a href=\"https://annet.no/a\">annet</a>.<img src=x alt=\"To som prater\"></p><ul><li>Ett<ul><li>Under</li></ul></li><li>To</li></ul><h3>Så &lt;dette&gt;</h3><dl><dt>Mentor</dt><dd>En trygg voksen.</dd></dl></main>"
    ));
    assert_eq!((draft.title.as_str(), titles(&draft)), ("Samtalen", vec!["Samtalen", "Først", "Så ‹dette›"]));
    let first = &draft.sections[1];
    assert_eq!((first.id.as_str(), first.images.as_slice()), ("forst", ["To som prater".to_owned()].as_slice()));
    assert_eq!(
        first.blocks,
        [
            Block::Paragraph(vec!["Les mer og annet.".into()]),
            Block::List(vec!["Ett".into(), "Under".into(), "To".into()])
        ]
    );
    assert_eq!(draft.sections[2].blocks, [Block::List(vec!["Mentor: En trygg voksen.".into()])]);
    let text = article(&draft, &head("import/side"), &resolve).unwrap();
    assert!(
        text.contains("# lenke: mer → https://eksempel.no/mer") && text.contains("# bilde: To som prater"),
        "{text}"
    );
    let document = read(&text);
    assert!(document.problems.is_empty(), "{:?}\n{text}", document.problems);
    let passage = &document.passages[1];
    assert_eq!(passage.sources, ["https://eksempel.no/side/", "https://annet.no/a"]);
    assert_eq!(passage.anchor.as_deref(), Some("Først"));
    assert_eq!(document.passages[2].anchor.as_deref(), Some("Så <dette>"));
}

#[test]
fn a_page_without_headings_is_one_section() {
    let draft = of(&format!("<p>{LONG}</p>"));
    assert_eq!((titles(&draft), draft.intro.len()), (vec!["Siden"], 0));
    assert_eq!(draft.sections[0].blocks[0].sentences().len(), 3);
}

#[test]
fn the_language_is_the_one_of_the_page() {
    let nynorsk = "<html lang=\"no\"><h1>Samtale</h1><p>Eg veit ikkje korleis vi skal hjelpe dei som treng det, men vi kan spørje kvarandre. Kva seier du? Korleis går det med henne?</p>";
    assert_eq!(draft(nynorsk).unwrap().form, WrittenForm::Nynorsk);
    assert_eq!(draft(&nynorsk.replace("\"no\"", "\"nb-NO\"")).unwrap().form, WrittenForm::Bokmal);
}

#[test]
fn an_empty_page_is_said_to_be_empty() {
    for html in ["", "<html></html>", "<div id=app></div><script>render()</script>", "<nav>Meny</nav>"] {
        assert_eq!(draft(html), Err(ImportError::Empty), "{html}");
    }
}

#[test]
fn what_people_wrote_stays_when_the_page_changes() {
    let page = |second: &str| {
        of(&format!("<main><h1>Side</h1><p>{LONG}</p><h2>En</h2><p>{second}</p><h2>To</h2><p>Uendret her.</p></main>"))
    };
    let before = page("Gammel tekst.");
    let file = article(&before, &head("import/side"), &resolve).unwrap();
    let imported = fingerprints(&file).unwrap();
    let edited = file
        .replace("eier: \"import\"", "eier: Kari")
        .replace("anker: \"En\"\n", "anker: \"En\"\nsporsmal:\n  - hva er en\n")
        .replace("## En {#en}", "## Noe annet {#fast-navn}")
        .replace("Uendret her.", "Skrevet om her.");
    let after = page("Ny tekst.");
    // The editor's file keeps its name for the section, so the memory follows the id.
    let imported_as = |id: &str, was: &str| (id.to_owned(), imported[was].clone());
    let imported: Fingerprints = imported.clone().into_iter().chain([imported_as("fast-navn", "en")]).collect();
    let merged = merge(&edited, &after, (&head("import/side"), &resolve), &imported).unwrap();
    for kept in ["eier: Kari", "- hva er en", "## Noe annet {#fast-navn}", "Skrevet om her.", "Ny tekst."] {
        assert!(merged.text.contains(kept), "«{kept}» is not in {}", merged.text);
    }
    assert!(!merged.text.contains("Gammel") && merged.notes.is_empty(), "{:?}", merged.notes);
    assert!(read(&merged.text).problems.is_empty());
    let again = merge(&merged.text, &after, (&head("import/side"), &resolve), &merged.imported).unwrap();
    assert_eq!(again.text, merged.text);
}

#[test]
fn a_text_changed_on_both_sides_stays_and_is_named() {
    let page = |text: &str| of(&format!("<main><h1>Side</h1><p>{LONG}</p><h2>En</h2><p>{text}</p></main>"));
    let file = article(&page("Gammel tekst."), &head("import/side"), &resolve).unwrap();
    let imported = fingerprints(&file).unwrap();
    let edited = file.replace("Gammel tekst.", "Min tekst.");
    let merged = merge(&edited, &page("Ny tekst."), (&head("import/side"), &resolve), &imported).unwrap();
    assert!(merged.text.contains("Min tekst.") && !merged.text.contains("Ny tekst."));
    assert!(merged.notes[0].contains("«En» was changed here and on the page"), "{:?}", merged.notes);
}

#[test]
fn sections_that_come_and_go_are_named() {
    let page = |sections: &str| of(&format!("<main><h1>Side</h1><p>{LONG}</p>{sections}</main>"));
    let file =
        article(&page("<h2>En</h2><p>Ett her.</p><h2>To</h2><p>To her.</p>"), &head("import/side"), &resolve).unwrap();
    let imported = fingerprints(&file).unwrap();
    let after = page("<h2>En</h2><p>Ett her.</p><h2>Tre</h2><p>Tre her.</p>");
    let merged = merge(&file, &after, (&head("import/side"), &resolve), &imported).unwrap();
    let places: Vec<usize> = ["{#en}", "{#tre}", "{#to}"].iter().map(|id| merged.text.find(id).unwrap()).collect();
    assert!(places.is_sorted(), "{}", merged.text);
    assert_eq!(merged.notes.len(), 2, "{:?}", merged.notes);
    assert!(read(&merged.text).problems.is_empty());
}

#[test]
fn a_file_that_cannot_be_read_is_left_alone() {
    let draft = of(&format!("<p>{LONG}</p>"));
    for file in ["", "tekst", "---\nid: x\n", "---\n---\n## Uten id\n", "---\n---\n## A {#a}\n```meta\nx: 1\n"] {
        let merged = merge(file, &draft, (&head("import/side"), &resolve), &Fingerprints::new());
        assert!(matches!(merged, Err(ImportError::Existing(_))), "{file}");
    }
}

#[test]
fn names_are_made_of_what_is_there() {
    assert_eq!(slug("Råd når du skal skape endring:").as_deref(), Some("rad-nar-du-skal-skape-endring"));
    assert_eq!(slug("«…»"), None);
    assert!(slug(&"å-".repeat(200)).unwrap().len() <= 60);
}

proptest! {
    #[test]
    fn any_page_gives_a_file_that_loads(
        html in "(</?(main|p|div|h2|h3|li|ul|table|tr|td|th|dl|dt|dd|b|a|details|summary|blockquote)>|ord\\. |Ord |å|`|\\*\\*|__|#|\\||---|<<<<<<<|=======|\\{#x\\}|\\]\\(|&lt;|\n){0,120}"
    ) {
        let Ok(draft) = draft(&html) else { return Ok(()) };
        let text = article(&draft, &head("import/side"), &resolve).unwrap();
        let document = read(&text);
        prop_assert!(document.problems.is_empty(), "{:?}\n{}", document.problems, text);
        prop_assert!(document.passages.len() == draft.sections.len());
        let imported = fingerprints(&text).unwrap();
        let merged = merge(&text, &draft, (&head("import/side"), &resolve), &imported).unwrap();
        prop_assert!(merged.text == text, "{}\n---\n{}", text, merged.text);
        prop_assert!(merged.notes.is_empty(), "{:?}", merged.notes);
    }
}

/// A page must not write keys into the file: what it says stands in comments,
/// and those end with their line.
#[test]
fn line_breaks_in_addresses_and_images_end_no_comment() {
    let page = format!(
        "<main><h1>Side</h1><p>{LONG} <a href=\"javascript:a\nlenke: https://annet.no/b\n```\n## Inn {{#inn}}\">Les</a> <img alt=\"a\nanker: b\"></p></main>"
    );
    let file = article(&of(&page), &head("import/side"), &|_| None).unwrap();
    let document = read(&file);
    assert_eq!(document.passages.len(), 1, "{file}");
    let passage = &document.passages[0];
    assert_eq!(passage.canonical.as_deref(), Some("https://eksempel.no/side/"), "{file}");
    assert_ne!(passage.anchor.as_deref(), Some("b"), "{file}");
}

#[test]
fn what_no_line_can_hold_is_shortened_or_no_item() {
    let (long, address) = ("ord ".repeat(9_000), "a".repeat(40_000));
    let page = format!(
        "<main><h1>Side</h1><p>{LONG} <a href=\"data:{address}\">Les</a><a href=\"https://annet.no/{address}\">b</a></p><h2>{long}</h2><ul><li>{long}</li><li>Kort.</li></ul></main>"
    );
    let file = article(&of(&page), &head("import/side"), &resolve).unwrap();
    let document = read(&file);
    assert!(document.problems.is_empty() && document.article.is_some(), "{:?}", document.problems);
    assert!(file.lines().all(|line| line.len() <= 5_000));
}
