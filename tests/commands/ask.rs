//! `ask` and `route` over streams of lines.

use serde_json::Value;

use super::assert_ended;
use crate::harness::binary::{Ended, run, run_with};

fn jsonl(command: &str, lines: &[&str]) -> (Ended, Vec<Value>) {
    let ended = run_with(&[command, "--jsonl"], lines.join("\n").as_bytes());
    let values = ended.out.lines().map(|line| serde_json::from_str(line).expect("a JSON object a line")).collect();
    (ended, values)
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_question_is_answered_with_quote_place_and_link() {
    let ended = run(&["ask", "Når går avvergingsplikten foran taushetsplikten?"]);
    assert_ended(&ended, 0, &["gjennomgått", "http"]);
    assert!(ended.err.is_empty(), "{}", ended.err);
}

#[test]
fn explain_shows_the_way_to_the_answer() {
    assert_ended(
        &run(&["ask", "--explain", "Hva er en mentor?"]),
        0,
        &["words:", "passages:", "named title", "faq/hva-er-mentor", "decision:", "danger:"],
    );
}

#[test]
fn json_holds_the_messages() {
    let ended = run(&["ask", "--json", "Hva er en mentor?"]);
    assert_ended(&ended, 0, &[]);
    let messages: Value = serde_json::from_str(&ended.out).unwrap();
    let first = &messages[0];
    assert_eq!(first["kind"], "answer");
    let blocks = first["blocks"].as_array().unwrap();
    let source = blocks.iter().find_map(|block| block.get("source")).expect("a source");
    assert!(source["link"].as_str().unwrap().starts_with("http"));
    assert_eq!(source["id"], "samarbeid/mentor#hva");
    assert!(blocks.iter().any(|block| block.get("quote").is_some()));
}

#[test]
fn lines_come_in_order_with_all_fields() {
    let (ended, values) = jsonl(
        "ask",
        &[
            r#"{"id":"a","text":"Hva er en mentor?"}"#,
            "",
            r#"{"id":"b","text":"hei"}"#,
            r#"{"id":"c","text":"Eleven min har en pistol på skolen nå"}"#,
            r#"{"id":"d","text":"🦄 ÆØÅ Nummeret er 01019012345.","annet":1}"#,
            r#"{"id":"e","text":"What does a mentor do?"}"#,
            r#"{"id":"f","text":""}"#,
            r#"{"id":"g","text":"Hvordan baker jeg grovbrød?"}"#,
        ],
    );
    assert_ended(&ended, 0, &[]);
    assert_eq!(values.iter().map(|value| value["id"].as_str().unwrap()).collect::<String>(), "abcdefg");
    for value in &values {
        let mut own = keys(value);
        own.sort_unstable();
        assert_eq!(own, ["acute", "hits", "id", "kind", "language", "personal_data"], "{value}");
    }
    let kinds: Vec<&str> = values.iter().map(|value| value["kind"].as_str().unwrap()).collect();
    assert_eq!(
        (kinds[0], kinds[1], kinds[2], kinds[5], kinds[6]),
        ("answer", "smalltalk", "acute", "decline", "decline")
    );
    assert_eq!(
        (&values[0]["acute"], values[0]["hits"][0]["id"].as_str()),
        (&Value::Null, Some("samarbeid/mentor#hva"))
    );
    assert_eq!(values[2]["acute"], "weapon");
    assert_eq!((&values[0]["language"], &values[4]["language"]), (&"nb".into(), &"en".into()));
    let declined =
        values[6]["hits"].as_array().unwrap().iter().map(|hit| hit["score"].as_f64().unwrap()).collect::<Vec<_>>();
    assert!(
        !declined.is_empty() && declined.len() <= 10 && declined.is_sorted_by(|one, other| one >= other),
        "{declined:?}"
    );
}

/// Offsets count Unicode scalar values, half-open: not bytes, not UTF-16 units.
#[test]
fn personal_data_is_pointed_at_by_scalar_values() {
    let text = "🦄 ÆØÅ Nummeret er 01019012345.";
    let line = serde_json::json!({ "id": "x", "text": text }).to_string();
    let (_, values) = jsonl("ask", &[&line]);
    let spans = values[0]["personal_data"].as_array().unwrap();
    let found: Vec<String> = spans
        .iter()
        .map(|span| {
            let (start, end) = (span["start"].as_u64().unwrap() as usize, span["end"].as_u64().unwrap() as usize);
            text.chars().skip(start).take(end - start).collect()
        })
        .collect();
    assert!(found.contains(&"01019012345".to_owned()), "{found:?} in {spans:?}");
    assert!(spans.iter().all(|span| span["kind"].is_string()));
}

#[test]
fn a_bad_line_is_named_and_what_came_before_is_written() {
    for (bad, why) in [("{\"id\":\"b\"}", "text"), ("ikke json", "JSON"), ("{\"id\":1,\"text\":\"a\"}", "string")] {
        let (ended, values) = jsonl("ask", &[r#"{"id":"a","text":"hei"}"#, bad, r#"{"id":"c","text":"hei"}"#]);
        assert_ended(&ended, 1, &["standard input:2", why]);
        assert_eq!(values.len(), 1, "{bad}");
    }
    let ended = run_with(&["ask", "--jsonl"], b"{\"id\":\"a\",\"text\":\"hei\"}\n\xff\xfe\n");
    assert_ended(&ended, 1, &["standard input:2", "UTF-8"]);
    assert_eq!(ended.out.lines().count(), 1);
}

#[test]
fn an_endless_line_is_refused_and_a_long_one_is_answered() {
    let long = format!("{{\"id\":\"a\",\"text\":\"{}\"}}\n", "mentor ".repeat(15_000));
    let ended = run_with(&["ask", "--jsonl"], long.as_bytes());
    assert_ended(&ended, 0, &["\"id\":\"a\""]);
    let endless = format!("{{\"id\":\"a\",\"text\":\"hei\"}}\n{}", "a".repeat(2_000_000));
    let ended = run_with(&["ask", "--jsonl"], endless.as_bytes());
    assert_ended(&ended, 1, &["standard input:2", "over"]);
    assert_eq!(ended.out.lines().count(), 1);
}

#[test]
fn places_are_routed_a_line_each() {
    let (ended, values) = jsonl(
        "route",
        &[
            r#"{"id":"1","text":"Bergen"}"#,
            r#"{"id":"2","text":"Herøy"}"#,
            r#"{"id":"3","text":"Tronheim"}"#,
            r#"{"id":"4","text":"Kardemomme"}"#,
        ],
    );
    assert_ended(&ended, 0, &[]);
    let regions: Vec<&str> = values.iter().map(|value| value["region"].as_str().unwrap()).collect();
    assert_eq!(regions, ["Vest", "ASK", "Midt", "UNKNOWN"]);
    assert_eq!(values[0]["municipalities"], serde_json::json!(["4601"]));
    assert_eq!((values[1]["municipalities"].as_array().unwrap().len(), keys(&values[0]).len()), (2, 3));
    let (ended, _) = jsonl("route", &["nei"]);
    assert_ended(&ended, 1, &["standard input:1"]);
}

#[test]
fn a_place_goes_where_the_configuration_says() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("utveier.toml");
    let with = |text: &str, args: &[&str]| {
        std::fs::write(&config, text).unwrap();
        run_with(&[&["--config", config.to_str().unwrap()], args].concat(), b"")
    };
    let buskerud = "[[routing]]\nplace = \"Buskerud\"\nregion = \"sor\"\n";
    assert_ended(&with(buskerud, &["route", "Drammen"]), 0, &["Sør 3301"]);
    assert_ended(&with("", &["route", "Drammen"]), 0, &["Øst 3301"]);
    let listens = "[web]\nlisten = \"127.0.0.1:0\"\n";
    assert_ended(&with(listens, &["check"]), 0, &["routing: Buskerud goes to «ost»", "routing: Agder"]);
    let checked = with(&format!("{listens}{buskerud}"), &["check"]);
    assert!(checked.code == 0 && !checked.out.contains("routing: Buskerud"), "{}", checked.out);
    let nowhere = "[[routing]]\nplace = \"Kardemomme\"\nregion = \"sor\"\n";
    assert_ended(&with(&format!("{listens}{nowhere}"), &["check"]), 1, &["error: [[routing]] «Kardemomme»", "not fit"]);
    assert_ended(&with(nowhere, &["route", "Drammen"]), 1, &["[[routing]] «Kardemomme»"]);
}

/// `utveier … | head`: a reader that goes away is no crash.
#[test]
fn a_reader_that_goes_away_is_no_crash() {
    let mut command = crate::harness::binary::command(&crate::harness::content::repository());
    let mut child = command.args(["knowledge", "list"]).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some() && !err.contains("panicked"), "{err}");
}
