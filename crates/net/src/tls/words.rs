//! What went wrong, in words that a user of the program can do something with.

use rustls::{AlertDescription, CertificateError, Error, PeerIncompatible};

/// Says what went wrong.
pub(super) fn words(error: &Error) -> String {
    match error {
        Error::InvalidCertificate(error) => certificate(error),
        Error::AlertReceived(alert) => format!("the other end ended TLS: {}", spaced(*alert)),
        Error::InvalidMessage(_) => "the other end doesn't speak TLS here".to_owned(),
        Error::PeerIncompatible(error) => incompatible(error),
        Error::NoCertificatesPresented => "the other end shows no certificate".to_owned(),
        Error::NoApplicationProtocol => "the other end knows none of the protocols".to_owned(),
        Error::DecryptError => "what came can't be decrypted".to_owned(),
        error => error.to_string(),
    }
}

fn certificate(error: &CertificateError) -> String {
    let what = match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "isn't valid yet"
        }
        CertificateError::UnknownIssuer => "isn't signed by a trusted authority",
        CertificateError::BadSignature => "has a wrong signature",
        CertificateError::BadEncoding => "can't be read",
        CertificateError::NotValidForName => "is for another name",
        CertificateError::NotValidForNameContext { expected, presented } => {
            let expected = expected.to_str();
            return match presented.is_empty() {
                true => format!(
                    "the server's certificate isn't for `{expected}`: it names no host (subjectAltName)"
                ),
                false => format!(
                    "the server's certificate isn't for `{expected}`, but for {}",
                    presented.iter().map(|name| plain(name)).collect::<Vec<_>>().join(", ")
                ),
            };
        }
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "isn't meant for servers"
        }
        CertificateError::Other(other) => {
            let text = other.to_string();
            return match text.starts_with("the server's") {
                true => text,
                false => format!("the server's certificate isn't accepted: {text}"),
            };
        }
        error => return format!("the server's certificate isn't accepted: {error}"),
    };
    format!("the server's certificate {what}")
}

/// `DnsName("a.example")` as `a.example`.
fn plain(name: &str) -> String {
    let inner = name.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
    format!("`{}`", inner.unwrap_or(name).trim_matches('"'))
}

fn incompatible(error: &PeerIncompatible) -> String {
    match error {
        PeerIncompatible::ServerDoesNotSupportTls12Or13
        | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig => {
            "the other end speaks neither TLS 1.2 nor TLS 1.3".to_owned()
        }
        error => format!("the other end's TLS doesn't fit: {error:?}"),
    }
}

/// `HandshakeFailure` as `handshake failure`.
fn spaced(alert: AlertDescription) -> String {
    let name = format!("{alert:?}");
    let mut out = String::with_capacity(name.len() + 4);
    for (at, c) in name.char_indices() {
        if at > 0
            && c.is_ascii_uppercase()
            && !name[..at].ends_with(|c: char| c.is_ascii_uppercase())
        {
            out.push(' ');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::pki_types::ServerName;

    #[test]
    fn in_plain_words() {
        let alert = Error::AlertReceived(AlertDescription::HandshakeFailure);
        assert_eq!(words(&alert), "the other end ended TLS: handshake failure");
        let alert = Error::AlertReceived(AlertDescription::UnknownCA);
        assert_eq!(words(&alert), "the other end ended TLS: unknown ca");
        let wrong = CertificateError::NotValidForNameContext {
            expected: ServerName::try_from("a.example").unwrap(),
            presented: vec!["DnsName(\"b.example\")".to_owned()],
        };
        let text = "the server's certificate isn't for `a.example`, but for `b.example`";
        assert_eq!(words(&wrong.into()), text);
        assert_eq!(
            words(&CertificateError::Expired.into()),
            "the server's certificate has expired"
        );
    }
}
