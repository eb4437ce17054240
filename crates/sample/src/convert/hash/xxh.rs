//! `xxh32` and `xxh64`: xxHash, written from its specification.

use crate::convert::prelude::*;

const SEEDED: Converter = Converter {
    args: &[Arg::optional("seed", ArgKind::Sint)],
    input: Type::Bin,
    output: Type::Sint,
    ..Converter::PLAIN
};

/// `xxh32`
pub static XXH32: Converter = Converter {
    name: "xxh32",
    sentence: "The 32-bit xxHash of the bytes.",
    examples: &[
        Example::plain("str(),xxh32", "46947589"),
        Example::plain("str(abc),xxh32", "852579327"),
    ],
    eval: Eval::Fn(|value, args, _| {
        let seed = args.sint(0).unwrap_or(0) as u32;
        Some(Sample::Sint(xxh32(&bytes(value)?, seed).into()))
    }),
    ..SEEDED
};

/// `xxh64`
pub static XXH64: Converter = Converter {
    name: "xxh64",
    sentence: "The 64-bit xxHash of the bytes as a signed integer.",
    examples: &[
        Example::plain("str(),xxh64", "-1205034819632174695"),
        Example::plain("str(abc),xxh64", "4952883123889572249"),
    ],
    eval: Eval::Fn(|value, args, _| {
        let seed = args.sint(0).unwrap_or(0) as u64;
        Some(Sample::Sint(xxh64(&bytes(value)?, seed) as i64))
    }),
    ..SEEDED
};

const P32: [u32; 5] = [0x9e37_79b1, 0x85eb_ca77, 0xc2b2_ae3d, 0x27d4_eb2f, 0x1656_67b1];

fn xxh32(bytes: &[u8], seed: u32) -> u32 {
    let round = |lane: u32, word: u32| {
        lane.wrapping_add(word.wrapping_mul(P32[1])).rotate_left(13).wrapping_mul(P32[0])
    };
    let (stripes, rest) = bytes.as_chunks::<16>();
    let mut hash = if stripes.is_empty() {
        seed.wrapping_add(P32[4])
    } else {
        let mut lanes = [
            seed.wrapping_add(P32[0]).wrapping_add(P32[1]),
            seed.wrapping_add(P32[1]),
            seed,
            seed.wrapping_sub(P32[0]),
        ];
        for stripe in stripes {
            for (lane, word) in lanes.iter_mut().zip(stripe.as_chunks::<4>().0) {
                *lane = round(*lane, u32::from_le_bytes(*word));
            }
        }
        let turns = lanes.iter().zip([1, 7, 12, 18]).map(|(lane, by)| lane.rotate_left(by));
        turns.fold(0u32, u32::wrapping_add)
    };
    hash = hash.wrapping_add(bytes.len() as u32);
    let (words, tail) = rest.as_chunks::<4>();
    for word in words {
        hash = hash.wrapping_add(u32::from_le_bytes(*word).wrapping_mul(P32[2]));
        hash = hash.rotate_left(17).wrapping_mul(P32[3]);
    }
    for byte in tail {
        hash = hash.wrapping_add(u32::from(*byte).wrapping_mul(P32[4]));
        hash = hash.rotate_left(11).wrapping_mul(P32[0]);
    }
    hash = (hash ^ hash >> 15).wrapping_mul(P32[1]);
    hash = (hash ^ hash >> 13).wrapping_mul(P32[2]);
    hash ^ hash >> 16
}

const P64: [u64; 5] = [
    0x9e37_79b1_85eb_ca87,
    0xc2b2_ae3d_27d4_eb4f,
    0x1656_67b1_9e37_79f9,
    0x85eb_ca77_c2b2_ae63,
    0x27d4_eb2f_1656_67c5,
];

fn round64(lane: u64, word: u64) -> u64 {
    lane.wrapping_add(word.wrapping_mul(P64[1])).rotate_left(31).wrapping_mul(P64[0])
}

/// The four lanes of the whole stripes, merged.
fn stripes64(stripes: &[[u8; 32]], seed: u64) -> u64 {
    let mut lanes = [
        seed.wrapping_add(P64[0]).wrapping_add(P64[1]),
        seed.wrapping_add(P64[1]),
        seed,
        seed.wrapping_sub(P64[0]),
    ];
    for stripe in stripes {
        for (lane, word) in lanes.iter_mut().zip(stripe.as_chunks::<8>().0) {
            *lane = round64(*lane, u64::from_le_bytes(*word));
        }
    }
    let turns = lanes.iter().zip([1, 7, 12, 18]).map(|(lane, by)| lane.rotate_left(by));
    let hash = turns.fold(0u64, u64::wrapping_add);
    lanes.iter().fold(hash, |hash, lane| {
        (hash ^ round64(0, *lane)).wrapping_mul(P64[0]).wrapping_add(P64[3])
    })
}

fn xxh64(bytes: &[u8], seed: u64) -> u64 {
    let (stripes, rest) = bytes.as_chunks::<32>();
    let mut hash = match stripes {
        [] => seed.wrapping_add(P64[4]),
        stripes => stripes64(stripes, seed),
    };
    hash = hash.wrapping_add(bytes.len() as u64);
    let (words, mut rest) = rest.as_chunks::<8>();
    for word in words {
        hash ^= round64(0, u64::from_le_bytes(*word));
        hash = hash.rotate_left(27).wrapping_mul(P64[0]).wrapping_add(P64[3]);
    }
    if let Some((half, tail)) = rest.split_first_chunk::<4>() {
        hash ^= u64::from(u32::from_le_bytes(*half)).wrapping_mul(P64[0]);
        hash = hash.rotate_left(23).wrapping_mul(P64[1]).wrapping_add(P64[2]);
        rest = tail;
    }
    for byte in rest {
        hash ^= u64::from(*byte).wrapping_mul(P64[4]);
        hash = hash.rotate_left(11).wrapping_mul(P64[0]);
    }
    hash = (hash ^ hash >> 33).wrapping_mul(P64[1]);
    hash = (hash ^ hash >> 29).wrapping_mul(P64[2]);
    hash ^ hash >> 32
}
