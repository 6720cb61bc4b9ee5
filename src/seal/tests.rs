//! Sealing, key files, and keys that belong to a database.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use jiff::Timestamp;
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

use super::*;
use crate::store::{DraftRow, MemoryStore, Store, Write};

const IDENTITY: &str = "identity 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
const FIRST: &str = "key 1 0102030405060708091011121314151617181920212223242526272829303132";
const SECOND: &str = "key 2 fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0efeeedecebeae9e8e7e6e5e4e3e2e1e0";

fn keyring(entries: &[&str]) -> Keyring {
    Keyring::parse(&entries.join("\n")).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_was_sealed_opens(plain in any::<Vec<u8>>(), context in ".*") {
        let keyring = keyring(&[IDENTITY, FIRST]);
        let sealed = keyring.seal(&context, &plain);
        prop_assert_eq!(sealed.len(), plain.len() + OVERHEAD);
        prop_assert_eq!(&*keyring.open(&context, &sealed).unwrap(), &plain);
    }

    #[test]
    fn a_changed_byte_does_not_open(plain in any::<Vec<u8>>(), at in any::<proptest::sample::Index>(), by in 1..=255_u8) {
        let keyring = keyring(&[IDENTITY, SECOND, FIRST]);
        let mut sealed = keyring.seal("letter:1", &plain);
        let at = at.index(sealed.len());
        sealed[at] ^= by;
        prop_assert!(keyring.open("letter:1", &sealed).is_err());
    }

    #[test]
    fn a_cut_or_lengthened_body_does_not_open(plain in any::<Vec<u8>>(), cut in any::<proptest::sample::Index>(), more in any::<u8>()) {
        let keyring = keyring(&[IDENTITY, FIRST]);
        let mut sealed = keyring.seal("letter:1", &plain);
        prop_assert!(keyring.open("letter:1", &sealed[..cut.index(sealed.len())]).is_err());
        sealed.push(more);
        prop_assert!(keyring.open("letter:1", &sealed).is_err());
    }

    #[test]
    fn another_context_does_not_open(plain in any::<Vec<u8>>(), one in ".*", other in ".*") {
        let keyring = keyring(&[IDENTITY, FIRST]);
        let sealed = keyring.seal(&one, &plain);
        prop_assert_eq!(keyring.open(&other, &sealed).is_ok(), one == other);
    }

    #[test]
    fn any_bytes_are_refused_without_a_panic(bytes in any::<Vec<u8>>()) {
        prop_assert!(keyring(&[IDENTITY, SECOND, FIRST]).open("draft:1", &bytes).is_err());
    }

    #[test]
    fn any_text_is_read_or_refused_without_key_material(text in "(identity|key|#|;|\n| |[0-9a-f]{8}){0,40}") {
        if let Err(error) = Keyring::parse(&text) {
            let said = error.to_string();
            prop_assert!(!text.split([' ', '\n', ';']).any(|word| word.len() >= 8 && word != "identity" && said.contains(word)));
        }
    }

    #[test]
    fn a_signature_holds_for_its_purpose_and_text_only(what in any::<Vec<u8>>(), other in any::<Vec<u8>>(), bit in 0..128_usize) {
        let keyring = keyring(&[IDENTITY, FIRST]);
        let mut signature = keyring.sign("address", &what);
        prop_assert!(keyring.verify("address", &what, &signature));
        prop_assert!(!keyring.verify("button", &what, &signature));
        prop_assert_eq!(keyring.verify("address", &other, &signature), what == other);
        prop_assert!(!keyring.verify("address", &what, &signature[..15]));
        signature[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(!keyring.verify("address", &what, &signature));
    }
}

#[test]
fn the_same_text_is_never_sealed_alike() {
    let keyring = Keyring::generate();
    assert_ne!(keyring.seal("draft:1", b"text"), keyring.seal("draft:1", b"text"));
}

#[test]
fn the_first_key_seals_and_the_old_ones_open() {
    let before = keyring(&[IDENTITY, FIRST]);
    let after = keyring(&[IDENTITY, SECOND, FIRST]);
    let (old, new) = (before.seal("letter:1", b"old"), after.seal("letter:1", b"new"));
    assert_eq!((old[0], new[0]), (1, 2));
    assert_eq!(**after.open("letter:1", &old).unwrap(), *b"old");
    assert_eq!(before.open("letter:1", &new).unwrap_err(), SealError::UnknownKey { id: 2 });
}

#[test]
fn another_key_of_the_same_id_does_not_open() {
    let sealed = keyring(&[IDENTITY, FIRST]).seal("letter:1f", b"text");
    let other = keyring(&[IDENTITY, &SECOND.replace("key 2", "key 1")]);
    let refused = other.open("letter:1f", &sealed).unwrap_err();
    assert_eq!(refused, SealError::Refused { kind: "letter".to_owned() });
    assert!(!refused.to_string().contains("1f"), "ids do not belong in logs: {refused}");
}

#[test]
fn a_person_is_the_same_after_a_rotation_and_at_no_other_door() {
    let (before, after) = (keyring(&[IDENTITY, FIRST]), keyring(&[IDENTITY, SECOND, FIRST]));
    assert_eq!(before.person("telegram", "17"), after.person("telegram", "17"));
    assert_eq!(before.sign("address", b"x"), after.sign("address", b"x"));
    assert_ne!(before.person("telegram", "17"), before.person("discord", "17"));
    assert_ne!(before.person("telegram1", "7"), before.person("telegram", "17"));
    assert_ne!(before.person("", "ab"), before.person("a", "b"));
    assert_ne!(Keyring::generate().person("telegram", "17"), before.person("telegram", "17"));
}

/// HMAC-SHA256 over the parts with lengths of eight bytes, computed apart with
/// another program; changing it would orphan every stored case.
#[test]
fn the_keyed_hash_is_frozen() {
    let hash = keyring(&[IDENTITY, FIRST]).person("telegram", "17").0;
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "621d63400d7509d2d62315e3617665aa4bc85b101c1a1a217242841abf8fc33c");
}

