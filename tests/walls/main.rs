//! The walls: what may use what, how long a file may be, where wording lives.
//!
//! Walks the sources as text. A wall that falls names the file, the line and
//! the rule, all of them at once.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod egress;

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Most lines of a file without its tests; see style.md §5.
const MAX_LINES: usize = 300;
/// No exception goes beyond this.
const HARD_STOP: usize = 500;

/// Files over [`MAX_LINES`], each with the reason.
const LONG_FILES: &[(&str, &str)] = &[];

/// What may stand at the top of the repository besides dot-files.
const TOP_LEVEL: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "src",
    "knowledge",
    "bots",
    "tests",
    "deploy",
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "LICENSE",
    "target",
    "data",
    "node_modules",
];

/// A source file.
struct Source {
    /// From the repository, with `/`.
    path: String,
    text: String,
    is_test: bool,
}

impl Source {
    /// The lines that are product: neither in a test file nor below the first
    /// `#[cfg(test)]`, each with its number, comments left out.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let product = if self.is_test { "" } else { &self.text };
        let lines = product.lines().enumerate().take_while(|(_, line)| line.trim() != "#[cfg(test)]");
        lines.map(|(at, line)| (at + 1, uncommented(line)))
    }

    fn product_lines(&self) -> usize {
        self.code().count()
    }
}

fn uncommented(line: &str) -> &str {
    if line.trim_start().starts_with("//") { "" } else { line }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Rust files under folders of the repository.
fn sources(folders: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    for folder in folders {
        collect(&repository().join(folder), &mut found);
    }
    assert!(!found.is_empty(), "no source under {folders:?}");
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn collect(folder: &Path, found: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let relative = path.strip_prefix(repository()).unwrap().to_string_lossy().replace('\\', "/");
            let is_test =
                relative.starts_with("tests/") || relative.contains("/tests/") || relative.ends_with("tests.rs");
            found.push(Source { path: relative, text, is_test });
        }
    }
}

/// Whether `word` stands in `line` as a word of its own.
fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(is_part) && !line[at + word.len()..].starts_with(is_part))
}

/// Words that must not stand in files: which files, which words, and why.
struct Wall {
    folders: &'static [&'static str],
    except: &'static [&'static str],
    words: &'static [&'static str],
    why: &'static str,
}

const WALLS: &[Wall] = &[
    Wall {
        folders: &["src"],
        except: &[],
        words: &["axum", "maud", "rustyline", "clap"],
        why: "the core knows no door",
    },
    Wall {
        folders: &["src"],
        except: &["src/inbox", "src/outbox", "src/desk", "src/desk.rs"],
        words: &["tokio", "tokio_rustls", "tokio_util"],
        why: "only what waits for others knows the runtime",
    },
    Wall {
        folders: &["src", "bots"],
        except: &["src/inbox"],
        words: &["lettre", "async_imap", "mail_parser"],
        why: "mail's types stay in src/inbox",
    },
    Wall {
        folders: &["src/inbox"],
        except: &[],
        words: &[
            "crate::dialogue",
            "crate::replies",
            "crate::store",
            "crate::knowledge",
            "crate::search",
            "crate::engine",
        ],
        why: "an inbox carries what it is given",
    },
    Wall {
        folders: &["src", "bots"],
        except: &["src/search"],
        words: &["tantivy"],
        why: "the engine's types stay in src/search",
    },
    Wall {
        folders: &["src", "bots"],
        except: &["src/knowledge/front_matter.rs"],
        words: &["serde_saphyr"],
        why: "front matter is read in one place",
    },
    Wall {
        folders: &["src/knowledge"],
        except: &[],
        words: &["crate::search", "crate::dialogue", "crate::replies", "crate::safety", "crate::engine"],
        why: "content knows neither index nor dialogue",
    },
    Wall {
        folders: &["src/language"],
        except: &[],
        words: &[
            "crate::knowledge",
            "crate::search",
            "crate::dialogue",
            "crate::replies",
            "crate::safety",
            "crate::engine",
        ],
        why: "language knows no content",
    },
    Wall {
        folders: &["src/safety"],
        except: &[],
        words: &["crate::search", "crate::dialogue", "crate::knowledge", "crate::engine"],
        why: "safety depends on no search",
    },
    Wall {
        folders: &["src/search"],
        except: &[],
        words: &["crate::dialogue", "crate::replies", "crate::safety", "crate::engine"],
        why: "search knows no dialogue",
    },
    Wall {
        folders: &["src/replies"],
        except: &[],
        words: &["crate::knowledge", "crate::search", "crate::dialogue", "crate::safety", "crate::engine"],
        why: "words hold no logic",
    },
    Wall {
        folders: &["src/dialogue"],
        except: &[],
        words: &["crate::engine", "std::fs", "std::net", "std::time"],
        why: "a step is pure",
    },
    Wall {
        folders: &["src", "bots"],
        except: &["src/store/sqlite"],
        words: &["sqlx"],
        why: "an engine's types stay with the engine",
    },
    Wall {
        folders: &["src", "bots"],
        except: &["src/seal"],
        words: &["chacha20poly1305"],
        why: "sealing is done in one place",
    },
    Wall {
        folders: &["src/store"],
        except: &[],
        words: &[
            "crate::seal",
            "crate::dialogue",
            "crate::inbox",
            "crate::knowledge",
            "crate::replies",
            "crate::engine",
        ],
        why: "the store does not know what it stores",
    },
    Wall {
        folders: &["src/seal"],
        except: &[],
        words: &["crate::dialogue", "crate::inbox", "crate::knowledge", "crate::replies", "crate::engine"],
        why: "sealing does not know what is sealed",
    },
    Wall {
        folders: &["src", "bots"],
        // The first file of the crate names the log target that must be off; fuzzing reads frames.
        except: &[
            "bots/discord/src/gateway.rs",
            "bots/discord/src/arrival.rs",
            "bots/discord/src/lib.rs",
            "bots/discord/src/testing.rs",
        ],
        words: &["serenity"],
        why: "serenity stays in the Discord door's gateway and arrival",
    },
    Wall {
        folders: &["src", "bots"],
        except: &["bots/telegram"],
        words: &["teloxide"],
        why: "teloxide stays in the Telegram door",
    },
    Wall {
        folders: &["bots/telegram"],
        except: &[],
        words: &["utveier_discord", "utveier_terminal", "utveier_web"],
        why: "doors do not know each other",
    },
    Wall {
        folders: &["bots/discord"],
        except: &[],
        words: &["utveier_telegram", "utveier_terminal", "utveier_web"],
        why: "doors do not know each other",
    },
    Wall {
        folders: &["src/statistics"],
        except: &[],
        words: &[
            "crate::search",
            "crate::safety",
            "crate::seal",
            "crate::inbox",
            "crate::outbox",
            "crate::desk",
            "SqliteStore",
        ],
        why: "statistics counts; it knows nobody and nothing that was written",
    },
    Wall {
        folders: &["src/knowledge", "src/language", "src/search", "src/safety", "src/dialogue", "src/request"],
        except: &[],
        words: &["crate::statistics"],
        why: "what is counted decides nothing",
    },
    Wall { folders: &["bots/terminal"], except: &[], words: &["utveier_web"], why: "doors do not know each other" },
    Wall { folders: &["bots/web"], except: &[], words: &["utveier_terminal"], why: "doors do not know each other" },
];

