//! Fetches from the response's head.

use super::Fetch;

mod cook;
mod cook_cnt;
mod cook_names;
mod cook_val;
mod fhdr;
mod fhdr_cnt;
mod hdr;
mod hdr_cnt;
mod hdr_ip;
mod hdr_names;
mod hdr_val;
mod hdrs;
mod hdrs_bin;
mod status;
mod ver;

/// All of them.
pub(super) static ALL: &[&Fetch] = &[
    &status::STATUS,
    &ver::VER,
    &hdr::HDR,
    &hdr_cnt::HDR_CNT,
    &hdr_ip::HDR_IP,
    &hdr_val::HDR_VAL,
    &hdr_names::HDR_NAMES,
    &fhdr::FHDR,
    &fhdr_cnt::FHDR_CNT,
    &hdrs::HDRS,
    &hdrs_bin::HDRS_BIN,
    &cook::COOK,
    &cook_cnt::COOK_CNT,
    &cook_val::COOK_VAL,
    &cook_names::COOK_NAMES,
];
