//! What more than one suite needs: the shipped content, a web door on a
//! loopback port, the built binary, a reader of our own pages, mail servers
//! real and feigned.
//!
//! Nothing here asserts anything about the product; a suite does that. Every
//! wait has a limit and says what it waited for.

pub(crate) mod binary;
pub(crate) mod certificates;
pub(crate) mod content;
pub(crate) mod discord;
pub(crate) mod html;
pub(crate) mod mail_servers;
pub(crate) mod process;
pub(crate) mod smtp;
pub(crate) mod store;
pub(crate) mod wait;
pub(crate) mod web;
pub(crate) mod world;
