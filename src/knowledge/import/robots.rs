//! What a site lets programs read: `robots.txt`, RFC 9309.

use std::time::Duration;

/// Longest file read, in bytes; RFC 9309 section 2.5 asks for at least as much.
const MAX_BYTES: usize = 500 * 1024;
/// Longest pause a site can ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// The rules of a site for one program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Robots {
    /// Beginning of a path, and whether it may be read.
    rules: Vec<(String, bool)>,
    pause: Option<Duration>,
}

impl Robots {
    /// The rules for `agent` (compared without case), else those for all.
    #[must_use]
    pub fn parse(text: &str, agent: &str) -> Self {
        let agent = agent.to_ascii_lowercase();
        let (mut own, mut all) = (None, Self::default());
        let (mut named, mut in_rules) = (Vec::<String>::new(), true);
        let end = (0..=text.len().min(MAX_BYTES)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        for line in text[..end].lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                // Names in a row share the rules that follow.
                if std::mem::take(&mut in_rules) {
                    named.clear();
                }
                named.push(value.to_ascii_lowercase());
                continue;
            }
            in_rules = true;
            if named.contains(&agent) {
                own.get_or_insert_with(Self::default).add(&key, value);
            }
            if named.iter().any(|name| name == "*") {
                all.add(&key, value);
            }
        }
        own.unwrap_or(all)
    }

    /// A site whose rules cannot be had must not be read; RFC 9309 section 2.3.1.4.
    #[must_use]
    pub fn nothing_allowed() -> Self {
        Self { rules: vec![("/".to_owned(), false)], pause: None }
    }

    fn add(&mut self, key: &str, value: &str) {
        match key {
            "allow" | "disallow" if !value.is_empty() => self.rules.push((value.to_owned(), key == "allow")),
            "crawl-delay" => {
                let seconds = value.parse::<f64>().ok().filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
                self.pause = seconds.map(|seconds| Duration::from_secs_f64(seconds.min(LONGEST_PAUSE.as_secs_f64())));
            }
            _ => {}
        }
    }

    /// Whether a path (with its query) may be read. The longest rule decides,
    /// and of two alike the one that allows.
    #[must_use]
    pub fn allows(&self, path: &str) -> bool {
        let fitting = self.rules.iter().filter(|(pattern, _)| fits(pattern, path));
        fitting.max_by_key(|(pattern, allowed)| (pattern.len(), *allowed)).is_none_or(|(_, allowed)| *allowed)
    }

    /// The pause the site asks for between two requests, at most a minute.
    #[must_use]
    pub fn pause(&self) -> Option<Duration> {
        self.pause
    }
}

/// `*` stands for anything, `$` at the end for the end of the path.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        if to_end && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    !to_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::proptest;

    const TEXT: &str = "# regler\nUser-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\nDisallow: /*.pdf$\nCrawl-delay: 2\n\nUser-agent: Slem\nUser-agent: Utveier-Import\nDisallow: /lukket\n";

    #[test]
    fn the_longest_rule_decides() {
        let all = Robots::parse(TEXT, "annen");
        for (path, allowed) in [
            ("/", true),
            ("/wp-admin/x", false),
            ("/wp-admin/admin-ajax.php?a", true),
            ("/a/b.pdf", false),
            ("/a.pdf?x", true),
        ] {
            assert_eq!(all.allows(path), allowed, "{path}");
        }
        assert_eq!(all.pause(), Some(Duration::from_secs(2)));
    }

    #[test]
    fn rules_of_its_own_take_the_place_of_those_for_all() {
        let own = Robots::parse(TEXT, "utveier-import");
        assert!(own.allows("/wp-admin/") && !own.allows("/lukket/rom"));
        assert_eq!(own.pause(), None);
        assert!(!Robots::nothing_allowed().allows("/"));
        assert!(Robots::parse("Disallow:\n:::\nUser-agent: *\nDisallow:", "x").allows("/a"));
    }

    proptest! {
        #[test]
        fn any_file_is_read(text in "((user-agent|allow|disallow|crawl-delay)?:? ?[*$/a-z0-9.-]{0,8}\n){0,20}", path in "/[a-z*$]{0,10}") {
            let _decided = Robots::parse(&text, "a").allows(&path);
        }
    }
}
