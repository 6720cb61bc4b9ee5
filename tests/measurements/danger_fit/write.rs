//! The points' file.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use utveier::safety::Family;

use super::model::{Danger, Points};

/// Words a sum spans; longer stories are read piece by piece.
const WINDOW: usize = 70;
/// How much less is asked of the sum of danger where a rule of level 1 applies: nine points of a message of one word.
const LESS_WITH_RULE: i32 = 90;
/// How wide a line of names is.
const LINE_CHARS_MAX: usize = 150;

const HEADER: &str = "\
# Poeng for alt en melding inneholder: regler, lister og kontekster fra akutt.toml, ord, ordpar og deler av ord.
#
# Skrevet av `cargo bench --workspace --bench danger_fit -- --write` fra egne meldinger (tests/questions/README.md).
# Kan endres for hånd: pluss varsler, minus roer. Ikke godkjent av fagfolk.
#
# Poengene i en melding (eller en bit på høyst `vindu` ord) legges sammen, ganges med ti og deles på roten av hvor
# mange ulike ord den har. Når summen når `terskel`, er svaret ja. `utveier ask --explain` viser hva som talte.
#
#   fare       er det fare?          akutt    er faren akutt (nivå 1)?
#   kategori   hvilken fare, altså hvilket kort: den med høyest sum, regnet fra `fra_start`
#   avslag     er det et spørsmål om hjelp til å skade?
#
# Slår en regel på nivå 1 til, kreves det `regel_senker` mindre av summen for fare.
# Under hver slags ting står poengene, og bak dem alt som gir så mange.
#
#   regler, holdt_tilbake   regler som slo til, og som en kontekst holdt tilbake     lister, kontekster, listepar   hva meldingen har ord fra
#   stammer, ordpar         ord uten endelser, lest som bokmål, og to ved siden av hverandre
#   deler                   deler av sammensatte ord          begynnelser   de fem første bokstavene
#   bokstaver               tre og fire bokstaver etter hverandre i et ord slik det er skrevet; _ er ordets kant
";

/// The text of the file. Thresholds count from each sum's start.
pub(crate) fn file(danger: &Danger, threshold: i32, refusal: &Points, refusal_threshold: i32) -> String {
    let mut text = format!("{HEADER}\nvindu = {WINDOW}\nregel_senker = {LESS_WITH_RULE}\n");
    scale(&mut text, "fare", &danger.danger, threshold);
    scale(&mut text, "akutt", &danger.acute, 0);
    text.push_str("\n[kategori.fra_start]\n");
    for (category, points) in &danger.categories {
        let _ = writeln!(text, "{} = {}", category.as_str(), points.start);
    }
    for (category, points) in &danger.categories {
        families(&mut text, &format!("kategori.poeng.{}", category.as_str()), points.rows());
    }
    scale(&mut text, "avslag", refusal, refusal_threshold);
    text
}

fn scale(text: &mut String, name: &str, points: &Points, threshold: i32) {
    let _ = writeln!(text, "\n[{name}]\nterskel = {}", threshold - points.start);
    families(text, &format!("{name}.poeng"), points.rows());
}

/// Writes what has points, family by family, the highest points first; rows come sorted by family and name.
fn families<'a>(text: &mut String, owner: &str, rows: impl Iterator<Item = (Family, &'a str, i32)>) {
    let mut families: BTreeMap<Family, BTreeMap<Reverse<i32>, Vec<&str>>> = BTreeMap::new();
    for (family, name, points) in rows {
        families.entry(family).or_default().entry(Reverse(points)).or_default().push(name);
    }
    for (family, by_points) in families {
        let _ = writeln!(text, "\n[{owner}.{}]", family.as_str());
        for (Reverse(points), names) in by_points {
            let _ = writeln!(text, "{points} = [");
            lines(text, &names);
            text.push_str("]\n");
        }
    }
}

/// Writes names, as many to a line as there is room for.
fn lines(text: &mut String, names: &[&str]) {
    let mut line = String::new();
    for name in names {
        let name = format!(" {name:?},");
        if line.chars().count() + name.chars().count() > LINE_CHARS_MAX {
            let _ = writeln!(text, " {line}");
            line.clear();
        }
        line.push_str(&name);
    }
    let _ = writeln!(text, " {line}");
}
