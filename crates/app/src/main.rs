//! The command `moongate`.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    moongate::main(std::env::args_os().skip(1).collect())
}
