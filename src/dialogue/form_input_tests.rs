use super::*;

fn roles() -> Vec<Offered> {
    let named =
        |label: &str| Offered { label: label.to_owned(), note: None, action: FormAction::Role(label.to_owned()) };
    ["Lærer", "Barnevern", "NAV", "Politi", "Helse", "SLT-koordinator", "Child welfare", "Annet"].map(named).into()
}

#[test]
fn title_people_have_is_the_role_it_holds() {
    for (typed, role) in [
        ("nav-veileder", 2),
        ("jeg er kontaktlærer på ungdomsskolen", 0),
        ("politibetjent", 3),
        ("helsesykepleier", 4),
        ("barnevernspedagog", 1),
        ("slt", 5),
    ] {
        assert_eq!(only_title(&roles(), &normalize::normalize(typed)), Some(role), "{typed}");
    }
}

#[test]
fn title_of_none_or_of_two_roles_is_asked_about() {
    for typed in ["vaktmester", "politiker", "politisk rådgiver", "lærer og politi", "", "er"] {
        assert_eq!(only_title(&roles(), typed), None, "{typed}");
    }
}
