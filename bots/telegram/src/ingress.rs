//! Updates in, acknowledged only after they are handled.
//!
//! [`tracker`] knows which are in hand and which were seen, [`chains`] keeps one
//! chat serial, [`polling`] and [`webhook`] are the two ways they come. None of
//! them knows what an update says.

mod chains;
mod intake;
mod polling;
mod tracker;
mod webhook;

pub(crate) use intake::{Handler, Intake};
pub(crate) use polling::poll;
pub(crate) use webhook::{is_secret, listen};
