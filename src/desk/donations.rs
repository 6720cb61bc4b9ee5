//! Questions that people gave the editors: kept, listed, deleted.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

use super::Desk;
use super::body::seal_donation;
use crate::dialogue::{self, Sentence};
use crate::language::WrittenForm;
use crate::request::norwegian_day;
use crate::store::{DonationRow, Write};

impl Desk {
    /// A given sentence as it is kept: under a random id, with the month alone.
    pub(super) fn donation(&self, sentence: &Sentence, now: Timestamp) -> Write {
        let id = Uuid::new_v4();
        Write::InsertDonation(DonationRow {
            id,
            month: month(norwegian_day(now)),
            form: sentence.form.code().to_owned(),
            body: seal_donation(&self.keyring, id, &sentence.text),
        })
    }

    /// Deletes what has been kept as long as was said, also where giving is off by
    /// now. The day is not known, so it is counted from the first of the month.
    pub(super) fn old_donations(&self, now: Timestamp) -> Write {
        let days = i64::from(self.config.facts.donation_days);
        Write::DeleteDonationsUntil(month(norwegian_day(now).saturating_sub(days.days())))
    }

    /// A text of the catalogue as it is true here; see [`dialogue::true_text`].
    #[must_use]
    pub fn text(&self, form: WrittenForm, key: &str) -> String {
        dialogue::true_text(&self.engine().replies, self.facts(), form, (key, &[]))
    }
}

fn month(day: Date) -> String {
    day.strftime("%Y-%m").to_string()
}
