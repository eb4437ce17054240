use super::*;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

fn name(text: &str) -> Name {
    Name::parse(text.as_bytes()).unwrap()
}

fn question(id: u16, kind: Kind) -> Vec<u8> {
    let mut out = Vec::new();
    encode(&mut out, id, &name("Shop.Example"), kind, 1232);
    out
}

/// An answer to a question: flags, records.
fn answer(question: &[u8], flags: u16, records: &[&[u8]]) -> Vec<u8> {
    let mut out = question[..2].to_vec();
    out.extend_from_slice(&flags.to_be_bytes());
    out.extend_from_slice(&[0, 1, 0, records.len() as u8, 0, 0, 0, 0]);
    // All but the eleven bytes of EDNS.
    out.extend_from_slice(&question[12..question.len() - 11]);
    records.iter().for_each(|record| out.extend_from_slice(record));
    out
}

/// An A record of the name that was asked for.
fn a(last: u8) -> Vec<u8> {
    [&b"\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04\x0a\0\0"[..], &[last]].concat()
}

const CNAME: &[u8] = b"\xc0\x0c\0\x05\0\x01\0\0\0\x3c\0\x03\x01b\0";
const OF_B: &[u8] = b"\x01B\0\0\x01\0\x01\0\0\0\x3c\0\x04\x0a\0\0\x09";

#[test]
fn names_of_hosts() {
    assert_eq!(name("Shop.Example.").to_string(), "shop.example.");
    assert_eq!(name("a_b-c.d"), name("A_B-C.D."));
    for bad in ["", ".", "a..b", ".a", "a b", "a.b/c", "ä", "[::1]", &"a".repeat(64)] {
        assert!(Name::parse(bad.as_bytes()).is_none(), "{bad}");
    }
    let label = "a".repeat(63);
    let long = [&*label; 4].join(".");
    assert!(Name::parse(long.as_bytes()).is_none());
    assert!(Name::parse(&long.as_bytes()[..253]).is_some());
}

#[test]
fn a_question_as_it_goes_out() {
    let expected = b"\x12\x34\x01\0\0\x01\0\0\0\0\0\x01\x04shop\x07example\0\0\x1c\0\x01\0\0\x29\x04\xd0\0\0\0\0\0\0";
    assert_eq!(question(0x1234, Kind::Aaaa), expected);
}

#[test]
fn answers_that_are_believed() {
    let asked = question(7, Kind::A);
    let read = |flags, records: &[&[u8]]| {
        decode(&answer(&asked, flags, records), 7, &name("shop.example"), Kind::A)
    };
    let ip = |last: u8| IpAddr::from([10, 0, 0, last]);
    assert_eq!(read(0x8180, &[&a(1), &a(2)]), Ok(Reply::Addresses(vec![ip(1), ip(2)], false)));
    assert_eq!(read(0x8180, &[CNAME, OF_B]), Ok(Reply::Addresses(vec![ip(9)], true)));
    assert_eq!(read(0x8180, &[OF_B, CNAME]), Ok(Reply::Addresses(vec![ip(9)], true)));
    assert_eq!(read(0x8180, &[CNAME]), Ok(Reply::Empty));
    assert_eq!(read(0x8180, &[]), Ok(Reply::Empty));
    // An address of another name is none of this one.
    assert_eq!(read(0x8180, &[OF_B]), Ok(Reply::Empty));
    assert_eq!(read(0x8183, &[]), Ok(Reply::NoName));
    assert_eq!(read(0x8185, &[]), Ok(Reply::Refused));
    assert_eq!(read(0x8182, &[]), Ok(Reply::Failed(2)));
    assert_eq!(read(0x8380, &[&a(1)]), Ok(Reply::Truncated));
}

#[test]
fn answers_that_are_not() {
    let asked = question(7, Kind::A);
    let good = answer(&asked, 0x8180, &[&a(1)]);
    let shop = name("shop.example");
    assert_eq!(decode(&good, 8, &shop, Kind::A), Err(Fault::Stranger));
    assert_eq!(decode(&good, 7, &name("shop.examplf"), Kind::A), Err(Fault::Stranger));
    assert_eq!(decode(&good, 7, &shop, Kind::Aaaa), Err(Fault::Stranger));
    assert_eq!(decode(&asked, 7, &shop, Kind::A), Err(Fault::Stranger), "a question");
    for length in 0..good.len() {
        assert!(decode(&good[..length], 7, &shop, Kind::A).is_err(), "{length} bytes");
    }
    // A name that points to itself, and two that point to each other.
    let alias = |target: &[u8]| {
        let length = u8::try_from(target.len()).unwrap();
        [&b"\xc0\x0c\0\x05\0\x01\0\0\0\x3c\0"[..], &[length], target].concat()
    };
    let start = u8::try_from(answer(&asked, 0x8180, &[]).len()).unwrap();
    for target in [[0xc0, start + 12], [0xc0, start + 13], [0xff, 0xff]] {
        let looping = answer(&asked, 0x8180, &[&alias(&target)]);
        assert_eq!(decode(&looping, 7, &shop, Kind::A), Err(Fault::Malformed));
    }
    // An alias of itself.
    let same = answer(&asked, 0x8180, &[&alias(&[0xc0, 12])]);
    assert_eq!(decode(&same, 7, &shop, Kind::A), Ok(Reply::BrokenAlias));
}

/// A server that answers each question with what the function makes of it.
fn server(
    serve: impl Fn(usize, &[u8]) -> Vec<Vec<u8>> + Send + 'static,
) -> (SocketAddr, Arc<AtomicUsize>) {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    std::thread::spawn(move || {
        let mut room = [0; 2048];
        while let Ok((length, from)) = socket.recv_from(&mut room) {
            for reply in serve(count.fetch_add(1, Relaxed), &room[..length]) {
                let _ = socket.send_to(&reply, from);
            }
        }
    });
    (address, asked)
}

