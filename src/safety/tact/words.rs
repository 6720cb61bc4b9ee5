//! The words that take the place of what points somebody out, in three written forms.

use crate::language::WrittenForm;

/// The same words in bokmål, nynorsk and English.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    nb: &'static str,
    nn: &'static str,
    en: &'static str,
}

impl Words {
    const fn new(nb: &'static str, nn: &'static str, en: &'static str) -> Self {
        Self { nb, nn, en }
    }

    pub(super) fn of(self, form: WrittenForm) -> &'static str {
        match form.for_replies() {
            WrittenForm::Nynorsk => self.nn,
            WrittenForm::English => self.en,
            _ => self.nb,
        }
    }
}

pub(super) const PUPIL: Words = Words::new("eleven", "eleven", "the student");
pub(super) const PERSON: Words = Words::new("personen", "personen", "the person");
/// Followed by a letter, when several people are named.
pub(super) const PERSON_OF_SEVERAL: Words = Words::new("person", "person", "person");
pub(super) const A_PUPIL: Words = Words::new("en elev", "ein elev", "a student");
pub(super) const A_PERSON: Words = Words::new("en person", "ein person", "a person");
pub(super) const NAME: Words = Words::new("[navn]", "[namn]", "[name]");

pub(super) const IDENTITY_NUMBER: Words = Words::new("[fødselsnummer]", "[fødselsnummer]", "[identity number]");
pub(super) const PHONE: Words = Words::new("[telefonnummer]", "[telefonnummer]", "[phone number]");
pub(super) const EMAIL: Words = Words::new("[e-postadresse]", "[e-postadresse]", "[e-mail address]");
pub(super) const ADDRESS: Words = Words::new("[adresse]", "[adresse]", "[address]");
pub(super) const BIRTHDATE: Words = Words::new("[fødselsdato]", "[fødselsdato]", "[date of birth]");
pub(super) const CASE_NUMBER: Words = Words::new("[saksnummer]", "[saksnummer]", "[case number]");
pub(super) const USERNAME: Words = Words::new("[brukernavn]", "[brukarnamn]", "[user name]");
pub(super) const PLATE: Words = Words::new("[bilnummer]", "[bilnummer]", "[licence plate]");
pub(super) const ACCOUNT: Words = Words::new("[kontonummer]", "[kontonummer]", "[account number]");
pub(super) const COORDINATES: Words = Words::new("[posisjon]", "[posisjon]", "[position]");
pub(super) const IP: Words = Words::new("[IP-adresse]", "[IP-adresse]", "[IP address]");

pub(super) const SCHOOL: Words = Words::new("skolen", "skulen", "the school");
pub(super) const LOWER_SECONDARY: Words = Words::new("ungdomsskolen", "ungdomsskulen", "the lower secondary school");
pub(super) const UPPER_SECONDARY: Words =
    Words::new("den videregående skolen", "den vidaregåande skulen", "the upper secondary school");
pub(super) const PRIMARY: Words = Words::new("barneskolen", "barneskulen", "the primary school");
pub(super) const KINDERGARTEN: Words = Words::new("barnehagen", "barnehagen", "the kindergarten");
pub(super) const WORKPLACE: Words = Words::new("arbeidsplassen", "arbeidsplassen", "the workplace");
pub(super) const MUNICIPALITY: Words = Words::new("kommunen", "kommunen", "the municipality");

/// Years one to four, five to seven, eight to ten; a preposition belongs to the words.
pub(super) const CLASS_YEARS: [Words; 3] = [
    Words::new("på småtrinnet", "på småtrinnet", "in the lower years of primary school"),
    Words::new("på mellomtrinnet", "på mellomtrinnet", "in the upper years of primary school"),
    Words::new("på ungdomstrinnet", "på ungdomstrinnet", "in lower secondary school"),
];

