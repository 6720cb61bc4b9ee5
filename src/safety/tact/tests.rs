//! What is suggested, and that applying it leaves a text whole.

use proptest::prelude::*;

use super::*;

fn tactful(text: &str, form: WrittenForm) -> String {
    apply(text, &suggestions(text, form))
}

fn nb(text: &str) -> String {
    tactful(text, WrittenForm::Bokmal)
}

#[test]
fn the_example_of_the_design_keeps_age_and_time_and_drops_who() {
    assert_eq!(
        nb("Ali, 15, på Solberg skole, har i forrige uke sagt noe rart"),
        "En elev på ungdomstrinnet, på skolen, har for noen uker siden sagt noe rart"
    );
}

#[test]
fn a_name_after_a_role_goes_and_alone_becomes_a_person() {
    assert_eq!(nb("Eleven Yusuf tegner. Moren, Amina, er enig."), "Eleven person A tegner. Moren er enig.");
    assert_eq!(nb("eleven Yusuf tegner våpen"), "eleven tegner våpen");
    assert_eq!(nb("Jeg er bekymret for Yusuf."), "Jeg er bekymret for personen.");
    assert_eq!(nb("Gutten heter Yusuf."), "Gutten heter [navn].");
    assert_eq!(nb("Ahmeds bror har reist"), "Personens bror har reist");
}

#[test]
fn several_people_are_told_apart_by_letters() {
    assert_eq!(nb("Emil og Noah krangler, og Emil slår."), "Person A og person B krangler, og person A slår.");
}

#[test]
fn ages_become_bands_and_limits_stay() {
    assert_eq!(nb("Hun er 15 år gammel."), "Hun er i midten av tenårene.");
    assert_eq!(nb("en 16-åring og en 7-åring"), "en tenåring og et barn i skolealder");
    assert_eq!(nb("15-åringen vil ikke"), "Tenåringen vil ikke");
    assert_eq!(nb("datteren min på 14 år har sagt det"), "datteren min i midten av tenårene har sagt det");
    for text in ["Jeg har jobbet her i 15 år", "for 15 år siden", "alle over 18 år", "når han er fylt 18 år"] {
        assert_eq!(nb(text), text);
    }
}

#[test]
fn schools_classes_employers_and_towns_lose_their_names() {
    assert_eq!(
        nb("han går på Amalie Skram videregående skole i Bergen"),
        "han går på den videregående skolen i kommunen"
    );
    assert_eq!(nb("en gutt i 8b tegner"), "en gutt på ungdomstrinnet tegner");
    assert_eq!(nb("han jobber hos Nordvik Bil AS"), "han jobber hos arbeidsplassen");
    assert_eq!(nb("jeg jobber på NAV i Bærum kommune"), "jeg jobber på NAV i kommunen");
}

#[test]
fn days_become_weeks_and_laws_keep_theirs() {
    assert_eq!(nb("det skjedde 12. mai 2026."), "det skjedde for en tid siden.");
    assert_eq!(nb("han skal reise den 3. mars"), "han skal reise om en tid");
    for text in ["angrepet 22. juli", "lov 20. mai 2005 nr. 28"] {
        assert_eq!(nb(text), text);
    }
}

#[test]
fn identifiers_are_named_by_their_kind_only() {
    assert_eq!(nb("fnr 01017012345, tlf 99887766"), "fnr [fødselsnummer], tlf [telefonnummer]");
    assert_eq!(nb("insta: @nord.mann"), "insta: [brukernavn]");
}

#[test]
fn nynorsk_and_english_get_their_own_words() {
    assert_eq!(
        tactful("Eg er uroleg for Yusuf. Han er 15 år gamal.", WrittenForm::Nynorsk),
        "Eg er uroleg for personen. Han er i midten av tenåra."
    );
    assert_eq!(
        tactful("A 15-year-old boy at Solberg School last week", WrittenForm::English),
        "A teenage boy at the school some weeks ago"
    );
    assert_eq!(tactful("she is 16 years old", WrittenForm::English), "she is in the mid-teens");
}

#[test]
fn a_text_without_people_is_left_alone() {
    for text in [
        "Hva sier straffeloven § 131?",
        "Hvordan snakke med ungdom om ekstremisme?",
        "Hvem er vår kontakt i RVTS Øst?",
        "",
    ] {
        assert!(suggestions(text, WrittenForm::Bokmal).is_empty(), "{text}");
    }
}

#[test]
fn suggestions_of_another_text_do_no_harm() {
    let foreign = suggestions("Jeg er bekymret for Yusuf, tlf 99887766.", WrittenForm::Bokmal);
    assert_eq!(apply("kort", &foreign), "kort");
}

const PIECES: &str = "\\PC{0,160}|([A-ZÆØÅa-zæøå]{1,8}|[0-9]{1,3}|[ .,()'’\n-]|Ali|Yusuf’ |, 15, | er 15 år gammel|15-åringen|på Solberg skole|a 15-year-old boy|jobber hos Nordvik AS|i Bergen kommune| i 8b |12. mai 2026|forrige uke|fnr 01017012345|🙂){0,40}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn suggestions_are_sorted_apart_and_within_the_text(text in PIECES) {
        let length = text.chars().count();
        for form in [WrittenForm::Bokmal, WrittenForm::English] {
            let mut end = 0;
            for suggestion in suggestions(&text, form) {
                prop_assert!(end <= suggestion.start && suggestion.start < suggestion.end && suggestion.end <= length);
                end = suggestion.end;
            }
        }
    }

    #[test]
    fn what_no_suggestion_covers_is_left_as_it_was(text in PIECES) {
        let chosen = suggestions(&text, WrittenForm::Nynorsk);
        let characters: Vec<char> = text.chars().collect();
        let mut expected = String::new();
        let mut copied = 0;
        for suggestion in &chosen {
            expected.extend(&characters[copied..suggestion.start]);
            expected.push_str(&suggestion.replacement);
            copied = suggestion.end;
        }
        expected.extend(&characters[copied..]);
        prop_assert_eq!(apply(&text, &chosen), expected);
        prop_assert_eq!(apply(&text, &[]), text);
    }

    #[test]
    fn any_list_of_suggestions_is_applied_without_panic(
        text in "\\PC{0,40}",
        places in proptest::collection::vec((0_usize..60, 0_usize..60), 0..8),
    ) {
        let list: Vec<Suggestion> = places
            .into_iter()
            .map(|(start, end)| Suggestion { start, end, kind: SuggestionKind::Age, replacement: "x".to_owned() })
            .collect();
        let _ = apply(&text, &list);
    }
}
