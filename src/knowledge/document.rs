//! One Markdown file to passages.
//!
//! The format is narrow on purpose (`knowledge/README.md`): paragraphs and
//! lists of whole sentences, nothing that would look different where it is
//! quoted. So it is read line by line, and every problem has its line.

use std::path::Path;

use super::front_matter::{self, ArticleHead, FaqHead, SectionMeta, YamlError};
use super::library::Article;
use super::passage::{Passage, PassageId, PassageKind, is_name};
use super::problem::Problem;
use super::prose::{Line, blocks};

/// Longest line read, in bytes; a longer one is refused with its file.
const MAX_LINE_BYTES: usize = 16 * 1024;

/// What a file gave.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub article: Option<Article>,
    pub passages: Vec<Passage>,
    pub problems: Vec<Problem>,
}

/// Reads a file of articles or questions. `id` is what its place says.
pub(super) fn read(file: &Path, id: &str, text: &str) -> Document {
    let mut document = Document::default();
    if let Err(problem) = read_into(&mut document, file, id, text) {
        document.problems.push(problem);
        document.passages.clear();
        document.article = None;
    }
    document
}

fn read_into(document: &mut Document, file: &Path, id: &str, text: &str) -> Result<(), Problem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<Line<'_>> = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim_end())).collect();
    refuse_broken_lines(file, &lines)?;
    let (head, body) = split_head(file, &lines)?;
    if id.starts_with("faq/") {
        read_faq(document, file, id, (&head, body))
    } else {
        read_article(document, file, id, (&head, body))
    }
}