fn resolvers(servers: &[SocketAddr], accept: Accept) -> Resolvers {
    let servers = servers.iter().map(|address| NameServer {
        name: "n".into(),
        address: *address,
        stream: false,
        counters: Counters::default(),
    });
    let retry = Duration::from_millis(50);
    let settings = Settings { retry, ..Settings::default() };
    Resolvers::new("r", servers.collect(), settings, accept)
}

fn ask(resolvers: &Resolvers, text: &str) -> Result<IpAddr, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(resolvers.address(&name(text), Prefer::V6))
}

#[test]
fn an_answer_is_kept_and_its_addresses_take_turns() {
    let (address, asked) = server(|_, question| vec![answer(question, 0x8180, &[&a(1), &a(2)])]);
    let resolvers = resolvers(&[address], Accept::V4);
    let got: Vec<_> = (0..4).map(|_| ask(&resolvers, "shop.example").unwrap()).collect();
    assert_eq!(got, [1, 2, 1, 2].map(|last| IpAddr::from([10, 0, 0, last])));
    assert_eq!(asked.load(Relaxed), 1);
    assert!(ask(&resolvers, "other.example").is_ok());
    assert_eq!(asked.load(Relaxed), 2);
}

#[test]
fn the_other_kind_is_asked_for_and_failures_are_tried_again() {
    let (address, asked) = server(|_, question| {
        let is_a = question[question.len() - 14] == 1;
        let record = a(3);
        let records: &[&[u8]] = if is_a { &[&record] } else { &[] };
        vec![answer(question, 0x8180, records)]
    });
    let both = resolvers(&[address], Accept::Both);
    assert_eq!(ask(&both, "shop.example"), Ok([10, 0, 0, 3].into()));
    assert_eq!(asked.load(Relaxed), 2);
    let (address, asked) = server(|_, question| vec![answer(question, 0x8183, &[])]);
    let none = resolvers(&[address], Accept::Both);
    assert_eq!(ask(&none, "shop.example"), Err(Failure::NoName));
    assert_eq!(asked.load(Relaxed), 6);
    assert_eq!(none.servers[0].counters.no_name.load(Relaxed), 6);
    assert_eq!(ask(&none, "shop.example"), Err(Failure::NoName), "kept for a second");
    assert_eq!(asked.load(Relaxed), 6);
}

#[test]
fn forged_answers_are_passed_over() {
    let (address, _) = server(|_, question| {
        let good = answer(question, 0x8180, &[&a(4)]);
        let (mut id, mut other) = (answer(question, 0x8180, &[&a(66)]), good.clone());
        id[1] ^= 1;
        other[13] ^= 1;
        vec![id, other, b"x".to_vec(), question.to_vec(), good]
    });
    let resolvers = resolvers(&[address], Accept::V4);
    assert_eq!(ask(&resolvers, "shop.example"), Ok([10, 0, 0, 4].into()));
    assert_eq!(resolvers.servers[0].counters.invalid.load(Relaxed), 4);
}

#[test]
fn silence_ends_in_time_and_one_good_server_is_enough() {
    let (silent, asked) = server(|_, _| Vec::new());
    let alone = resolvers(&[silent], Accept::Both);
    let begin = Instant::now();
    assert_eq!(ask(&alone, "shop.example"), Err(Failure::Timeout));
    assert!(begin.elapsed() >= Duration::from_millis(150));
    assert_eq!(asked.load(Relaxed), 3, "the other kind isn't asked for");
    assert_eq!(alone.servers[0].counters.timeout.load(Relaxed), 3);
    let (refusing, _) = server(|_, question| vec![answer(question, 0x8185, &[])]);
    let (good, _) = server(|_, question| vec![answer(question, 0x8180, &[&a(5)])]);
    let three = resolvers(&[silent, refusing, good], Accept::V4);
    assert_eq!(ask(&three, "shop.example"), Ok([10, 0, 0, 5].into()));
}

#[test]
fn a_truncated_answer_is_asked_for_over_tcp() {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let udp = UdpSocket::bind(address).unwrap();
    std::thread::spawn(move || {
        let mut room = [0; 2048];
        let (length, from) = udp.recv_from(&mut room).unwrap();
        udp.send_to(&answer(&room[..length], 0x8380, &[]), from).unwrap();
        let (mut stream, _) = listener.accept().unwrap();
        stream.read_exact(&mut room[..2]).unwrap();
        let length = usize::from(u16::from_be_bytes([room[0], room[1]]));
        stream.read_exact(&mut room[..length]).unwrap();
        let reply = answer(&room[..length], 0x8180, &[&a(6)]);
        stream.write_all(&(reply.len() as u16).to_be_bytes()).unwrap();
        stream.write_all(&reply).unwrap();
    });
    let resolvers = resolvers(&[address], Accept::V4);
    assert_eq!(ask(&resolvers, "shop.example"), Ok([10, 0, 0, 6].into()));
    assert_eq!(resolvers.servers[0].counters.truncated.load(Relaxed), 1);
}

#[test]
fn those_who_ask_at_once_share_the_answer() {
    let (address, asked) = server(|_, question| vec![answer(question, 0x8180, &[&a(7)])]);
    let shared = resolvers(&[address], Accept::V4);
    let shop = name("shop.example");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let both = runtime.block_on(async {
        tokio::join!(shared.address(&shop, Prefer::V4), shared.address(&shop, Prefer::V4))
    });
    assert_eq!(both, (Ok([10, 0, 0, 7].into()), Ok([10, 0, 0, 7].into())));
    assert_eq!(asked.load(Relaxed), 1);
}
