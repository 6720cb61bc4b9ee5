//! What a room may use: each wall is a list of words that must not stand there.

use std::fmt::Write;

use super::source::{has_word, sources};

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
pub(super) fn stands_in(path: &str, room: &str) -> bool {
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
