//! The points' file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use utveier::safety::Family;

use super::model::{Danger, Points};

/// Words a sum spans; longer stories are read piece by piece.
const WINDOW: usize = 120;

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
#   regler, holdt_tilbake   regler som slo til, og som en kontekst holdt tilbake     lister, kontekster, listepar   hva meldingen har ord fra
#   stammer, ordpar         ord uten endelser, lest som bokmål, og to ved siden av hverandre
#   deler                   deler av sammensatte ord          begynnelser   de fem første bokstavene
";

/// The text of the file. Thresholds count from each sum's start.
pub(crate) fn file(danger: &Danger, threshold: i32, refusal: &Points, refusal_threshold: i32) -> String {
    let mut text = format!("{HEADER}\nvindu = {WINDOW}\n");
    scale(&mut text, "fare", &danger.danger, threshold);
    scale(&mut text, "akutt", &danger.acute, 0);
    text.push_str("\n[kategori.fra_start]\n");
    for (category, points) in &danger.categories {
        let _ = writeln!(text, "{} = {}", category.as_str(), points.start);
    }
    let mut rows: BTreeMap<(Family, &str), Vec<String>> = BTreeMap::new();
    for (category, points) in &danger.categories {
        for (family, name, value) in points.rows() {
            rows.entry((family, name)).or_default().push(format!("{} = {value}", category.as_str()));
        }
    }
    let rows = rows.iter().map(|((family, name), points)| (*family, *name, format!("{{ {} }}", points.join(", "))));
    families(&mut text, "kategori", rows);
    scale(&mut text, "avslag", refusal, refusal_threshold);
    text
}

fn scale(text: &mut String, name: &str, points: &Points, threshold: i32) {
    let _ = writeln!(text, "\n[{name}]\nterskel = {}", threshold - points.start);
    families(text, name, points.rows().map(|(family, thing, value)| (family, thing, value.to_string())));
}

/// Writes rows, which come sorted by family.
fn families<'a>(text: &mut String, owner: &str, rows: impl Iterator<Item = (Family, &'a str, String)>) {
    let _ = writeln!(text, "[{owner}.poeng]");
    let mut last = None;
    for (family, name, value) in rows {
        if last != Some(family) {
            let _ = writeln!(text, "[{owner}.poeng.{}]", family.as_str());
            last = Some(family);
        }
        let _ = writeln!(text, "{name:?} = {value}");
    }
}
