//! What an error of the network libraries means, in words that an organiser understands.

use std::{error::Error, io};

use rustls::{CertificateError, Error as TlsError};

use super::resolver::LookUpError;
use crate::links::answer::Failure;

/// The failure behind an error.
pub(super) fn of(error: &reqwest::Error) -> Failure {
    for cause in causes(error) {
        if let Some(error) = cause.downcast_ref::<LookUpError>() {
            return error.into();
        }
        if let Some(error) = cause.downcast_ref::<TlsError>() {
            return Failure::Certificate(tls_words(error));
        }
    }
    let words = words(error);
    if error.is_timeout() {
        return Failure::Timeout(if error.is_connect() { "a connection" } else { "an answer" });
    }
    if error.is_connect() {
        return Failure::Connect(words);
    }
    if let Some(error) = causes(error).find_map(|cause| cause.downcast_ref::<hyper::Error>()) {
        return match error {
            _ if error.is_parse() => Failure::Malformed(words),
            _ if error.is_incomplete_message() => {
                Failure::Broken("the connection was closed too early".into())
            }
            _ => Failure::Broken(words),
        };
    }
    if error.is_decode() { Failure::Malformed(words) } else { Failure::Broken(words) }
}

/// An error and all behind it, the outermost first.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| match error.downcast_ref::<io::Error>() {
        // The source of an error of input and output is not what it wraps, but the source of that.
        Some(io) => io.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => error.source(),
    })
}

/// The innermost words.
pub(super) fn words(error: &reqwest::Error) -> String {
    let innermost = causes(error).last().map(ToString::to_string).unwrap_or_default();
    // "Connection refused (os error 111)": the number says nothing to a reader.
    let text = innermost.split(" (os error").next().unwrap_or_default();
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

/// What is wrong with a certificate or a handshake.
fn tls_words(error: &TlsError) -> String {
    use CertificateError as C;
    match error {
        TlsError::InvalidCertificate(certificate) => match certificate {
            C::Expired | C::ExpiredContext { .. } => "it has expired".into(),
            C::NotValidYet | C::NotValidYetContext { .. } => "it is not valid yet".into(),
            C::NotValidForName | C::NotValidForNameContext { .. } => "it is not valid for this name".into(),
            C::UnknownIssuer => "nobody who is known has signed it".into(),
            C::Revoked => "it has been revoked".into(),
            C::Other(_) => "it is self-signed, or not for servers".into(),
            other => format!("it is invalid: {other}"),
        },
        TlsError::AlertReceived(alert) => format!("it ends the handshake: {alert:?}"),
        TlsError::InvalidMessage(_) => "it does not speak TLS".into(),
        other => format!("the handshake fails: {other}"),
    }
}
