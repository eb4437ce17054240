//! Converters that look names up: proxies and servers.

use super::Converter;

mod live;
mod map;
mod x509;

/// All of them.
pub(super) static ALL: &[&Converter] =
    &[&live::FE_EXISTS, &live::NBSRV, &live::SRV_IS_UP, &live::SRV_QUEUE, &x509::X509_V_ERR_STR];

/// Those that look values up in maps.
pub(super) static MAPS: &[&Converter] = map::ALL;
