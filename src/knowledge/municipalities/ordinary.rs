//! Words around names, and names that are also something else.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::words::Word;
use crate::language::normalize;

/// What it takes for a name to be taken for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    /// Nothing: the name means little else.
    Plain,
    /// A preposition before it: it is also a person's name or a rare word.
    Named,
    /// More: it is an ordinary word.
    Ordinary,
}

/// Ordinary words in Norwegian or English.
const ORDINARY: &str = "\
    alver berg bud dale dalen dalane dokka drag eid eide fet fjell fjord flisa flora flå gaupne gran grane grue haram \
    heim hell hof hol hole holmen hov hvaler hå kampen kapp kinn kjeller kleppe kløfta korgen lade lena leka lier lista \
    løkka loppa lund lunde lura malm manger marker mo møre myre nes nesset nome os osen otta paradis rana re reine røst \
    røyken råde sagene salten sand sande sel sem sentrum skei ski sogn sola son stad stange strand stranda straume \
    straumen strømmen sula sund svelgen støren søm tasta tau time tinn torsken tretten tune vang vega vik vika våle våler øyer ås \
    åsen ål bø å borgen bogen hinna manger rygge sotra";

/// Also names of people, or seldom words.
const NAMED: &str = "\
    arna aure birkeland bjerke bjørndal borre brevik bryne evje fana frei frogner frosta frøya giske grim gulen hana halsa \
    jaren klepp kvam lindeberg loen lom moi myrvoll olden rena roan rosendal selje senja son stokke storhaug tana tiller torp tveit \
    valle vigeland masi gol rissa hornnes ramberg";

/// After a place: «Hol kommune».
const AFTER: &str = "\
    by vgs sentrum municipality county district gielda suohkan suohkana tjielte kunta";

/// The same, as beginnings: «kommune», «kommunens», «skolene».
const AFTER_BEGINNINGS: &[&str] = &[
    "kommun",
    "herad",
    "fylke",
    "bydel",
    "videregå",
    "vidaregå",
    "ungdomssk",
    "barnesk",
    "kulturskol",
    "folkehøgsk",
    "skole",
    "skule",
    "barnehage",
    "politi",
    "lensmann",
    "legekontor",
    "helsestasjon",
    "sykehus",
    "sjukehus",
];

/// Before a place: «NAV Lom».
const BEFORE: &str = "\
    nav kommune kommunen kommunene bydel bydelen tettstedet tettsted bygda byen stedet heter heiter \
    barnevernet politiet herad";

/// First parts of names of places.
const DIRECTIONS: &str = "\
    nord sør øst vest nordre søndre østre øystre vestre øvre nedre indre ytre midtre midt stor";

/// Before places, and before much else.
const PREPOSITIONS: &str = "\
    i på fra frå ved til hos utenfor utanfor rundt nær innen innafor in at from near around outside of";

/// Before «i» and a place.
const WORK_AND_HOME: &str = "\
    jobber jobbar jobba jobbet arbeider arbeidar arbeidet bor bur bodde budde lærer lærar rektor ansatt \
    tilsett helsesykepleier helsesjukepleiar koordinator rådgiver rådgivar ungdom elev work works live \
    lives teacher located based";

/// What says nothing beside a place.
const FILLERS: &str = "\
    hei hallo jeg eg vi me er det gjelder gjeld bor bur jobber jobbar arbeider arbeidar kommer kjem \
    hører høyrer min mi vår kommunen og eller i på fra frå ved til in from at of the my we work live is \
    am and or norge noreg norway ja tror takk her altså sorry gamle tidligere tidlegare former";

static GUARDS: LazyLock<[HashSet<String>; 2]> =
    LazyLock::new(|| [ORDINARY, NAMED].map(|list| list.split_whitespace().map(normalize::skeleton).collect()));

/// The lists above as sets.
struct Lists {
    after: Words,
    before: Words,
    directions: Words,
    prepositions: Words,
    work_and_home: Words,
    fillers: Words,
}

type Words = HashSet<&'static str>;

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let set = |list: &'static str| list.split_whitespace().collect();
    Lists {
        after: set(AFTER),
        before: set(BEFORE),
        directions: set(DIRECTIONS),
        prepositions: set(PREPOSITIONS),
        work_and_home: set(WORK_AND_HOME),
        fillers: set(FILLERS),
    }
});

/// What a name in lower case needs around it.
pub(super) fn guard(name: &str) -> Guard {
    let name = normalize::skeleton(name);
    let [ordinary, named] = &*GUARDS;
    if ordinary.contains(&name) {
        Guard::Ordinary
    } else if named.contains(&name) {
        Guard::Named
    } else {
        Guard::Plain
    }
}

/// A word after a name that makes it a place: «Hol kommune», «Ås vgs».
pub(super) fn follows_place(word: &str) -> bool {
    LISTS.after.contains(word) || AFTER_BEGINNINGS.iter().any(|beginning| word.starts_with(beginning))
}

/// A word before a name that makes it a place: «NAV Lom», «bydel Alna».
pub(super) fn precedes_place(word: &str) -> bool {
    LISTS.before.contains(word)
}

/// A word before a part of a name: «Sør-Odal», «Øvre Eiker».
pub(super) fn is_direction(word: &str) -> bool {
    LISTS.directions.contains(word)
}

/// «i», «på», «from» and others that stand before places.
pub(super) fn is_preposition(word: &str) -> bool {
    LISTS.prepositions.contains(word)
}

/// «og», «eller» and others between places.
pub(super) fn is_joint(word: &str) -> bool {
    matches!(word, "og" | "eller" | "samt" | "and" | "or")
}

/// Work and homes: what stands before «i» when a place comes after it.
pub(super) fn lives_or_works(word: &str) -> bool {
    LISTS.work_and_home.contains(word)
}

/// Words that say nothing beside a place: «hei, jeg jobber i …».
pub(super) fn is_filler(word: &Word) -> bool {
    let text = word.text.as_str();
    text.chars().all(|c| c.is_ascii_digit())
        || LISTS.fillers.contains(text)
        || follows_place(text)
        || precedes_place(text)
}

/// Ends of compounds whose beginning is a place: «Osloskolen».
pub(super) const TAILS: &[&str] = &[
    "skolen",
    "skolene",
    "skulen",
    "skulane",
    "området",
    "områda",
    "regionen",
    "distriktet",
    "traktene",
    "traktane",
    "politiet",
    "kommunen",
    "kommune",
    "ungdom",
    "ungdommen",
    "miljøet",
    "skole",
    "regjonen",
];
