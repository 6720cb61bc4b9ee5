//! Inboxes: one contract for all of them, an SMTP server on its bad days, and
//! the whole way there and back through real Postfix and Dovecot.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/mod.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod harness;

mod contract;
mod faults;
mod reading;
mod real;

use std::path::PathBuf;
use std::time::Duration;

use harness::smtp::SmtpServer;
use utveier::inbox::connection::Tls;
use utveier::inbox::smtp::SmtpConfig;
use utveier::inbox::{CaseAddress, Parcel, Purpose};
use uuid::Uuid;

/// A text that must not turn up in any error.
const SECRET: &str = "En elev har sagt noe.";

/// The parcel of a number.
fn parcel(number: u128) -> Parcel {
    Parcel {
        id: Uuid::from_u128(number),
        recipient: "radgiver@example.org".to_owned(),
        purpose: Purpose::Request,
        code: "7KQ-4MPR".to_owned(),
        region: "ost".to_owned(),
        subject: "Forespørsel om råd".to_owned(),
        text: format!("{SECRET}\n.\n..punktum først på linjen\nÆØÅ\n"),
        found: vec![("Bekymringssamtalen".to_owned(), "https://example.org/samtale".to_owned())],
        how_to_answer: "Svar på denne e-posten.".to_owned(),
        reply_to: Some(CaseAddress("svar+7kq4mpr.k3j9x2@example.org".to_owned())),
        thread: None,
        written_at: "2026-03-03T11:01:44Z".parse().unwrap(),
    }
}

/// Settings for the stand-in.
fn settings(server: &SmtpServer, tls: Tls, ca_file: Option<PathBuf>) -> SmtpConfig {
    SmtpConfig {
        host: "127.0.0.1".to_owned(),
        port: server.address.port(),
        tls,
        user: String::new(),
        password: String::new(),
        from: "Utveier <utveier@example.org>".to_owned(),
        ca_file,
        timeout: Duration::from_secs(20),
    }
}
