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
