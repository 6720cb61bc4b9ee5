//! Norwegian text, from characters to the terms that are searched.
//!
//! One [`Analyzer`] is used when the index is built and when a question is
//! asked, so that both sides meet in the same terms. The chain is: normalise
//! ([`normalize`]), cut into words ([`token`]), bring nynorsk and dialect to
//! bokmål ([`bridge`]), split compounds ([`compound`]), stem ([`stem`]), and at
//! asking only: mend misspelt words against the index ([`spelling`]) and add
//! words that mean the same ([`thesaurus`]).
//!
//! This room must not know what the content is about: the field's synonyms
//! arrive as a [`Thesaurus`], the index's words as a [`Vocabulary`].

pub mod analyzer;
pub mod background;
pub mod bridge;
pub mod compound;
pub mod lexicon;
pub mod normalize;
pub(crate) mod quick;
pub mod role;
pub mod spelling;
pub mod stem;
pub mod thesaurus;
pub mod token;
pub mod written_form;

pub use analyzer::{Analysis, Analyzer, Term, Word};
pub use spelling::Vocabulary;
pub use thesaurus::Thesaurus;
pub use written_form::WrittenForm;
