//! The whole door without a network: requests in, responses out.

mod fake;
mod headers;
mod hostile;
mod pages;
mod posts;
mod requests;
mod texts;
