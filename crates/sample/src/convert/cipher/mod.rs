//! Converters that encrypt and decrypt.

use super::Converter;
use super::prelude::*;

mod aes_cbc;
mod aes_gcm;

/// All of them.
pub(super) static ALL: &[&Converter] =
    &[&aes_cbc::AES_CBC_ENC, &aes_cbc::AES_CBC_DEC, &aes_gcm::AES_GCM_ENC, &aes_gcm::AES_GCM_DEC];

/// The bits of the key say which AES it is.
fn check_bits(args: &[ArgValue]) -> Result<(), BadArg> {
    match args.first() {
        Some(ArgValue::Sint(128 | 192 | 256)) => Ok(()),
        Some(ArgValue::Sint(bits)) => {
            Err(refuse(0, format!("AES has no keys of {bits} bits"), "write 128, 192 or 256"))
        }
        _ => Ok(()),
    }
}
