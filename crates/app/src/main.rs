//! The command `moongate`.
fn main() {}