#[test]
fn debug_shows_ids_and_no_key() {
    let shown = format!("{:?}", keyring(&[IDENTITY, SECOND, FIRST]));
    assert_eq!(shown, "Keyring { keys: [2, 1], .. }");
}

#[test]
fn the_environment_may_use_semicolons() {
    let lines = keyring(&["# a; comment", IDENTITY, "", SECOND, FIRST]);
    let one_line = Keyring::parse(&format!("{IDENTITY};{SECOND} ; {FIRST};")).unwrap();
    assert_eq!(*lines.to_text(), *one_line.to_text());
}

#[test]
fn wrong_keys_are_refused_with_their_line() {
    let short = format!("{IDENTITY}\nkey 1 abc");
    let twice = format!("{IDENTITY}\n{FIRST}\n{FIRST}");
    let zero = format!("{IDENTITY}\n{}", FIRST.replace("key 1", "key 0"));
    let many = format!("{IDENTITY}\n{}", FIRST.replace("key 1", "key 256"));
    let weak = format!("{IDENTITY}\nkey 1 {}", "00".repeat(32));
    let odd = format!("{IDENTITY}\nkey 1 {}", "æ".repeat(32));
    let sign = format!("{IDENTITY}\nkey 1 {}", "+1".repeat(32));
    for text in [short, twice.replacen('\n', ";", 1), zero, many, weak, odd, sign] {
        let refused = Keyring::parse(&text).unwrap_err();
        assert!(matches!(refused, KeyError::Malformed { line: 2, .. }), "{text}: {refused:?}");
    }
    let two = format!("{IDENTITY}\n{IDENTITY}\n{FIRST}");
    assert!(matches!(Keyring::parse(&two).unwrap_err(), KeyError::Malformed { line: 2, .. }));
    assert!(matches!(Keyring::parse(FIRST).unwrap_err(), KeyError::Incomplete { .. }));
    assert!(matches!(Keyring::parse(IDENTITY).unwrap_err(), KeyError::Incomplete { .. }));
    assert!(matches!(Keyring::parse("").unwrap_err(), KeyError::Incomplete { .. }));
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_new_key_file_is_for_its_owner_only_and_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data").join("utveier.key");
    let made = Keyring::create(&path).unwrap();
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    assert_eq!(*Keyring::from_file(&path).unwrap().to_text(), *made.to_text());
    let names = fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(names, 1, "nothing lies beside it");
}

#[test]
fn a_key_file_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("utveier.key");
    fs::write(&path, "mine").unwrap();
    assert!(matches!(Keyring::create(&path).unwrap_err(), KeyError::Exists { .. }));
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_key_file_that_others_can_read_is_refused_with_the_command_to_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("utveier.key");
    Keyring::create(&path).unwrap();
    for mode in [0o640, 0o604, 0o620] {
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        let refused = Keyring::from_file(&path).unwrap_err();
        assert!(matches!(refused, KeyError::Exposed { .. }));
        assert!(refused.to_string().contains(&format!("chmod 600 {}", path.display())), "{refused}");
    }
    fs::set_permissions(&path, Permissions::from_mode(0o400)).unwrap();
    assert!(Keyring::from_file(&path).is_ok());
}

