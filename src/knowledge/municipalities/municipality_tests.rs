use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use proptest::{prop_assert, proptest};
use serde::Deserialize;

use super::*;
use crate::knowledge::{Knowledge, load};

static SHIPPED: LazyLock<Knowledge> = LazyLock::new(|| load(Path::new("knowledge")).unwrap().knowledge);

fn shipped() -> &'static Municipalities {
    SHIPPED.municipalities()
}

fn fresh() -> Municipalities {
    let read = |name: &str| std::fs::read_to_string(Path::new("knowledge").join(name)).unwrap();
    let (municipalities, places) = (read("kommuner.csv"), read("steder.csv"));
    let regions = SHIPPED.regions();
    Municipalities::read(PlaceData { municipalities: &municipalities, places: &places, regions }).0
}

/// The region as `utveier route` writes it, and the numbers.
fn route(places: &Municipalities, text: &str) -> (String, Vec<String>) {
    let (region, found) = match places.resolve(text) {
        Resolution::One { place, also } => {
            (place.rvts().to_owned(), std::iter::once(place).chain(also).collect::<Vec<_>>())
        }
        Resolution::Several(found) => ("ASK".to_owned(), found),
        Resolution::Unknown => ("UNKNOWN".to_owned(), Vec::new()),
    };
    let mut numbers: Vec<String> = found.iter().filter_map(Place::number).map(str::to_owned).collect();
    numbers.sort();
    (region, numbers)
}

fn region(text: &str) -> String {
    route(shipped(), text).0
}

#[derive(Deserialize)]
struct Question {
    text: String,
    expect_region: String,
    expect_kommune: Vec<String>,
}

/// Wrong answers to a file of questions, and how many there are.
fn wrong(file: &str) -> (Vec<String>, usize) {
    let text = std::fs::read_to_string(Path::new("tests/questions").join(file)).unwrap();
    let questions: Vec<Question> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let judged = questions.iter().filter_map(|question| {
        let mut expected = question.expect_kommune.clone();
        expected.sort();
        let got = route(shipped(), &question.text);
        (got != (question.expect_region.clone(), expected)).then(|| format!("{}: {got:?}", question.text))
    });
    (judged.collect(), questions.len())
}

#[test]
fn written_questions_keep_their_places() {
    for file in ["own-routing.jsonl", "dev/routing.jsonl"] {
        let (wrong, of) = wrong(file);
        assert!(of >= 50 && wrong.is_empty(), "{file}: {} of {of}: {wrong:#?}", wrong.len());
    }
}

#[test]
fn every_county_goes_where_its_region_says() {
    let places = shipped();
    assert_eq!((places.all().len(), places.counties().len()), (357, 15));
    let numbers: HashSet<&str> = places.all().iter().map(|municipality| municipality.number.as_str()).collect();
    assert_eq!(numbers.len(), 357);
    for municipality in places.all() {
        let of_county: Vec<&str> = SHIPPED
            .regions()
            .iter()
            .filter(|region| region.counties.contains(&municipality.county))
            .map(|region| region.id.as_str())
            .collect();
        assert_eq!(of_county, [municipality.region.as_str()], "{municipality:?}");
        let short = SHIPPED.regions().iter().find(|region| region.id == municipality.region).unwrap();
        assert_eq!(short.short, municipality.rvts, "{municipality:?}");
    }
    for region in SHIPPED.regions() {
        for county in region.counties.iter().chain(&region.former_counties) {
            assert_eq!(self::region(county), region.short, "{county}");
        }
    }
}

