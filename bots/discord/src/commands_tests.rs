use std::collections::HashSet;

use utveier::seal::Keyring;

use super::*;

fn listed() -> Vec<Value> {
    all(&Replies::default()).as_array().unwrap().clone()
}

#[test]
fn commands_are_the_cores_and_those_of_the_platform_within_its_limits() {
    let commands = listed();
    assert_eq!(commands.len(), command::ALL.len() - NOT_LISTED.len() + 4);
    let mut names = HashSet::new();
    for one in &commands {
        for name in [&one["name"], &one["name_localizations"]["no"]] {
            let name = name.as_str().unwrap();
            assert!((1..=32).contains(&name.chars().count()), "{name}");
            assert!(one["type"] == 3 || name.chars().all(|c| c.is_lowercase() || c == '-'), "{name}");
        }
        assert!(names.insert(one["name"].to_string()), "{} twice", one["name"]);
        let described = one["description"].as_str().map_or(1, |text| text.chars().count());
        assert!((1..=100).contains(&described));
        let options = one["options"].as_array().map_or(&[][..], Vec::as_slice);
        for option in options {
            assert!(option["name"].as_str().unwrap().chars().all(|c| c.is_ascii_lowercase()));
            assert!((1..=100).contains(&option["description"].as_str().unwrap().chars().count()));
        }
        assert!(one.to_string().chars().count() < 8_000);
    }
}

#[test]
fn every_listed_name_leads_to_its_command_in_both_languages() {
    for one in listed().iter().filter(|one| one["type"] == 1) {
        for name in [&one["name"], &one["name_localizations"]["no"]] {
            let name = name.as_str().unwrap();
            assert!(is_ask(name) || is_settings(name) || is_safe(name) || spec(name).is_some(), "{name}");
        }
    }
    assert!(spec("sudo").is_none());
}

#[test]
fn hash_changes_with_the_commands_only() {
    let keyring = Keyring::generate();
    let commands = all(&Replies::default());
    assert_eq!(hash(&commands, &keyring), hash(&all(&Replies::default()), &keyring));
    let mut other = commands.clone();
    other[0]["name"] = "annet".into();
    assert_ne!(hash(&commands, &keyring), hash(&other, &keyring));
}
