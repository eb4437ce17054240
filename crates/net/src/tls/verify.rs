//! Checking a server's certificate.

use super::certificate::Facts;
use super::client::Trust;
use super::provider;
use super::roots::Roots;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme};
use std::fmt;
use std::sync::Arc;

/// Checks as a configuration wants it.
#[derive(Debug)]
pub(super) struct Verifier {
    pub(super) trust: Trust,
    /// The certificate has to be for the server's name.
    pub(super) name: bool,
}

/// A finding in our own words.
#[derive(Debug)]
pub(super) struct Finding(pub(super) &'static str);

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Finding {}

fn finding(text: &'static str) -> Error {
    CertificateError::Other(OtherError(Arc::new(Finding(text)))).into()
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Trust::Authorities(roots) = &self.trust else {
            return Ok(ServerCertVerified::assertion());
        };
        let facts = Facts::read(end_entity);
        if facts.as_ref().is_some_and(|facts| facts.version < 3) {
            return Err(finding(
                "the server's certificate is of an old form (X.509 version 1), \
                 which can't name hosts",
            ));
        }
        let parsed = ParsedCertificate::try_from(end_entity)?;
        if roots.has(end_entity) {
            in_time(facts.as_ref(), now)?;
        } else {
            let own = facts.is_some_and(|facts| facts.is_self_signed());
            chain(&parsed, roots, intermediates, now).map_err(|error| unknown(error, own))?;
        }
        if self.name {
            verify_server_name(&parsed, server_name)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        // Who doesn't check the certificate learns nothing from what it signs.
        if matches!(self.trust, Trust::Anyone) {
            return Ok(HandshakeSignatureValid::assertion());
        }
        verify_tls12_signature(message, cert, dss, &provider().signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        if matches!(self.trust, Trust::Anyone) {
            return Ok(HandshakeSignatureValid::assertion());
        }
        verify_tls13_signature(message, cert, dss, &provider().signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider().signature_verification_algorithms.supported_schemes()
    }
}

fn chain(
    parsed: &ParsedCertificate<'_>,
    roots: &Roots,
    intermediates: &[CertificateDer<'_>],
    now: UnixTime,
) -> Result<(), Error> {
    let algorithms = provider().signature_verification_algorithms.all;
    verify_server_cert_signed_by_trust_anchor(parsed, &roots.store, intermediates, now, algorithms)
}

/// Says more of a certificate that leads to nobody who is trusted.
fn unknown(error: Error, own: bool) -> Error {
    match &error {
        Error::InvalidCertificate(CertificateError::UnknownIssuer) if own => finding(SELF_SIGNED),
        Error::InvalidCertificate(CertificateError::UnknownIssuer) => {
            finding("the server's certificate isn't signed by a trusted authority")
        }
        // webpki has no name for it here: an authority's own certificate, shown by a server.
        Error::InvalidCertificate(CertificateError::Other(other))
            if other.to_string() == "CaUsedAsEndEntity" =>
        {
            finding(if own {
                SELF_SIGNED
            } else {
                "the server's certificate is an authority's own, and not for servers"
            })
        }
        _ => error,
    }
}

const SELF_SIGNED: &str = "the server's certificate is self-signed and not among the trusted ones";

/// Whether a certificate that is trusted for itself is good today.
fn in_time(facts: Option<&Facts<'_>>, now: UnixTime) -> Result<(), Error> {
    let Some(facts) = facts else { return Err(CertificateError::BadEncoding.into()) };
    let now = std::time::Duration::from_secs(now.as_secs());
    if now < facts.validity.0 {
        return Err(CertificateError::NotValidYet.into());
    }
    if now > facts.validity.1 {
        return Err(CertificateError::Expired.into());
    }
    Ok(())
}