#[test]
fn every_name_in_the_data_finds_its_municipality() {
    let csv = std::fs::read_to_string("knowledge/kommuner.csv").unwrap();
    let mut wrong = BTreeMap::new();
    for row in csv.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        let others = fields[4].split('|').filter(|alias| !alias.is_empty());
        for name in others.chain([fields[1]]) {
            for text in [name.to_owned(), format!("{name} kommune"), format!("Jeg er lærer i {name} og er bekymret")] {
                let numbers = route(shipped(), &text).1;
                if !numbers.iter().any(|number| number == fields[0]) {
                    wrong.insert(text, numbers);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_other_name_finds_where_it_lies() {
    let csv = std::fs::read_to_string("knowledge/steder.csv").unwrap();
    let mut wrong = BTreeMap::new();
    for row in csv.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        let found = route(shipped(), fields[0]);
        let fits = match fields[2] {
            "tidligere" | "navneform" | "kortform" | "bydel" | "sted" => {
                fields[1].split('|').all(|number| found.1.iter().any(|other| other == number))
            }
            "utlandet" | "utenfor" => found.0 == "UNKNOWN",
            "delnavn" => true,
            _ => found.0 != "UNKNOWN",
        };
        if !fits {
            wrong.insert(fields[0].to_owned(), found);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_name_shared_by_two_regions_is_asked_about_unless_the_county_is_named() {
    for (alone, named, expected) in [
        ("Herøy", "Herøy, Nordland", "Nord"),
        ("Herøy kommune", "Herøy kommune i Møre og Romsdal", "Midt"),
        ("Os", "Os i Hordaland", "Vest"),
        ("Sande", "Sande i Vestfold", "Sør"),
        ("Bø", "Bø i Telemark", "Sør"),
    ] {
        assert_eq!((region(alone).as_str(), region(named).as_str()), ("ASK", expected), "{alone}");
    }
}

#[test]
fn what_is_denied_or_abroad_is_no_place() {
    for text in ["Jeg bor ikke i Bergen", "Bergen auf Rügen", "Lund i Sverige", "Breivik", "Gran Canaria", "al-Hol"] {
        assert_eq!(region(text), "UNKNOWN", "{text}");
    }
}

#[test]
fn certainty_follows_the_regions_file() {
    let certainty = |text| match shipped().resolve(text) {
        Resolution::One { place, .. } => place.certainty(),
        other => panic!("{other:?}"),
    };
    assert_eq!(certainty("Oslo"), Certainty::Read);
    assert_eq!(certainty("Molde"), Certainty::Read);
    assert_eq!(certainty("Drammen"), Certainty::Partial);
    assert_eq!(certainty("Viken"), Certainty::Partial);
    assert_eq!(certainty("Bergen"), Certainty::Partial);
    assert_eq!(certainty("Arendal"), Certainty::Derived);
    let unsure = shipped().counties().iter().filter(|county| !county.certainty.is_certain());
    assert!(unsure.clone().any(|county| county.name == "Buskerud") && unsure.count() >= 8);
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(place, region)| ((*place).to_owned(), (*region).to_owned())).collect()
}

#[test]
fn a_configured_county_takes_its_municipalities_along() {
    let places = fresh().with_overrides(&pairs(&[("Kongsberg", "vest"), ("Buskerud", "sor")])).unwrap();
    assert_eq!(route(&places, "Drammen").0, "Sør");
    assert_eq!(route(&places, "Hallingdal").0, "Sør");
    assert_eq!(route(&places, "Kongsberg").0, "Vest");
    assert_eq!(route(&places, "Viken").0, "ASK");
    assert_eq!(route(&places, "Oslo").0, "Øst");
    let buskerud = places.counties().iter().find(|county| county.name == "Buskerud").unwrap();
    assert_eq!((buskerud.certainty, &buskerud.doubt), (Certainty::Configured, &None));
}

#[test]
fn numbers_and_whole_former_counties_can_be_configured() {
    let places = fresh().with_overrides(&pairs(&[("1818", "midt"), ("55", "midt"), ("Oslo", "sor")])).unwrap();
    assert_eq!(route(&places, "Herøy"), ("Midt".to_owned(), vec!["1515".to_owned(), "1818".to_owned()]));
    assert_eq!((route(&places, "Tromsø").0, route(&places, "Oslo").0), ("Midt".to_owned(), "Sør".to_owned()));
    let viken = fresh().with_overrides(&pairs(&[("viken", "sor")])).unwrap();
    assert_eq!((route(&viken, "Moss").0, route(&viken, "Bærum").0), ("Sør".to_owned(), "Sør".to_owned()));
}

#[test]
fn every_override_that_cannot_take_effect_is_named() {
    let bad = pairs(&[
        ("Kardemomme", "sor"),
        ("Herøy", "nord"),
        ("Hedmark", "ost"),
        ("Sandvika", "ost"),
        ("Oslo", "sydpolen"),
        ("Agder", "sor"),
        ("42", "vest"),
    ]);
    let errors = fresh().with_overrides(&bad).unwrap_err();
    assert_eq!(
        errors,
        [
            OverrideError::UnknownPlace("Kardemomme".into()),
            OverrideError::Ambiguous { place: "Herøy".into(), count: 2 },
            OverrideError::NotPresent("Hedmark".into()),
            OverrideError::NotPresent("Sandvika".into()),
            OverrideError::UnknownRegion { place: "Oslo".into(), region: "sydpolen".into() },
            OverrideError::Twice("42".into()),
        ]
    );
}

#[test]
fn rows_that_cannot_be_used_are_named_with_their_line() {
    let (municipalities, places) =
        ("head\n0301,Oslo,Oslo,Øst,\nx,y\n1,A,B,Sydpolen,\n", "head\nX,9999,sted,\nY,0301,rart,\nZ\n");
    let (read, bad) = Municipalities::read(PlaceData { municipalities, places, regions: SHIPPED.regions() });
    let lines: Vec<(&str, usize)> = bad.iter().map(|row| (row.file, row.line)).collect();
    assert_eq!(
        lines,
        [("kommuner.csv", 3), ("kommuner.csv", 4), ("steder.csv", 2), ("steder.csv", 3), ("steder.csv", 4)]
    );
    assert_eq!(read.all().len(), 1);
}

/// Two seconds in a build without optimisation on a busy machine; a release
/// build takes a twentieth of that.
#[test]
fn a_text_of_fifty_kilobytes_takes_bounded_time() {
    for piece in ["Bergen Trondhiem Os Time i Klepp ", "i Bregeen sør Ardalk ", "æ", "Herøy, ", "\u{301}a-"] {
        let text = piece.repeat(50_000 / piece.len() + 1);
        let start = Instant::now();
        let _places = shipped().resolve(&text);
        assert!(start.elapsed() < Duration::from_secs(10), "{piece}: {:?}", start.elapsed());
    }
}

proptest! {
    #[test]
    fn no_text_breaks_it(text in "\\PC{0,200}") {
        let found = shipped().find(&text);
        prop_assert!(found.iter().all(|place| !place.region_id().is_empty()));
    }

    /// Places among signs, joints and ordinary words.
    #[test]
    fn no_mixture_of_names_breaks_it(parts in proptest::collection::vec("Herøy|Os|i|og|,|\\.|-|Sør|Odal|Lund|Sverige|ikke|kommune|Time|\\n|Trondhiem|4601|s|Ås|å", 0..40)) {
        let text = parts.join(" ");
        let found = shipped().find(&text);
        let distinct: HashSet<String> = found.iter().map(|place| format!("{place:?}")).collect();
        prop_assert!(distinct.len() == found.len());
    }
}