/// A room's own file beside its folder (`src/search.rs`) belongs to the room.
fn stands_in(path: &str, room: &str) -> bool {
    path == room || path == format!("{room}.rs") || path.starts_with(&format!("{room}/"))
}

#[test]
fn no_room_reaches_through_its_walls() {
    let mut fallen = String::new();
    for source in &sources(&["src", "bots"]) {
        for wall in WALLS {
            let applies = wall.folders.iter().any(|folder| stands_in(&source.path, folder));
            if !applies || wall.except.iter().any(|except| stands_in(&source.path, except)) {
                continue;
            }
            for (number, line) in source.code() {
                for word in wall.words.iter().filter(|word| has_word(line, word)) {
                    writeln!(fallen, "{}:{number}: `{word}`: {}", source.path, wall.why).unwrap();
                }
            }
        }
    }
    assert!(fallen.is_empty(), "\n{fallen}");
}

/// `use crate::{…}` would hide a room from the words above.
#[test]
fn rooms_are_named_in_full() {
    let mut fallen = String::new();
    for source in &sources(&["src"]) {
        for (number, line) in source.code().filter(|(_, line)| line.trim_start().starts_with("use crate::{")) {
            writeln!(fallen, "{}:{number}: {line}: write one `use` a room", source.path).unwrap();
        }
    }
    assert!(fallen.is_empty(), "\n{fallen}");
}

#[test]
fn nothing_is_printed_or_left_undone() {
    let words = ["println!", "eprintln!", "print!", "eprint!", "dbg!", "todo!", "unimplemented!"];
    let mut fallen = String::new();
    for source in &sources(&["src", "bots", "tests"]) {
        if source.path == "tests/walls/main.rs"
            || source.path.starts_with("tests/measurements/")
            || source.path.starts_with("tests/fuzz/")
            || source.path.starts_with("tests/faults/")
        {
            continue;
        }
        for (at, line) in source.text.lines().enumerate() {
            let line = uncommented(line);
            for word in words.iter().filter(|word| line.contains(*word) && has_word(line, word.trim_end_matches('!'))) {
                writeln!(fallen, "{}:{}: {word}", source.path, at + 1).unwrap();
            }
        }
    }
    assert!(fallen.is_empty(), "\n{fallen}");
}

