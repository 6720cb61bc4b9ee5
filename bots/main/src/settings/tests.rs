use super::*;
use std::fs;

fn load_text(text: &str) -> Result<Settings, SettingsError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("utveier.toml");
    fs::write(&file, text).unwrap();
    load(Some(&file), None)
}

fn problems(text: &str) -> Vec<String> {
    load_text(text).map_or_else(|error| error.problems, |_| Vec::new())
}

#[test]
fn the_example_configuration_is_the_default() {
    let example = load(Some(Path::new("../../deploy/utveier.example.toml")), None).unwrap();
    let (mut example, mut default) = (format!("{example:?}"), format!("{:?}", Settings::default()));
    // The example shows one inbox; the default has none.
    for text in [&mut example, &mut default] {
        let from = text.find("inbox: ").unwrap();
        let to = text.find(", smtp: ").unwrap();
        text.replace_range(from..to, "");
    }
    assert_eq!(example, default);
}

#[test]
fn all_problems_come_at_once() {
    let found = problems(
        "[web]\nlisten = 'here'\npublik_url = 'x'\n[smtp]\nport = 'many'\ntls = 'none'\nhost = 'mail.example.org'\n[nothing]\nx = 1\n[inbox.sydpolen]\nkind = 'maildir'\n",
    );
    for expected in
        ["[web] listen", "publik_url", "[smtp] port", "[smtp] tls", "[smtp] from", "[nothing]", "[inbox.sydpolen]"]
    {
        assert!(found.iter().any(|problem| problem.contains(expected)), "{expected} in {found:#?}");
    }
}

#[test]
fn addresses_without_tls_are_for_this_machine_only() {
    let keys = [("web", "public_url"), ("telegram", "api_url"), ("discord", "api_url")];
    for (section, key) in keys {
        let found = |address: &str| problems(&format!("[{section}]\n{key} = '{address}'\n"));
        for here in [
            "http://127.0.0.1:8080",
            "http://localhost",
            "http://LOCALHOST:1/x",
            "http://[::1]:8080",
            "https://spor.example.org",
        ] {
            assert!(found(here).is_empty(), "{here}: {:?}", found(here));
        }
        for elsewhere in [
            "http://spor.example.org",
            "http://10.0.0.5:8080",
            "http://127.0.0.1.example.org",
            "http://127.0.0.1:80@example.org/",
            "http://localhost@example.org",
            "http://[2001:db8::1]:8080",
            "http://127.0.0.1x",
        ] {
            let found = found(elsewhere);
            assert!(
                found.len() == 1 && found[0].contains("in clear") && found[0].contains(key),
                "{elsewhere}: {found:?}"
            );
        }
    }
}

#[test]
fn no_secret_of_any_section_is_printed() {
    let sections = [
        ("telegram", "token", "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        ("telegram", "webhook_secret", "AAAAAAAAAAAAAAAA"),
        ("discord", "token", "AAAAAAAAAAAAAAAA"),
        ("smtp", "password", "AAAAAAAAAAAAAAAA"),
        ("imap", "password", "AAAAAAAAAAAAAAAA"),
        ("operator", "token", "AAAAAAAAAAAAAAAA"),
        ("store", "key", "AAAAAAAAAAAAAAAA"),
        ("store", "url", "postgres://drift:AAAAAAAAAAAAAAAA@127.0.0.1/utveier"),
    ];
    for (section, key, secret) in sections {
        let printed = match load_text(&format!("[{section}]\n{key} = '{secret}'\n")) {
            Ok(settings) => format!("{settings:?} {settings:#?}"),
            Err(error) => error.to_string(),
        };
        assert!(!printed.contains("AAAA"), "[{section}] {key}: {printed}");
    }
}

#[test]
fn values_are_read_and_defaults_stay() {
    let settings = load_text("[web]\nlisten = ''\n[smtp]\nport = '2525'\n").unwrap();
    assert_eq!(settings.web.listen, "");
    assert_eq!(settings.smtp.port, 2525);
    assert_eq!(settings.retention.request_hours, 72);
}

#[test]
fn secrets_are_never_printed() {
    let settings = load_text("[telegram]\ntoken = '123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'\n").unwrap();
    assert!(!format!("{settings:?}").contains("AAAA"));
}

#[test]
fn a_missing_or_broken_file_is_named() {
    let missing = load(Some(Path::new("no/such.toml")), None).unwrap_err();
    assert!(missing.to_string().contains("no/such.toml"), "{missing}");
    assert!(!problems("[web\n").is_empty());
}
