//! What editors import and write: pages, sitemaps, articles, rules, places.

use std::sync::LazyLock;

use jiff::civil::date;
use utveier::knowledge::import::{self, Draft, Heading, Resolve, Robots};
use utveier::knowledge::{Municipalities, PlaceData, Problem, Region, Severity, load, read_document};
use utveier::safety::SafetyRules;

use super::{outcome, repository, size, utf8};

/// Tags and pieces of pages, sitemaps and addresses.
pub(crate) const TAGS: &[&str] = &[
    "<p>",
    "</p>",
    "<h1>",
    "<h2>",
    "</h2>",
    "<h2 id=x>",
    "<main>",
    "<article>",
    "<div>",
    "</div>",
    "<ul><li>",
    "</li>",
    "<ol>",
    "<table><tr><td>",
    "</td>",
    "<dl><dt>",
    "<dd>",
    "<details><summary>",
    "<a href=\"",
    "<img alt=\"",
    "<br>",
    "<script>",
    "</script>",
    "<style>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE",
    "<title>",
    "<html lang=nn>",
    "<meta charset=",
    "<link rel=canonical href=",
    "&nbsp;",
    "&#0;",
    "&#x110000;",
    "&#xD800;",
    "&amp",
    "&;",
    "\"",
    "'",
    "=",
    "/>",
    "<",
    ">",
    "<svg>",
    "<template>",
    "<pre>",
    "<blockquote>",
    "## ",
    "{#id}",
    "---",
    "```meta",
    "- ",
    "1. ",
    "<urlset>",
    "<loc>",
    "<sitemapindex>",
    "hidden",
    "display:none",
    "Dette er en setning. ",
];

/// Lines of `robots.txt` and sitemaps.
pub(crate) const ROBOTS: &[&str] = &[
    "User-agent: *\n",
    "User-agent: utveier\n",
    "Disallow: /",
    "Allow: /",
    "*",
    "$",
    "%2F",
    "Crawl-delay: ",
    "NaN",
    "inf",
    "-1",
    "1e308",
    "#",
    "\n",
    "<urlset>",
    "<loc>",
    "</loc>",
    "<sitemapindex>",
    "&amp;",
    "<![CDATA[",
    "]]>",
];

/// Keys and marks of articles and questions.
pub(crate) const KEYS: &[&str] = &[
    "---\n",
    "id: ",
    "tittel: ",
    "del: ",
    "lenke: ",
    "eier: ",
    "gjennomgatt: 2026-01-01\n",
    "intervall_dager: ",
    "sprak: nb\n",
    "film: ",
    "varianter:\n",
    "  - ",
    "kilder: ",
    "se: [",
    "]",
    "sporsmal: ",
    "## ",
    "{#hva}",
    "```meta\n",
    "```\n",
    "- ",
    "1. ",
    "&a ",
    "*a",
    "!!binary ",
    "<<: *a\n",
    "|\n",
    ">-\n",
    "? ",
    "%YAML",
    "!",
    "{",
    "}",
    "[[[[[[",
    "2026-02-30",
    "null",
    "~",
    "\u{feff}",
    "\t",
    "**",
    "[x](y)",
    "<b>",
    "\r\n",
];

/// Keys of the emergency rules.
pub(crate) const RULES: &[&str] = &[
    "[[",
    "]]",
    "[",
    "]",
    "= ",
    "\"",
    "'''",
    "\"\"\"",
    "true",
    "-1",
    "9223372036854775807",
    "1979-05-27",
    "inf",
    "nan",
    "{",
    "}",
    "\\u0000",
    "\\UFFFFFFFF",
    "#",
    "\n",
    ".",
    "ord",
    "*",
    "…",
    "|",
    "(",
    ")",
];

/// Pieces of rows of places.
pub(crate) const ROWS: &[&str] =
    &[";", ",", "\"", "\n", "\r\n", "0301", "Oslo", "ost", "nord", "#", "\t", "9999", "=", "|"];

fn heading() -> Heading {
    let today = date(2026, 11, 21);
    Heading { id: "samarbeid/side".into(), link: None, owner: "RVTS".into(), today }
}

fn resolve(address: &str) -> Option<String> {
    address.starts_with("https://").then(|| address.to_owned())
}

