//! The text of a mail, plain and as HTML. Both say the same, in the same order.

use std::fmt::Write;

use super::super::Parcel;

/// Parts the parcel's text from what we add below it.
const RULE: &str = "----------------------------------------";

/// The plain text.
pub(super) fn plain(parcel: &Parcel) -> String {
    let mut text = String::with_capacity(parcel.text.len() + 512);
    text.push_str(clean(&parcel.text).trim_end());
    text.push('\n');
    for (title, link) in &parcel.found {
        // A formatting error cannot come from writing to a string.
        let _infallible = write!(text, "\n- {}\n  {}\n", clean(title).trim(), clean(link).trim());
    }
    if !parcel.how_to_answer.is_empty() {
        let _infallible = write!(text, "\n{RULE}\n\n{}\n", clean(&parcel.how_to_answer).trim_end());
    }
    text
}

/// The same as HTML: escaped, no picture, no style from elsewhere.
pub(super) fn html(parcel: &Parcel, subject: &str) -> String {
    let mut page = String::with_capacity(parcel.text.len() * 2 + 1024);
    let _infallible = write!(
        page,
        "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n</head>\n<body>\n",
        escaped(subject)
    );
    paragraphs(&mut page, &parcel.text);
    if !parcel.found.is_empty() {
        page.push_str("<ul>\n");
        for (title, link) in &parcel.found {
            let _infallible = writeln!(page, "<li>{}</li>", found(title, link));
        }
        page.push_str("</ul>\n");
    }
    if !parcel.how_to_answer.is_empty() {
        page.push_str("<hr>\n");
        paragraphs(&mut page, &parcel.how_to_answer);
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn paragraphs(page: &mut String, text: &str) {
    let text = clean(text);
    for paragraph in text.split("\n\n").map(|paragraph| paragraph.trim_matches('\n')).filter(|p| !p.is_empty()) {
        let lines: Vec<String> = paragraph.lines().map(escaped).collect();
        let _infallible = writeln!(page, "<p>{}</p>", lines.join("<br>\n"));
    }
}

/// A title that leads to its page; only web addresses become links.
fn found(title: &str, link: &str) -> String {
    let (title, link) = (clean(title), clean(link));
    let (title, link) = (title.trim(), link.trim());
    if link.starts_with("https://") || link.starts_with("http://") {
        format!("<a href=\"{0}\">{1}</a><br>{0}", escaped(link), escaped(title))
    } else {
        format!("{}<br>{}", escaped(title), escaped(link))
    }
}

/// Line ends as `\n` and no other controls: those have no meaning in a mail.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