#[test]
fn files_can_be_read_in_one_go() {
    let mut fallen = String::new();
    for source in &sources(&["src", "bots"]) {
        let lines = source.product_lines();
        let excused = LONG_FILES.iter().any(|(path, _)| *path == source.path);
        if lines > HARD_STOP || (lines > MAX_LINES && !excused) {
            writeln!(fallen, "{}: {lines} lines without tests, over {MAX_LINES}", source.path).unwrap();
        }
        if lines <= MAX_LINES && excused {
            writeln!(fallen, "{}: {lines} lines; it needs no exception any more", source.path).unwrap();
        }
        if source.is_test && source.text.lines().count() > HARD_STOP {
            writeln!(fallen, "{}: tests of {} lines, over {HARD_STOP}", source.path, source.text.lines().count())
                .unwrap();
        }
    }
    let known = |path: &str| sources(&["src", "bots"]).iter().any(|source| source.path == path);
    for (path, _) in LONG_FILES.iter().filter(|(path, _)| !known(path)) {
        writeln!(fallen, "{path}: an exception for a file that is not there").unwrap();
    }
    assert!(fallen.is_empty(), "\n{fallen}");
}

#[test]
fn every_module_says_what_it_is_for() {
    let all = sources(&["src", "bots", "tests"]);
    let silent = all.iter().filter(|source| !source.is_test || source.path.starts_with("tests/"));
    let silent: Vec<&str> =
        silent.filter(|source| !source.text.starts_with("//!")).map(|source| source.path.as_str()).collect();
    assert!(silent.is_empty(), "these begin without //!: {silent:#?}");
}

#[test]
fn the_top_of_the_repository_is_the_agreed_one() {
    let names =
        std::fs::read_dir(repository()).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let strange: Vec<String> =
        names.filter(|name| !name.starts_with('.') && !TOP_LEVEL.contains(&name.as_str())).collect();
    assert!(strange.is_empty(), "not agreed at the top level: {strange:?}");
}

/// Paths of a developer's machine have no place in what others read.
#[test]
fn no_file_names_a_place_on_one_machine() {
    let mut fallen = String::new();
    // Written in two pieces, so that this file passes its own test.
    let places = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Use", "rs/")];
    for file in text_files() {
        let Ok(text) = std::fs::read_to_string(&file) else {
            continue;
        };
        for (at, line) in text.lines().enumerate() {
            for place in places.iter().filter(|place| names_place(line, place)) {
                writeln!(fallen, "{}:{}: {place}", file.display(), at + 1).unwrap();
            }
        }
    }
    assert!(fallen.is_empty(), "\n{fallen}");
}

/// A place, and not the middle of an address such as `regjeringen.no/home/x`.
fn names_place(line: &str, place: &str) -> bool {
    line.match_indices(place)
        .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '/' | '_')))
}

fn text_files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for name in [
        "Cargo.toml",
        "README.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "src",
        "bots",
        "tests",
        "deploy",
        "knowledge",
        ".ci",
        ".cargo",
    ] {
        add_files(&repository().join(name), &mut found);
    }
    found
}

fn add_files(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            add_files(&entry.unwrap().path(), found);
        }
    } else if path.is_file() {
        found.push(path.to_owned());
    }
}

/// A door holds no wording: what people read comes from `src/replies` and the
/// data files. Norwegian letters in a string give a sentence away.
#[test]
fn doors_hold_no_wording() {
    let mut fallen = String::new();
    // A language's name in itself is the same on every page.
    let allowed = ["\"Bokmål\""];
    for source in &sources(&["bots/web", "bots/terminal", "bots/telegram", "bots/discord"]) {
        for (number, line) in source.code() {
            let line = allowed.iter().fold(line.to_owned(), |line, own| line.replace(own, ""));
            if strings(&line).any(|text| text.contains(['æ', 'ø', 'å', 'Æ', 'Ø', 'Å'])) {
                writeln!(fallen, "{}:{number}: {}", source.path, line.trim()).unwrap();
            }
        }
    }
    assert!(fallen.is_empty(), "\n{fallen}");
}

/// The insides of string literals on a line.
fn strings(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}

/// The walls themselves: a walk that sees nothing would let everything stand.
#[test]
fn the_rules_find_what_they_are_for() {
    assert!(has_word("use tokio::net;", "tokio") && !has_word("use tokio_util::x;", "tokio"));
    assert!(has_word("use crate::search::Hit;", "crate::search") && !has_word("crate::searching", "crate::search"));
    assert!(stands_in("src/search.rs", "src/search") && stands_in("src/search/query.rs", "src/search"));
    assert!(!stands_in("src/searching.rs", "src/search"));
    assert_eq!(strings("a(\"b\", \"c\")").collect::<Vec<_>>(), ["b", "c"]);
    let place = concat!("/wo", "rk/");
    assert!(names_place(&format!("cd {place}x"), place) && !names_place(&format!("https://a.no{place}x"), place));
    let source = Source { path: "src/x.rs".into(), text: "//! X.\na\n#[cfg(test)]\nb\n".into(), is_test: false };
    assert_eq!(source.code().map(|(_, line)| line).collect::<Vec<_>>(), ["", "a"]);
    let tested = sources(&["src"]).iter().filter(|source| source.path == "src/search.rs").count();
    assert_eq!(tested, 1, "the walk comes by src/search.rs");
}
