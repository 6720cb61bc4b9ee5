//! The Discord door: interactions in, messages out.
