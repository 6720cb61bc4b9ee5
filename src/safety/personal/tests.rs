//! Own messages with and without personal data; the number of each kind is made up.

use proptest::prelude::*;

use super::*;

/// The findings as `kind:text`.
fn found(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    personal_data(text)
        .into_iter()
        .map(|span| format!("{}:{}", span.kind.as_str(), characters[span.start..span.end].iter().collect::<String>()))
        .collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(found(text), expected, "{text}");
}

#[test]
fn identity_and_account_numbers_are_told_apart() {
    check("fnr 01017012345", &["fnr:01017012345"]);
    check("hans er 010170 12345.", &["fnr:010170 12345"]);
    check("d-nummer 41017012345", &["dnr:41017012345"]);
    check("Konto 1234 56 78903", &["account:1234 56 78903"]);
    check("kontonummer 12345678911", &["account:12345678911"]);
}

#[test]
fn phones_are_found_and_public_numbers_are_not() {
    check("tlf 99887766", &["phone:99887766"]);
    check("Ring 900 12 345 eller +47 41 22 33 44", &["phone:900 12 345", "phone:+47 41 22 33 44"]);
    check("Ring 112, 116 117, 02800 eller 22 40 00 40", &[]);
    check("Vi fikk 350 000 kroner i 2025", &[]);
}

#[test]
fn addresses_carry_flat_and_town() {
    check("Bor i Storgata 12B, 3015 Drammen", &["address:Storgata 12B, 3015 Drammen"]);
    check("hun bor på Myrvang 4", &["address:Myrvang 4"]);
    check("Vi tok veien 2 ganger", &[]);
}

#[test]
fn mail_handles_and_positions_are_found() {
    check("skriv til ola.nordmann@skole.no", &["email:ola.nordmann@skole.no"]);
    check("insta: @nord.mann", &["username:@nord.mann"]);
    check("discord: Wolf#1234", &["username:Wolf#1234"]);
    check("IP 192.168.1.12", &["ip:192.168.1.12"]);
    check("59.9139, 10.7522", &["coordinates:59.9139, 10.7522"]);
}

#[test]
fn cases_plates_and_birthdates_are_found() {
    check("saksnummer 2024/123-5", &["case_number:2024/123-5"]);
    check("bilen har skilt AB 12345", &["plate:AB 12345"]);
    check("han er født 12. mai 2008", &["birthdate:12. mai 2008"]);
    check("Lov 20. mai 2005 nr. 28, møte 12.03.2026 kl. 10.00", &[]);
}

#[test]
fn names_are_found_by_list_and_by_context() {
    check("Eleven heter Yusuf og moren heter Amina.", &["name:Yusuf", "name:Amina"]);
    check("Ahmeds bror har reist", &["name:Ahmed"]);
    check("kari nordmann i 8b tegner", &["name:kari nordmann"]);
    check("faren, Mustafa Al Jaziri, er enig", &["name:Mustafa Al Jaziri"]);
    check("broren til Xhemile K. ringte", &["name:Xhemile K."]);
    check("her name is Zuleyka", &["name:Zuleyka"]);
}

#[test]
fn public_people_places_and_schools_are_left() {
    for text in [
        "hva skjedde med Anders Behring Breivik?",
        "Tore Bjørgo skriver om det",
        "Vi bruker Dembra på Amalie Skram videregående skole",
        "Er Lier kommune med? Vi holder til i Moss.",
        "Kan RVTS Øst hjelpe Bærum?",
        "Hans mor vil ikke, og den andre er glad i snø",
    ] {
        check(text, &[]);
    }
}

#[test]
fn every_pattern_compiles() {
    assert!(structured::compile_all() > 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn spans_are_sorted_apart_and_within_the_text(
        text in "\\PC{0,120}|([A-ZÆØÅa-zæøå]{1,8}|[0-9]{1,12}|[ .,@/_#:+()-]|Ola|Kari's|heter|@x_y|12. mai 2008|Storgata 5){0,40}",
    ) {
        let length = text.chars().count();
        let mut end = 0;
        for span in personal_data(&text) {
            prop_assert!(end <= span.start && span.start < span.end && span.end <= length);
            end = span.end;
        }
    }
}
