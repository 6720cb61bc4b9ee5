//! Reads our own pages loosely: no parser, only what the checks need.

/// The text of a piece of HTML: tags out, entities decoded, white space
/// collapsed. A link's address follows its text.
pub(crate) fn text(html: &str) -> String {
    let mut out = String::new();
    let mut address: Option<String> = None;
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&decode(&rest[..start]));
        let end = rest[start..].find('>').map_or(rest.len(), |at| start + at + 1);
        let tag = &rest[start..end];
        if tag.starts_with("<a ") {
            address = attribute(tag, "href");
        } else if tag == "</a>"
            && let Some(address) = address.take()
        {
            out.push_str(&format!(" {address} "));
        } else if !is_inline(tag) {
            out.push(' ');
        }
        rest = &rest[end..];
    }
    out.push_str(&decode(rest));
    collapsed(&out)
}

fn is_inline(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    ["a", "b", "span", "small", "strong", "time"]
        .iter()
        .any(|inline| name.strip_prefix(inline).is_some_and(|rest| rest.starts_with(['>', ' '])))
}

/// The value of an attribute in a tag.
pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let end = tag[start..].find('"')? + start;
    Some(decode(&tag[start..end]))
}

/// Every element of a name that holds no element of the same name: its opening
/// tag and what is inside it.
pub(crate) fn elements<'h>(html: &'h str, name: &str) -> Vec<(&'h str, &'h str)> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find(&open) {
        let Some(tag_end) = rest[start..].find('>').map(|at| start + at + 1) else {
            break;
        };
        let is_whole_name = rest[start + open.len()..].starts_with([' ', '>']);
        let end = rest[tag_end..].find(&close).map_or(rest.len(), |at| tag_end + at);
        if is_whole_name {
            found.push((&rest[start..tag_end], &rest[tag_end..end]));
            rest = &rest[end..];
        } else {
            rest = &rest[tag_end..];
        }
    }
    found
}

/// White space of any kind and length as one space.
pub(crate) fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn decode(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
