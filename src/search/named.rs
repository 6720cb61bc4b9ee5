//! Whether the question names a title.
//!
//! Who asks of a thing by its name wants what stands under that name: among
//! passages that hold the same words, the one whose title the question names as
//! a whole. A part of a title says little (an act's is a sentence), so the
//! share of it that is named counts by its cube, times the share of the
//! question's words that the passage holds, weighted by rarity.

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, TantivyError, Term};

use super::index::IndexError;
use super::query::Own;
use super::schema::Zone;
use super::scoring::Units;

/// For each of some units, from 0 to 1, how far the question names its title
/// and the unit holds the question's words.
pub(super) fn shares(units: &Units, own: &[Own], found: &[(DocAddress, f32)]) -> Result<Vec<f32>, IndexError> {
    let mut titles = vec![0.0f32; found.len()];
    for word in own {
        each(units, (Zone::TextTitles, &word.title), found, |at, often, length| {
            titles[at] += often as f32 / length.max(1) as f32
        })?;
    }
    if titles.iter().all(|&title| title == 0.0) {
        return Ok(titles);
    }
    let (mut covered, mut all) = (vec![0.0f32; found.len()], f32::EPSILON);
    for word in own {
        let weight = word.weight * units.rarity(Zone::Text, &word.text)?;
        all += weight;
        each(units, (Zone::Text, &word.text), found, |at, _, _| covered[at] += weight)?;
    }
    Ok(titles.iter().zip(covered).map(|(title, covered)| title.min(1.0).powi(3) * covered / all).collect())
}

/// Calls `take` with the place of each unit that holds the term, how often it
/// does, and how many terms its zone holds.
fn each(
    units: &Units,
    (zone, term): (Zone, &Term),
    found: &[(DocAddress, f32)],
    mut take: impl FnMut(usize, u32, u32),
) -> Result<(), IndexError> {
    for (number, segment) in units.searcher.segment_readers().iter().enumerate() {
        let inside = found.iter().enumerate().filter(|(_, (address, _))| address.segment_ord as usize == number);
        let mut places: Vec<(u32, usize)> = inside.map(|(at, (address, _))| (address.doc_id, at)).collect();
        // Postings are read forwards.
        places.sort_unstable();
        let inverted = segment.inverted_index(term.field())?;
        let postings = inverted.read_postings(term, IndexRecordOption::WithFreqs).map_err(TantivyError::from)?;
        let Some(mut postings) = postings else {
            continue;
        };
        for (doc, at) in places {
            if postings.doc() < doc {
                postings.seek(doc);
            }
            if postings.doc() == doc {
                take(at, postings.term_freq(), units.length(zone, number, doc));
            }
        }
    }
    Ok(())
}
