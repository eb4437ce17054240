//! Fetches from the request's head.

use super::Fetch;

pub(super) mod auth;
mod base;
mod base32;
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
mod http_first_req;
mod method;
mod path;
mod pathq;
mod query;
mod url;
mod url_ip;
mod url_param;
mod ver;

/// All of them.
pub(super) static ALL: &[&Fetch] = &[
    &method::METHOD,
    &url::URL,
    &path::PATH,
    &pathq::PATHQ,
    &query::QUERY,
    &url_param::URL_PARAM,
    &url_param::URLP_VAL,
    &url_ip::URL_IP,
    &url_ip::URL_PORT,
    &base::BASE,
    &base::BASEQ,
    &base32::BASE32,
    &base32::BASE32_SRC,
    &base32::URL32,
    &base32::URL32_SRC,
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
    &auth::TYPE,
    &auth::HTTP_AUTH,
    &auth::HTTP_AUTH_GROUP,
    &auth::USER,
    &auth::PASS,
    &auth::BEARER_TOKEN,
    &http_first_req::HTTP_FIRST_REQ,
];