/// The file of a draft; every file made of a page can be read as one of ours.
fn file_of(draft: &Draft) -> String {
    let file = import::article(draft, &heading(), &resolve as Resolve<'_>).expect("a draft has sections");
    let (passages, problems) = read_document("samarbeid/side", &file);
    let is_error = |problem: &&Problem| problem.severity == Severity::Error;
    let refused: Vec<String> = problems.iter().filter(is_error).map(|problem| problem.what.clone()).collect();
    assert!(refused.is_empty(), "an imported file is refused: {refused:?}");
    assert_eq!(passages.len(), draft.sections.len(), "sections appear or are lost between page and file");
    file
}

/// A page, from its bytes to a file.
pub(crate) fn html(input: &[u8]) -> u64 {
    let Ok((page, note)) = import::decode(input, None) else { return 1 };
    let _declared = import::decode(input, Some("windows-1252"));
    let sitemap = import::sitemap(&page).is_ok();
    match import::draft(&page) {
        Ok(draft) => {
            let file = file_of(&draft);
            assert!(import::fingerprints(&file).is_ok(), "an imported file cannot be imported again");
            outcome(&(
                note.is_some(),
                sitemap,
                draft.sections.len().min(8),
                draft.notes.len().min(4),
                draft.form.code(),
            ))
        }
        Err(error) => outcome(&(note.is_some(), sitemap, error.to_string())),
    }
}

/// A page read again into a file that somebody wrote; the two stand on either
/// side of a line `=====`.
pub(crate) fn merge(input: &[u8]) -> u64 {
    let text = utf8(input);
    let (file, page) = text.split_once("\n=====\n").unwrap_or((text, text));
    let Ok(draft) = import::draft(page) else { return 1 };
    let imported = import::fingerprints(file).unwrap_or_default();
    let Ok(merged) = import::merge(file, &draft, (&heading(), &resolve as Resolve<'_>), &imported) else { return 2 };
    let sections = merged.text.matches("\n## ").count();
    let again = import::fingerprints(&merged.text);
    assert!(again.is_ok(), "a merged file cannot be merged again: {again:?}");
    outcome(&(sections.min(8), merged.notes.len().min(8)))
}

/// `robots.txt`, a sitemap, and names made of addresses.
pub(crate) fn robots(input: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(input);
    let robots = Robots::parse(&text, "utveier");
    let allowed = ["/", "/a/b?c=d", "/æ", "/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/b"].map(|path| robots.allows(path));
    let _own = text.lines().next().map(|line| robots.allows(line));
    let slug = import::slug(&text);
    if let Some(slug) = &slug {
        let fits = slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(fits && slug.len() <= 64, "{slug:?} is no name");
    }
    let sitemap = import::sitemap(&text);
    outcome(&(allowed, robots.pause().map(|pause| pause.as_secs().min(99)), slug.is_some(), sitemap.is_ok()))
}

/// An article, and the same text as a question.
pub(crate) fn articles(input: &[u8]) -> u64 {
    let text = utf8(input);
    let head_id =
        |part: &str| text.lines().find_map(|line| line.strip_prefix("id: ")).unwrap_or(part).trim().to_owned();
    let article = read_document(&head_id("samarbeid/side"), text);
    let faq = read_document("faq/side", text);
    let what = |problems: &[utveier::knowledge::Problem]| {
        let kinds: String = problems.iter().map(|problem| problem.what.chars().take(14).collect::<String>()).collect();
        outcome(&kinds)
    };
    for passage in article.0.iter().chain(&faq.0) {
        assert!(!passage.blocks.is_empty() && passage.line <= text.lines().count(), "a passage without text");
    }
    let imported = import::fingerprints(text).is_ok();
    outcome(&(article.0.len().min(8), what(&article.1), faq.0.len(), what(&faq.1), imported))
}

/// Emergency rules.
pub(crate) fn rules(input: &[u8]) -> u64 {
    match SafetyRules::parse(utf8(input)) {
        Ok(rules) => outcome(&(rules.danger("han har en bombe").is_some(), rules.cards().len(), rules.is_approved())),
        Err(error) => outcome(&error.to_string().chars().filter(|c| !c.is_ascii_digit()).take(40).collect::<String>()),
    }
}

static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    load(&repository().join("knowledge")).expect("the shipped content loads").knowledge.regions().to_vec()
});

/// Rows of municipalities, then rows of places after a line `=====`.
pub(crate) fn places(input: &[u8]) -> u64 {
    let text = utf8(input);
    let (municipalities, places) = text.split_once("=====\n").unwrap_or((text, text));
    let (read, unreadable) = Municipalities::read(PlaceData { municipalities, places, regions: &REGIONS });
    let found = read.find(text.lines().last().unwrap_or_default()).len();
    let kinds: Vec<String> = unreadable.iter().take(6).map(|row| row.what.chars().take(12).collect()).collect();
    outcome(&(read.all().len().min(8), read.counties().len(), kinds, size(found)))
}
