//! Numbers and addresses as text, without the machinery of `fmt`: a log line has dozens of them.

use std::net::Ipv4Addr;

/// Appends a number.
pub fn int(number: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// Appends the last three digits of a number.
pub fn three(number: u32, out: &mut Vec<u8>) {
    let digit = |by: u32| b'0' + (number / by % 10) as u8;
    out.extend_from_slice(&[digit(100), digit(10), digit(1)]);
}

/// An IPv4 address; gives the part of the room that it takes.
pub fn ipv4(ip: Ipv4Addr, room: &mut [u8; 15]) -> &[u8] {
    let mut len = 0;
    for (at, octet) in ip.octets().into_iter().enumerate() {
        if at > 0 {
            room[len] = b'.';
            len += 1;
        }
        let mut buffer = itoa::Buffer::new();
        let text = buffer.format(octet).as_bytes();
        room[len..len + text.len()].copy_from_slice(text);
        len += text.len();
    }
    &room[..len]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_fmt_writes_them() {
        for number in [0, 7, -1, i64::MAX, i64::MIN] {
            let mut out = Vec::new();
            int(number, &mut out);
            assert_eq!(out, number.to_string().into_bytes());
        }
        for ip in [[0, 0, 0, 0], [255, 255, 255, 255], [10, 9, 100, 1]].map(Ipv4Addr::from) {
            assert_eq!(ipv4(ip, &mut [0; 15]), ip.to_string().as_bytes());
        }
        let mut out = Vec::new();
        three(7, &mut out);
        three(1_042, &mut out);
        assert_eq!(out, b"007042");
    }
}
