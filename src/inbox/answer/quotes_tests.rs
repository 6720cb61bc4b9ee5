//! What is cut, and above all what is not.

use super::own_text;

#[test]
fn a_mail_without_quotes_is_all_own() {
    assert_eq!(own_text("Hei,\n\nRing meg.\n"), "Hei,\n\nRing meg.");
}

#[test]
fn an_attribution_needs_a_quote_or_an_address_to_be_believed() {
    let text = "Den 3. mars 2026 kl. 12:01 skrev du følgende:\ndet er viktig";
    assert_eq!(own_text(text), text);
    assert_eq!(own_text("Ja.\nDen 3. mars 2026 kl. 12:01 skrev du:\n> hei"), "Ja.");
    assert_eq!(own_text("Ja.\n3. mars 2026 kl. 12:01 skrev A <a@example.org>:\nhei"), "Ja.");
}

#[test]
fn words_that_merely_hold_a_verb_are_no_attribution() {
    let text = "Den 03.03.2026 12:01 skrevet av a@example.org:\nbehold meg";
    assert_eq!(own_text(text), text);
}

#[test]
fn a_header_block_needs_more_than_a_sender() {
    let text = "Fra: mandag\nTil: fredag\nDato: uke 12";
    assert_eq!(own_text(text), text);
    assert_eq!(own_text("Ja.\n_____\n\nFrom: x\nSent: y\nTo: z\nSubject: w\n\nhei"), "Ja.");
}

#[test]
fn rules_of_the_writer_stay_where_no_quote_follows() {
    let text = "En\n-----\nTo";
    assert_eq!(own_text(text), text);
}

#[test]
fn only_quotes_leave_nothing() {
    assert_eq!(own_text("> a\n>b\n\n"), "");
    assert_eq!(own_text(""), "");
}
