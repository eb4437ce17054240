//! Exports the program's symbols, so that compiled Lua modules find the Lua API in it.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-link-arg-bins=-rdynamic");
}
