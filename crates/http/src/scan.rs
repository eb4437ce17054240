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

/// The high bit of the first zero byte is set; bits above it may be set wrongly.
#[inline]
fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGHS
}

#[inline]
fn word_at(bytes: &[u8], at: usize) -> Option<u64> {
    let eight: &[u8; 8] = bytes.get(at..at + 8)?.first_chunk()?;
    Some(u64::from_le_bytes(*eight))
}

/// The index, from `at` on, of the first NUL, CR or LF; or the length.
#[inline]
pub(crate) fn find_line_mark(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word_at(bytes, at) {
        let cr = zero_bytes(word ^ (ONES * 0x0d));
        let lf = zero_bytes(word ^ (ONES * 0x0a));
        let found = zero_bytes(word) | cr | lf;
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while at < bytes.len() && !matches!(bytes[at], 0 | b'\r' | b'\n') {
        at += 1;
    }
    at
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
        // A byte below 0x20 borrows, one above 0x7e carries into its high bit.
        let low = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
        let delete = zero_bytes(word ^ (ONES * 0x7f));
        let found = low | delete | (word & HIGHS);
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
