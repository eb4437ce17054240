//! Byte classes and fast searches that the readers share.

/// Lower-case form of the characters that a token may have (RFC 9110 §5.6.2), 0 for all others.
pub(crate) const TOKEN: [u8; 256] = token_table();

const fn token_table() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        if b.is_ascii_alphanumeric() || is_token_mark(b) {
            table[byte] = b.to_ascii_lowercase();
        }
        byte += 1;
    }
    table
}

const fn is_token_mark(byte: u8) -> bool {
    matches!(
        byte,
        b'!' | b'#'
            | b'$'
            | b'%'
            | b'&'
            | b'\''
            | b'*'
            | b'+'
            | b'-'
            | b'.'
            | b'^'
            | b'_'
            | b'`'
            | b'|'
            | b'~'
    )
}

#[inline]
pub(crate) fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// The text without the white space around it.
#[inline]
pub(crate) fn trim(mut text: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = text
        && is_blank(*first)
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && is_blank(*last)
    {
        text = rest;
    }
    text
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

#[inline]
fn word_at(bytes: &[u8], at: usize) -> Option<u64> {
    let eight: &[u8; 8] = bytes.get(at..at + 8)?.first_chunk()?;
    Some(u64::from_le_bytes(*eight))
}

/// The high bit of the first byte below `limit` is set; bits above it may be set wrongly.
#[inline]
fn bytes_below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(ONES * u64::from(limit)) & !word & HIGHS
}

/// The index, from `at` on, of the first NUL, CR or LF; or the length.
#[inline]
pub(crate) fn find_line_mark(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word_at(bytes, at) {
        let low = bytes_below(word, b'\r' + 1);
        if low == 0 {
            at += 8;
            continue;
        }
        at += low.trailing_zeros() as usize / 8;
        if is_line_mark(bytes[at]) {
            return at;
        }
        at += 1;
    }
    while at < bytes.len() && !is_line_mark(bytes[at]) {
        at += 1;
    }
    at
}

#[inline]
fn is_line_mark(byte: u8) -> bool {
    matches!(byte, 0 | b'\r' | b'\n')
}

/// The index, from `at` on, of the first byte that no token may have; or the length. Letters, digits
/// and dashes, of which nearly all names are made, go eight at a time.
#[inline]
pub(crate) fn find_token_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word_at(bytes, at) {
        let odd = !name_bytes(word) & HIGHS;
        if odd == 0 {
            at += 8;
            continue;
        }
        at += odd.trailing_zeros() as usize / 8;
        if TOKEN[bytes[at] as usize] == 0 {
            return at;
        }
        at += 1;
    }
    while at < bytes.len() && TOKEN[bytes[at] as usize] != 0 {
        at += 1;
    }
    at
}

/// The high bit of every byte that is a letter, a digit or a dash is set. Seven-bit sums never carry
/// into the next byte, so this is exact for all eight.
#[inline]
fn name_bytes(word: u64) -> u64 {
    let low = word & !HIGHS;
    let folded = low | (ONES * 0x20);
    let between = |word: u64, first: u8, last: u8| {
        (word + ONES * u64::from(0x80 - first)) & !(word + ONES * u64::from(0x7f - last))
    };
    let dash = !((low ^ (ONES * u64::from(b'-'))) + ONES * 0x7f);
    (between(folded, b'a', b'z') | between(low, b'0', b'9') | dash) & !word
}

/// Puts a space in place of every NUL, CR and LF.
#[inline]
pub(crate) fn blank_line_marks(bytes: &mut [u8]) {
    let mut at = find_line_mark(bytes, 0);
    while at < bytes.len() {
        bytes[at] = b' ';
        at = find_line_mark(bytes, at + 1);
    }
}

/// The index, from `at` on, of the first byte outside 0x20..=0x7e; or the length.
#[inline]
pub(crate) fn find_not_printable(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word_at(bytes, at) {
        // What is above 0x7e has its high bit, or gets it from the addition.
        let high = (word | word.wrapping_add(ONES)) & HIGHS;
        let found = bytes_below(word, 0x20) | high;
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while at < bytes.len() && matches!(bytes[at], 0x20..=0x7e) {
        at += 1;
    }
    at
}

/// Makes the first `len` bytes lower-case, eight at a time where there are as many.
#[inline]
pub(crate) fn make_lower_case(bytes: &mut [u8], len: usize) {
    let mut at = 0;
    while at < len {
        let Some(eight) = bytes.get_mut(at..at + 8) else {
            return bytes[at..len].make_ascii_lowercase();
        };
        let mut word = [0; 8];
        word.copy_from_slice(eight);
        let mut word = u64::from_le_bytes(word);
        let from_a = (word & !HIGHS) + ONES * (0x80 - u64::from(b'A'));
        let past_z = (word & !HIGHS) + ONES * (0x7f - u64::from(b'Z'));
        let upper = from_a & !past_z & !word & HIGHS;
        let inside = if len - at < 8 { (1 << ((len - at) * 8)) - 1 } else { u64::MAX };
        word |= (upper & inside) >> 2;
        eight.copy_from_slice(&word.to_le_bytes());
        at += 8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_agree_with_plain_loops() {
        for byte in 0..=255u8 {
            for at in 0..20 {
                let mut text = [b'x'; 20];
                text[at] = byte;
                for from in 0..20 {
                    let plain = |found: &dyn Fn(u8) -> bool| {
                        (from..20).find(|&i| found(text[i])).unwrap_or(20)
                    };
                    let mark = plain(&|b| matches!(b, 0 | b'\r' | b'\n'));
                    assert_eq!(find_line_mark(&text, from), mark, "{byte} at {at}");
                    let end = plain(&|b| TOKEN[b as usize] == 0);
                    assert_eq!(find_token_end(&text, from), end, "{byte} at {at}");
                    let odd = plain(&|b| !matches!(b, 0x20..=0x7e));
                    assert_eq!(find_not_printable(&text, from), odd, "{byte} at {at}");
                }
            }
        }
    }

    #[test]
    fn marks_close_to_each_other() {
        assert_eq!(find_line_mark(b"\t\x0b\x01\t\t\t\t\t\t\n\r", 0), 9);
        assert_eq!(find_not_printable(b"~~~\xff\x7f\0~~~~~~~", 0), 3);
        let mut text = *b"a\r\n\0b\n";
        blank_line_marks(&mut text);
        assert_eq!(&text, b"a   b ");
    }

    #[test]
    fn lower_case_stops_at_the_end_of_the_name() {
        let all: Vec<u8> = (0..=255).chain(*b"ABCDEFGHIJ").collect();
        for len in 0..all.len() {
            let mut fast = all.clone();
            make_lower_case(&mut fast, len);
            let mut plain = all.clone();
            plain[..len].make_ascii_lowercase();
            assert_eq!(fast, plain, "{len}");
        }
    }
}
