//! Useful for: "here is a question, which passages answer it, and does the
//! first one?" Not useful for: talking to anybody about it.
//!
//! Each part can be changed alone: the zones of evidence ([`schema`]), what is asked of
//! them ([`query`]), what is learnt from all ways of asking together
//! (`learned`), how well units match (`scoring`), whether a
//! title is named (`named`), how evidence becomes an order ([`ranking`]), when the
//! first passage is shown as the answer ([`decision`]), which of its sentences
//! are quoted ([`excerpt`]).
//!
//! Whatever comes in, time and memory are bounded: of a text the first mebibyte
//! is indexed and of a word the first 80 bytes; of a question the first 300
//! words are looked at, and at most 900 clauses asked in each search. A
//! collection too large to learn from (25 million texts times passages) has no
//! second ranker. Nothing in common gives no hit, and no hit is a decline.
//!
//! This room must not know the dialogue. It knows a passage only as an
//! ordinal with texts, so that any collection can be searched the same way.

mod builder;
pub mod corpus;
pub mod decision;
pub mod excerpt;
mod index;
mod learned;
mod likeness;
mod named;
pub mod query;
pub mod ranking;
pub mod schema;
mod scoring;
mod unit;

pub use decision::Decision;
pub use index::{Document, IndexError, SearchIndex};
pub use ranking::{Evidence, Found, Hit};
