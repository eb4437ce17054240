use super::*;

#[test]
fn fills_and_drains() {
    let mut buffer = Buffer::new();
    assert_eq!((buffer.len(), buffer.room()), (0, DEFAULT_SIZE));
    assert_eq!(buffer.push(b"hello world"), 11);
    buffer.consume(6);
    assert_eq!(buffer.bytes(), b"world");
    buffer.bytes_mut()[0] = b'W';
    buffer.truncate(3);
    assert_eq!(buffer.bytes(), b"Wor");
    buffer.consume(100);
    assert!(buffer.is_empty());
    assert_eq!(buffer.room(), DEFAULT_SIZE);
}

#[test]
fn compacts_only_when_little_is_left() {
    let mut buffer = Buffer::new();
    let size = buffer.spare().len();
    buffer.filled(size / 2);
    buffer.consume(10);
    assert_eq!(buffer.spare().len(), size - size / 2);
    buffer.filled(size - size / 2);
    assert_eq!(buffer.len(), size - 10);
    assert!(!buffer.is_full());
    assert_eq!(buffer.spare().len(), 10);
    buffer.filled(10);
    assert!(buffer.is_full());
    assert!(buffer.spare().is_empty());
    assert_eq!(buffer.push(b"x"), 0);
}

#[test]
fn storage_goes_back_to_the_worker() {
    set_size(4096);
    assert_eq!((size(), unused()), (4096, 0));
    let mut buffer = Buffer::new();
    buffer.push(b"x");
    buffer.release();
    assert_eq!(unused(), 0, "it still holds a byte");
    buffer.consume(1);
    buffer.release();
    assert_eq!(unused(), 1);
    drop((0..3).map(|_| buffer_with(b"y")).collect::<Vec<_>>());
    assert_eq!(unused(), 3);
    set_size(DEFAULT_SIZE);
    let old = buffer_with(b"z");
    set_size(2048);
    drop(old);
    assert_eq!(unused(), 0, "storage of another size isn't kept");
}

fn buffer_with(bytes: &[u8]) -> Buffer {
    let mut buffer = Buffer::new();
    buffer.push(bytes);
    buffer
}

#[test]
fn larger_than_the_workers() {
    let mut buffer = buffer_with(b"abc");
    buffer.consume(1);
    buffer.reserve_total(DEFAULT_SIZE * 2);
    assert_eq!(buffer.bytes(), b"bc");
    assert_eq!(buffer.push(&vec![1; DEFAULT_SIZE * 2]), DEFAULT_SIZE * 2 - 2);
    assert!(buffer.is_full());
    assert_eq!(std::mem::size_of::<Buffer>(), 24);
}
