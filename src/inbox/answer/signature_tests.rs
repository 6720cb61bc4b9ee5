//! What is a signature, and above all what is not.

use super::without;

fn kept(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[..without(&lines)].join("\n")
}

#[test]
fn the_separator_ends_the_text() {
    assert_eq!(kept("a\n-- \nKari\nhva som helst."), "a");
}

#[test]
fn a_bare_separator_ends_it_only_above_a_signature() {
    assert_eq!(kept("a\n--\nKari Eksempel\nTlf. 00 00 00 00"), "a");
    let text = "a\n--\nhusk også dette.";
    assert_eq!(kept(text), text);
}

#[test]
fn closing_phrases_go_with_name_title_and_numbers() {
    for closing in ["Med vennlig hilsen", "Mvh", "mvh,", "Venleg helsing", "Kind regards,", "Hilsen Kari"] {
        let text = format!(
            "Ring meg.\n\n{closing}\nKari Eksempel\nSeniorrådgiver, RVTS Øst\nTlf: 00 00 00 00\nwww.example.org"
        );
        assert_eq!(kept(&text), "Ring meg.", "{closing}");
    }
}

#[test]
fn a_closing_phrase_alone_stays() {
    for text in ["a\nMed vennlig hilsen", "a\nHilsen Kari", "Mvh"] {
        assert_eq!(kept(text), text);
    }
}

#[test]
fn advice_below_a_closing_phrase_keeps_it_all() {
    let advice = [
        "Ring meg på 00 00 00 00",
        "PS: Husk datoer",
        "P.S. Husk",
        "Her er lenken:",
        "https://example.org/veileder/samtale",
        "Nett: https://example.org/veileder/samtale",
        "Du kan også snakke med en rådgiver",
        "Ta kontakt med SLT",
        "Snakk med en leder",
        "Ring rådgiver i dag",
        "Er dere trygge nå?",
        "Ring 113.",
    ];
    for line in advice {
        let text = format!("a\nMed vennlig hilsen\nKari Eksempel\n{line}");
        assert_eq!(kept(&text), text, "{line}");
    }
}

#[test]
fn a_closing_phrase_within_a_text_is_no_end() {
    let text = "Hilsen\nfra oss betyr at saken er mottatt, og dere kan vente.";
    assert_eq!(kept(text), text);
    let text = "Hilsenen var fin.\nKari";
    assert_eq!(kept(text), text);
}

#[test]
fn what_programs_add_goes_and_what_people_write_stays() {
    for tag in ["Sendt fra min iPhone", "Get Outlook for iOS<https://aka.ms/o0ukef>", "Sent from my Galaxy"] {
        assert_eq!(kept(&format!("a\n\n{tag}\n\n")), "a", "{tag}");
    }
    let text = "Sendt fra min side er alt i orden, men dere bør likevel snakke med rektor i dag";
    assert_eq!(kept(text), text);
}