fn refuse_broken_lines(file: &Path, lines: &[Line<'_>]) -> Result<(), Problem> {
    for &(number, line) in lines {
        if line.len() > MAX_LINE_BYTES {
            let what = format!("a line of {} bytes", line.len());
            return Err(Problem::error(file, what, "write one sentence per line").at(number));
        }
    }
    Ok(())
}

fn split_head<'a>(file: &Path, lines: &'a [Line<'a>]) -> Result<(String, &'a [Line<'a>]), Problem> {
    let missing = || Problem::error(file, "no front matter", "begin the file with a line ---, the keys, and ---").at(1);
    if lines.first().is_none_or(|(_, line)| *line != "---") {
        return Err(missing());
    }
    let end = lines.iter().skip(1).position(|(_, line)| *line == "---").ok_or_else(missing)? + 1;
    let head = lines[1..end].iter().map(|(_, line)| format!("{line}\n")).collect();
    Ok((head, &lines[end + 1..]))
}

fn yaml_problem(file: &Path, first_line: usize, error: &YamlError) -> Problem {
    let line = error.line.map_or(first_line, |line| first_line + line - 1);
    let what = format!("the keys cannot be read: {}", error.what);
    Problem::error(file, what, "see «En artikkel» in knowledge/README.md for the keys").at(line)
}

fn check_id(file: &Path, id: &str, own: &str) -> Result<(), Problem> {
    if own == id {
        return Ok(());
    }
    let what = format!("id is «{own}», but the file's place says «{id}»");
    Err(Problem::error(file, what, "make the two alike").at(2))
}

/// Somebody must keep every text.
fn check_owner(file: &Path, owner: &str, problems: &mut Vec<Problem>) {
    if owner.trim().is_empty() {
        problems.push(Problem::warning(file, "the text has no owner", "name under eier: who keeps it"));
    }
}

fn read_faq(document: &mut Document, file: &Path, id: &str, (head, body): (&str, &[Line<'_>])) -> Result<(), Problem> {
    let head: FaqHead = front_matter::read(head).map_err(|error| yaml_problem(file, 2, &error))?;
    check_id(file, id, &head.id)?;
    check_owner(file, &head.eier, &mut document.problems);
    let line = body.first().map_or(1, |(number, _)| *number);
    let blocks = blocks(file, body, &mut document.problems);
    if blocks.is_empty() {
        return Err(
            Problem::error(file, "the question has no answer", "write the answer under the front matter").at(line)
        );
    }
    let see = ids(file, line, &head.se, &mut document.problems);
    let Some(passage_id) = PassageId::parse(id) else {
        return Err(Problem::error(file, format!("«{id}» is no id"), "use lower-case letters, digits and hyphens"));
    };
    document.passages.push(Passage {
        id: passage_id,
        kind: PassageKind::Faq,
        form: head.sprak,
        article: head.sporsmal.clone(),
        title: head.sporsmal,
        blocks,
        phrasings: head.varianter,
        sources: head.kilder,
        former_sources: head.eldre,
        canonical: head.lenke,
        anchor: head.anker,
        film: head.film,
        see,
        reviewed: head.gjennomgatt,
        interval_days: head.intervall_dager,
        file: file.into(),
        line,
    });
    Ok(())
}

fn ids(file: &Path, line: usize, texts: &[String], problems: &mut Vec<Problem>) -> Vec<PassageId> {
    let mut found = Vec::new();
    for text in texts {
        match PassageId::parse(text) {
            Some(id) => found.push(id),
            None => problems
                .push(Problem::error(file, format!("«{text}» under se: is no id"), "mend or remove it").at(line)),
        }
    }
    found
}

fn read_article(
    document: &mut Document,
    file: &Path,
    id: &str,
    (head, body): (&str, &[Line<'_>]),
) -> Result<(), Problem> {
    let head: ArticleHead = front_matter::read(head).map_err(|error| yaml_problem(file, 2, &error))?;
    check_id(file, id, &head.id)?;
    check_owner(file, &head.eier, &mut document.problems);
    if !id.starts_with(&format!("{}/", head.del)) {
        let what = format!("del is «{}», but the file stands in «{id}»", head.del);
        return Err(Problem::error(file, what, "make the two alike").at(2));
    }
    let starts: Vec<usize> =
        body.iter().enumerate().filter(|(_, (_, line))| is_heading(line)).map(|(at, _)| at).collect();
    let intro_end = starts.first().copied().unwrap_or(body.len());
    let intro = blocks(file, &body[..intro_end], &mut document.problems);
    for (at, &start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(body.len());
        match section(file, &head, &body[start..end], &mut document.problems) {
            Ok(passage) => document.passages.push(passage),
            Err(problem) => document.problems.push(problem),
        }
    }
    if document.passages.is_empty() {
        return Err(Problem::error(file, "the article has no section", "add a heading «## Tittel {#id}» with text"));
    }
    let intro: Vec<&str> = intro.iter().flat_map(|block| block.sentences().iter().map(String::as_str)).collect();
    document.article = Some(Article {
        id: head.id,
        title: head.tittel,
        part: head.del,
        intro: intro.join(" "),
        form: head.sprak,
        owner: head.eier,
        canonical: head.lenke,
        sections: document.passages.iter().map(|passage| passage.id.clone()).collect(),
    });
    Ok(())
}

fn is_heading(line: &str) -> bool {
    line.starts_with("## ")
}

fn section(
    file: &Path,
    head: &ArticleHead,
    lines: &[Line<'_>],
    problems: &mut Vec<Problem>,
) -> Result<Passage, Problem> {
    let (number, heading) = lines[0];
    let (title, section_id) = heading_id(heading).ok_or_else(|| {
        Problem::error(
            file,
            format!("the heading «{heading}» has no id"),
            "end it with {#id}: lower-case letters, digits, hyphens",
        )
        .at(number)
    })?;
    let (meta, body) = meta_block(file, &lines[1..])?;
    let blocks = blocks(file, body, problems);
    if blocks.is_empty() {
        return Err(Problem::error(
            file,
            format!("the section «{section_id}» has no text"),
            "write it or remove the heading",
        )
        .at(number));
    }
    let text_id = format!("{}#{section_id}", head.id);
    let id = PassageId::parse(&text_id).ok_or_else(|| {
        Problem::error(file, format!("«{text_id}» is no id"), "use lower-case letters, digits and hyphens").at(number)
    })?;
    let canonical = meta.lenke.or_else(|| head.lenke.clone());
    Ok(Passage {
        id,
        kind: PassageKind::Section,
        form: head.sprak,
        article: head.tittel.clone(),
        title: title.to_owned(),
        blocks,
        phrasings: meta.sporsmal,
        sources: meta.kilder,
        former_sources: meta.eldre,
        canonical,
        anchor: meta.anker,
        film: meta.film.or_else(|| head.film.clone()),
        see: ids(file, number, &meta.se, problems),
        reviewed: head.gjennomgatt,
        interval_days: head.intervall_dager,
        file: file.into(),
        line: number,
    })
}

/// `## Tittel {#id}` → ("Tittel", "id").
fn heading_id(heading: &str) -> Option<(&str, &str)> {
    let (title, rest) = heading.strip_prefix("## ")?.rsplit_once("{#")?;
    let id = rest.strip_suffix('}')?;
    (is_name(id) && !title.trim().is_empty()).then(|| (title.trim(), id))
}

fn meta_block<'a>(file: &Path, lines: &'a [Line<'a>]) -> Result<(SectionMeta, &'a [Line<'a>]), Problem> {
    let Some(start) = lines.iter().position(|(_, line)| !line.is_empty()) else {
        return Ok((SectionMeta::default(), lines));
    };
    if lines[start].1 != "```meta" {
        return Ok((SectionMeta::default(), lines));
    }
    let first_line = lines[start].0 + 1;
    let Some(length) = lines[start + 1..].iter().position(|(_, line)| *line == "```") else {
        return Err(Problem::error(file, "a meta block without end", "close it with a line ```").at(first_line - 1));
    };
    let end = start + 1 + length;
    let yaml: String = lines[start + 1..end].iter().map(|(_, line)| format!("{line}\n")).collect();
    let meta = front_matter::read(&yaml).map_err(|error| yaml_problem(file, first_line, &error))?;
    Ok((meta, &lines[end + 1..]))
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
