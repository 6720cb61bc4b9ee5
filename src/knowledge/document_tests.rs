use super::*;
use crate::knowledge::passage::Block;
use proptest::proptest;

const ARTICLE: &str = "---
id: samarbeid/prove
tittel: Prøve
del: samarbeid
lenke: https://www.utveier.no/side/
eier: redaksjonen
gjennomgatt: 2026-11-21
intervall_dager: 90
sprak: nb
---

Om prøven.

## Hva det er {#hva}

```meta
kilder:
  - https://www.utveier.no/side/
anker: Hva det er
sporsmal:
  - hva er det
```

Første setning.
Andre setning.

- Et punkt.
- Et annet punkt.

## Uten id

Tekst.
";

fn article(text: &str) -> Document {
    read(Path::new("artikler/samarbeid/prove.md"), "samarbeid/prove", text)
}

#[test]
fn sections_keep_their_sentences_word_for_word() {
    let document = article(ARTICLE);
    let passage = &document.passages[0];
    assert_eq!(passage.id.as_str(), "samarbeid/prove#hva");
    assert_eq!(
        passage.blocks,
        [
            Block::Paragraph(vec!["Første setning.".into(), "Andre setning.".into()]),
            Block::List(vec!["Et punkt.".into(), "Et annet punkt.".into()]),
        ]
    );
    assert_eq!(document.article.unwrap().intro, "Om prøven.");
}

#[test]
fn a_heading_without_id_is_named_and_the_rest_is_kept() {
    let document = article(ARTICLE);
    assert_eq!(document.passages.len(), 1);
    let problem = &document.problems[0];
    assert_eq!(problem.line, Some(30));
    assert!(problem.to_string().contains("«## Uten id» has no id"), "{problem}");
}

#[test]
fn broken_front_matter_names_its_line() {
    let document = article(&ARTICLE.replace("intervall_dager: 90", "intervall_dager: ofte"));
    assert!(document.passages.is_empty());
    assert_eq!(document.problems[0].line, Some(8), "{}", document.problems[0]);
}

#[test]
fn unknown_keys_and_missing_ends_are_refused() {
    for (from, to, expected) in [
        ("eier: redaksjonen", "eeier: redaksjonen", "eeier"),
        ("sprak: nb\n---", "sprak: nb", "front matter"),
        ("id: samarbeid/prove", "id: samarbeid/annet", "place says"),
        ("del: samarbeid", "del: om", "stands in"),
    ] {
        let document = article(&ARTICLE.replace(from, to));
        let texts: Vec<String> = document.problems.iter().map(ToString::to_string).collect();
        assert!(texts.iter().any(|text| text.contains(expected)), "{expected}: {texts:?}");
    }
}

#[test]
fn markup_that_cannot_be_quoted_is_refused() {
    let document = article(&ARTICLE.replace("Andre setning.", "Se [her](https://x.no)."));
    assert!(document.problems[0].what.contains("markup"));
    assert!(!document.passages[0].text().contains("her"));
}

#[test]
fn a_line_without_end_is_refused() {
    let document = article(&ARTICLE.replace("Andre setning.", &"å".repeat(MAX_LINE_BYTES)));
    assert!(document.problems[0].what.contains("bytes"), "{}", document.problems[0]);
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,300}") {
        article(&text);
        article(&format!("---\n{text}\n---\n## x {{#x}}\n{text}"));
        read(Path::new("faq/x.md"), "faq/x", &ARTICLE.replace("Andre setning.", &text));
    }
}
