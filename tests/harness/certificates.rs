//! Certificates for servers on this machine, made anew for each run by the
//! `openssl` command, so that no key lies in the repository.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// How long a server's certificate is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Validity {
    /// A day from now.
    Valid,
    /// It ran out long ago.
    Expired,
}

/// An authority and the folder its files are in.
pub(crate) struct Authority {
    folder: tempfile::TempDir,
}

/// The files of a server's certificate.
pub(crate) struct Certificate {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

impl Authority {
    /// A new authority nobody else trusts.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let config = "[req]\ndistinguished_name=name\nx509_extensions=ca\n[name]\n\
            [ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n\
            [server]\nbasicConstraints=CA:FALSE\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n\
            extendedKeyUsage=serverAuth\n\
            [authority]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\nemail_in_dn=no\npolicy=any\n\
            default_md=sha256\nunique_subject=no\n[any]\ncommonName=supplied\n";
        std::fs::write(folder.path().join("openssl.cnf"), config).expect("written");
        std::fs::write(folder.path().join("index.txt"), "").expect("written");
        std::fs::write(folder.path().join("serial"), "01\n").expect("written");
        let own = Self { folder };
        own.openssl(
            "req -x509 -config openssl.cnf -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 \
             -subj /CN=utveier-test -keyout ca.key -out ca.pem",
        );
        own
    }

    /// The root certificate, as a `ca_file`.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// A certificate for `localhost` and `127.0.0.1`.
    pub(crate) fn server(&self, name: &str, validity: Validity) -> Certificate {
        let days = match validity {
            Validity::Valid => "-days 1",
            Validity::Expired => "-startdate 20200101000000Z -enddate 20200201000000Z",
        };
        self.openssl(&format!(
            "req -new -config openssl.cnf -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
             -subj /CN={name} -keyout {name}.key -out {name}.csr"
        ));
        self.openssl(&format!(
            "ca -batch -notext -config openssl.cnf -name authority -extensions server -cert ca.pem -keyfile ca.key \
             {days} -in {name}.csr -out {name}.pem"
        ));
        let file = |ending: &str| self.folder.path().join(format!("{name}.{ending}"));
        Certificate { certificate: file("pem"), key: file("key") }
    }

    fn openssl(&self, arguments: &str) {
        let run = Command::new("openssl").current_dir(self.folder.path()).args(arguments.split_whitespace()).output();
        let run = run.unwrap_or_else(|error| panic!("openssl: {error}; run .ci/install-test-tools"));
        assert!(run.status.success(), "openssl {arguments}: {}", String::from_utf8_lossy(&run.stderr));
    }
}

impl Certificate {
    /// A server that shows this certificate.
    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        let read = |path: &Path| std::fs::read(path).expect("the file was made");
        let chain = vec![CertificateDer::from_pem_slice(&read(&self.certificate)).expect("a certificate")];
        let key = PrivateKeyDer::from_pem_slice(&read(&self.key)).expect("a key");
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring has the versions")
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .expect("certificate and key fit");
        TlsAcceptor::from(Arc::new(config))
    }
}
