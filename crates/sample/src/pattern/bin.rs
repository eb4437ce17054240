//! Blocks of bytes, written in hexadecimal.

use super::exact::Exact;

#[derive(Debug)]
pub(super) struct Bin(Exact);

impl Bin {
    pub(super) fn new(patterns: &[&[u8]]) -> Result<Self, (usize, String)> {
        let mut blocks = Vec::with_capacity(patterns.len());
        for (at, text) in patterns.iter().enumerate() {
            blocks.push(unhex(text).ok_or_else(|| {
                let text = String::from_utf8_lossy(text);
                (at, format!("`{text}` isn't an even number of hexadecimal digits"))
            })?);
        }
        let blocks: Vec<&[u8]> = blocks.iter().map(Vec::as_slice).collect();
        Ok(Self(Exact::new(&blocks, false)))
    }

    pub(super) fn find(&self, bytes: &[u8]) -> Option<usize> {
        self.0.find(bytes)
    }
}

fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| (byte as char).to_digit(16);
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some((digit(*high)? * 16 + digit(*low)?) as u8),
        _ => None,
    };
    text.chunks(2).map(pair).collect()
}
