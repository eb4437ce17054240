//! Hashes of 32 bits that converters and fetches share.

/// SDBM, going on from `hash`.
pub(crate) fn sdbm(hash: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(hash, |hash, byte| {
        let byte = u32::from(*byte);
        byte.wrapping_add(hash << 6).wrapping_add(hash << 16).wrapping_sub(hash)
    })
}

/// DJB2: times 33, plus the byte.
pub(crate) fn djb2(bytes: &[u8]) -> u32 {
    bytes.iter().fold(5381u32, |hash, byte| hash.wrapping_mul(33).wrapping_add(u32::from(*byte)))
}

/// WT6: each byte goes into two words, which then change places, each turned by as many bits as five
/// bits of their mixture say.
pub(crate) fn wt6(bytes: &[u8]) -> u32 {
    let (mut low, mut high) = (0xa53c_965a_u32, 0x5ca6_953a_u32);
    let (mut left, mut right) = (6, 18);
    for byte in bytes {
        let byte = u32::from(*byte);
        let (a, b) = (!(low ^ byte), !high.wrapping_add(byte));
        (low, high) = (b.rotate_left(left), a.rotate_left(right));
        let mixed = ((low >> 16) ^ high) & 0xffff;
        (left, right) = (mixed & 31, mixed >> 11);
    }
    low ^ high
}

/// Spreads every bit over all others: Bob Jenkins's integer hash in six shifts, and a product.
pub(crate) fn mix(mut a: u32) -> u32 {
    a = a.wrapping_add(0x7ed5_5d16).wrapping_add(a << 12);
    a = (a ^ 0xc761_c23c) ^ (a >> 19);
    a = a.wrapping_add(0x1656_67b1).wrapping_add(a << 5);
    a = a.wrapping_add(0xd3a2_646c) ^ (a << 9);
    a = a.wrapping_add(0xfd70_46c5).wrapping_add(a << 3);
    a = (a ^ 0xb55a_4f09) ^ (a >> 16);
    a.wrapping_mul(3_221_225_473)
}

/// The CRC with this reflected polynomial, one bit at a time through a table.
pub(crate) fn crc(table: &[u32; 256], bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| crc >> 8 ^ table[usize::from(crc as u8 ^ byte)];
    !bytes.iter().fold(!0, step)
}

/// The table for [`crc`].
pub(crate) const fn crc_table(polynomial: u32) -> [u32; 256] {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let mut crc = at as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ polynomial } else { crc >> 1 };
            bit += 1;
        }
        table[at] = crc;
        at += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        assert_eq!(sdbm(0, b"abc"), 807_794_786);
        assert_eq!(mix(sdbm(0, b"abc")), 659_243_622);
        assert_eq!(mix(sdbm(0, b"a/p")), 1_690_518_478);
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!((wt6(&all), wt6(b"")), (4_090_277_559, 4_187_620_192));
    }
}
