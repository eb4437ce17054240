//! Converters that read messages of other protocols.

use super::Converter;

mod fix;
mod mqtt;
mod mqtt_packet;
mod protobuf;

/// All of them.
pub(super) static ALL: &[&Converter] = &[
    &fix::FIX_IS_VALID,
    &fix::FIX_TAG_VALUE,
    &mqtt::MQTT_IS_VALID,
    &mqtt::MQTT_FIELD_VALUE,
    &protobuf::PROTOBUF,
    &protobuf::UNGRPC,
];