#[test]
fn at_start_keys_are_made_only_where_nothing_is_lost_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("utveier.key");
    assert!(matches!(Keyring::from_file(&path).unwrap_err(), KeyError::Missing { .. }));
    assert!(matches!(Keyring::at_start(&path, true).unwrap_err(), KeyError::Lost { .. }));
    assert!(!path.exists());
    let made = Keyring::at_start(&path, false).unwrap();
    assert_eq!(*Keyring::at_start(&path, true).unwrap().to_text(), *made.to_text());
    fs::write(&path, "nonsense").unwrap();
    assert!(matches!(Keyring::at_start(&path, false).unwrap_err(), KeyError::Malformed { line: 1, .. }));
}

#[test]
fn a_folder_in_place_of_the_key_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Keyring::at_start(folder.path(), false).unwrap_err(), KeyError::File { what: "read", .. }));
    let under_a_file = folder.path().join("file").join("utveier.key");
    fs::write(folder.path().join("file"), "x").unwrap();
    assert!(matches!(
        Keyring::create(&under_a_file).unwrap_err(),
        KeyError::File { what: "write", .. } | KeyError::Exists { .. }
    ));
}

async fn used_with(keyring: &Keyring) -> MemoryStore {
    let store = MemoryStore::new();
    verify_key(&store, keyring).await.unwrap();
    let draft = DraftRow { person: keyring.person("web", "1"), body: vec![1], updated_at: Timestamp::UNIX_EPOCH };
    store.commit(vec![Write::PutDraft(draft)]).await.unwrap();
    store
}

#[tokio::test]
async fn the_keys_of_a_database_are_known_again() {
    let keyring = keyring(&[IDENTITY, FIRST]);
    let store = used_with(&keyring).await;
    let commits = store.commits();
    verify_key(&store, &keyring).await.unwrap();
    assert_eq!(store.commits(), commits, "nothing is written when nothing is new");
}

#[tokio::test]
async fn keys_of_another_database_are_refused_and_change_nothing() {
    let store = used_with(&keyring(&[IDENTITY, FIRST])).await;
    let before = store.value("key-check").await.unwrap();
    let other_key = keyring(&[IDENTITY, &SECOND.replace("key 2", "key 1")]);
    assert!(matches!(verify_key(&store, &Keyring::generate()).await.unwrap_err(), KeyError::WrongIdentity));
    assert!(matches!(verify_key(&store, &other_key).await.unwrap_err(), KeyError::WrongKey { id: 1 }));
    assert_eq!(store.value("key-check").await.unwrap(), before);
}

#[tokio::test]
async fn a_new_key_is_accepted_and_from_then_on_required() {
    let store = used_with(&keyring(&[IDENTITY, FIRST])).await;
    verify_key(&store, &keyring(&[IDENTITY, SECOND, FIRST])).await.unwrap();
    let forgotten = verify_key(&store, &keyring(&[IDENTITY, FIRST])).await.unwrap_err();
    assert!(matches!(forgotten, KeyError::KeyGone { id: 2 }));
    let dropped = verify_key(&store, &keyring(&[IDENTITY, SECOND])).await.unwrap_err();
    assert!(matches!(dropped, KeyError::KeyGone { id: 1 }));
    verify_key(&store, &keyring(&[IDENTITY, SECOND, FIRST])).await.unwrap();
}

#[tokio::test]
async fn a_database_without_its_check_is_refused() {
    let store = MemoryStore::new();
    let draft = DraftRow { person: PersonKey([1; 32]), body: vec![1], updated_at: Timestamp::UNIX_EPOCH };
    store.commit(vec![Write::PutDraft(draft)]).await.unwrap();
    assert!(matches!(verify_key(&store, &Keyring::generate()).await.unwrap_err(), KeyError::NoCheck));
    assert_eq!(store.value("key-check").await.unwrap(), None);
}

#[tokio::test]
async fn a_damaged_check_is_refused() {
    let keyring = keyring(&[IDENTITY, FIRST]);
    let store = used_with(&keyring).await;
    let whole = store.value("key-check").await.unwrap().unwrap();
    for value in [Vec::new(), whole[..20].to_vec(), whole[..whole.len() - 1].to_vec()] {
        store.commit(vec![Write::PutValue { name: "key-check".to_owned(), value }]).await.unwrap();
        assert!(matches!(verify_key(&store, &keyring).await.unwrap_err(), KeyError::DamagedCheck));
    }
}

#[tokio::test]
async fn a_check_that_cannot_be_written_stops_the_start() {
    let store = MemoryStore::new();
    store.fail_next_commit();
    assert!(matches!(verify_key(&store, &Keyring::generate()).await.unwrap_err(), KeyError::Store(_)));
}