pub(super) const WEEKS_AGO: Words = Words::new("for noen uker siden", "for nokre veker sidan", "some weeks ago");
pub(super) const WHILE_AGO: Words = Words::new("for en tid siden", "for ei tid sidan", "some time ago");
pub(super) const IN_A_WHILE: Words = Words::new("om en tid", "om ei tid", "some time from now");
pub(super) const DAY: Words = Words::new("[dato]", "[dato]", "[date]");

/// An age, as it is said of somebody and as somebody is called by it.
#[derive(Debug, Clone, Copy)]
pub(super) struct AgeWords {
    /// The highest age it is used for, in years.
    pub(super) until: u32,
    /// After `er` or a comma: `i midten av tenårene`.
    pub(super) said: Words,
    /// `en tenåring`
    pub(super) one: Words,
    /// `tenåringen`
    pub(super) the: Words,
    /// Before an English noun: `a teenage`.
    pub(super) english_adjective: &'static str,
    /// Of a pupil: `på ungdomstrinnet`.
    pub(super) pupil: Option<Words>,
}

/// By rising age; the last one holds for every higher age.
pub(super) const AGES: [AgeWords; 11] = [
    AgeWords {
        until: 5,
        said: Words::new("i barnehagealder", "i barnehagealder", "of kindergarten age"),
        one: Words::new("et barn i barnehagealder", "eit barn i barnehagealder", "a child of kindergarten age"),
        the: Words::new("barnet", "barnet", "the child"),
        english_adjective: "a very young",
        pupil: None,
    },
    school_age(9, Words::new("i småskolealder", "i småskulealder", "in the first years of school"), CLASS_YEARS[0]),
    school_age(12, Words::new("på mellomtrinnet", "på mellomtrinnet", "at the end of primary school"), CLASS_YEARS[1]),
    teen(13, Words::new("tidlig i tenårene", "tidleg i tenåra", "in the early teens"), CLASS_YEARS[2]),
    teen(15, MID_TEENS, CLASS_YEARS[2]),
    teen(16, MID_TEENS, UPPER_YEARS),
    teen(19, Words::new("sent i tenårene", "seint i tenåra", "in the late teens"), UPPER_YEARS),
    grown(29, Words::new("i tjueårene", "i tjueåra", "in the twenties"), "a young"),
    grown(39, Words::new("i trettiårene", "i trettiåra", "in the thirties"), "an adult"),
    grown(59, Words::new("i førti- eller femtiårene", "i førti- eller femtiåra", "in middle age"), "a middle-aged"),
    grown(u32::MAX, Words::new("over seksti år", "over seksti år", "over sixty"), "an older"),
];

const MID_TEENS: Words = Words::new("i midten av tenårene", "i midten av tenåra", "in the mid-teens");
const UPPER_YEARS: Words = Words::new("på videregående", "på vidaregåande", "in upper secondary school");

const fn school_age(until: u32, said: Words, pupil: Words) -> AgeWords {
    AgeWords {
        until,
        said,
        one: Words::new("et barn i skolealder", "eit barn i skulealder", "a child of school age"),
        the: Words::new("barnet", "barnet", "the child"),
        english_adjective: "a young",
        pupil: Some(pupil),
    }
}

const fn teen(until: u32, said: Words, pupil: Words) -> AgeWords {
    AgeWords {
        until,
        said,
        one: Words::new("en tenåring", "ein tenåring", "a teenager"),
        the: Words::new("tenåringen", "tenåringen", "the teenager"),
        english_adjective: "a teenage",
        pupil: Some(pupil),
    }
}

const fn grown(until: u32, said: Words, english_adjective: &'static str) -> AgeWords {
    AgeWords {
        until,
        said,
        one: Words::new("en voksen", "ein vaksen", "an adult"),
        the: Words::new("den voksne", "den vaksne", "the adult"),
        english_adjective,
        pupil: None,
    }
}

/// The words for an age in years.
pub(super) fn age(years: u32) -> AgeWords {
    AGES.into_iter().find(|words| years <= words.until).unwrap_or(AGES[AGES.len() - 1])
}
