//! How connections to mail servers are secured, and what settings are refused.
//!
//! Shared by [`super::smtp`] and [`super::imap`]. Knows nothing of mail.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How a connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tls {
    /// Begins in clear and is encrypted before anything is said. A server that
    /// does not offer it is refused.
    Starttls,
    /// Encrypted from the first byte.
    Tls,
    /// Not at all; only to this machine itself.
    None,
}

/// Settings that cannot work, found before anything connects.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// No host is named.
    #[error("{section}.host is empty; name the mail server")]
    NoHost {
        /// `smtp` or `imap`.
        section: &'static str,
    },
    /// Passwords and requests in clear beyond this machine.
    #[error("{section}.tls is none, but {host} is not this machine; use starttls or tls")]
    ClearText {
        /// `smtp` or `imap`.
        section: &'static str,
        /// The host as configured.
        host: String,
    },
    /// One of user and password is missing.
    #[error("{section} needs both user and password, or neither; {missing} is empty")]
    HalfLogin {
        /// `smtp` or `imap`.
        section: &'static str,
        /// `user` or `password`.
        missing: &'static str,
    },
    /// The extra root certificate cannot be used.
    #[error("cannot use {path} as {section}.ca_file: {reason}; it must hold certificates in PEM")]
    CaFile {
        /// `smtp` or `imap`.
        section: &'static str,
        /// The file as configured.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The sender is no mail address.
    #[error("smtp.from is no mail address; write it as name@example.org or Name <name@example.org>")]
    From,
    /// TLS could not be set up.
    #[error("cannot set up tls for {section}: {reason}")]
    Tls {
        /// `smtp` or `imap`.
        section: &'static str,
        /// What the library said.
        reason: String,
    },
}

/// Whether a host is this machine, by name or number.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let number = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || number.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// What both kinds of servers have in common.
pub(crate) struct Endpoint<'a> {
    pub(crate) section: &'static str,
    pub(crate) host: &'a str,
    pub(crate) tls: Tls,
    pub(crate) user: &'a str,
    pub(crate) password: &'a str,
}

impl Endpoint<'_> {
    /// Refuses what cannot work or is not safe.
    pub(crate) fn check(&self) -> Result<(), SettingsError> {
        let section = self.section;
        if self.host.trim().is_empty() {
            return Err(SettingsError::NoHost { section });
        }
        if self.tls == Tls::None && !is_loopback(self.host) {
            return Err(SettingsError::ClearText { section, host: self.host.to_owned() });
        }
        match (self.user.is_empty(), self.password.is_empty()) {
            (true, false) => Err(SettingsError::HalfLogin { section, missing: "user" }),
            (false, true) => Err(SettingsError::HalfLogin { section, missing: "password" }),
            (true, true) | (false, false) => Ok(()),
        }
    }
}

/// Reads the extra root certificates of a PEM file.
pub(crate) fn read_roots(
    section: &'static str,
    path: Option<&Path>,
) -> Result<Vec<CertificateDer<'static>>, SettingsError> {
    let Some(path) = path else {
        return Ok(Vec::new());
    };
    let refuse = |reason: String| SettingsError::CaFile { section, path: path.to_owned(), reason };
    let pem = std::fs::read(path).map_err(|error| refuse(error.to_string()))?;
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(&pem)
        .collect::<Result<_, _>>()
        .map_err(|_unreadable| refuse("it cannot be read as PEM".to_owned()))?;
    if certificates.is_empty() {
        return Err(refuse("it holds no certificate".to_owned()));
    }
    Ok(certificates)
}

/// A client that trusts the public roots and the extra ones.
pub(crate) fn client_config(
    section: &'static str,
    extra: Vec<CertificateDer<'static>>,
) -> Result<Arc<ClientConfig>, SettingsError> {
    let refuse = |error: tokio_rustls::rustls::Error| SettingsError::Tls { section, reason: error.to_string() };
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    for certificate in extra {
        roots.add(certificate).map_err(refuse)?;
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(refuse)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// The innermost reason of an error of network or TLS, which tells most.
pub(crate) fn innermost(error: &dyn std::error::Error) -> String {
    let mut reason = error;
    while let Some(deeper) = reason.source() {
        reason = deeper;
    }
    reason.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(host: &str, tls: Tls) -> Endpoint<'_> {
        Endpoint { section: "smtp", host, tls, user: "", password: "" }
    }

    #[test]
    fn clear_text_is_for_this_machine_only() {
        for host in ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1", "[::1]"] {
            assert_eq!(endpoint(host, Tls::None).check(), Ok(()), "{host}");
        }
        for host in ["mail.example.org", "10.0.0.1", "localhost.example.org", "0.0.0.0"] {
            assert!(matches!(endpoint(host, Tls::None).check(), Err(SettingsError::ClearText { .. })), "{host}");
            assert_eq!(endpoint(host, Tls::Starttls).check(), Ok(()), "{host}");
        }
    }

    #[test]
    fn half_a_login_and_no_host_are_refused() {
        let half = Endpoint { user: "u", ..endpoint("localhost", Tls::Tls) };
        assert_eq!(half.check(), Err(SettingsError::HalfLogin { section: "smtp", missing: "password" }));
        let half = Endpoint { password: "p", ..endpoint("localhost", Tls::Tls) };
        assert_eq!(half.check(), Err(SettingsError::HalfLogin { section: "smtp", missing: "user" }));
        assert_eq!(endpoint(" ", Tls::Tls).check(), Err(SettingsError::NoHost { section: "smtp" }));
    }

    #[test]
    fn a_file_without_certificates_is_refused_by_name() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let refused = read_roots("imap", Some(file.path())).unwrap_err().to_string();
        assert!(refused.contains("imap.ca_file") && refused.contains("no certificate"), "{refused}");
        let missing = read_roots("imap", Some(Path::new("/nowhere/ca.pem"))).unwrap_err().to_string();
        assert!(missing.contains("/nowhere/ca.pem"), "{missing}");
        assert_eq!(read_roots("imap", None).unwrap(), Vec::new());
    }
}
