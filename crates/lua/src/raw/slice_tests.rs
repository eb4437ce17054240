use super::*;
use crate::raw::vm::VmBox;
use crate::settings::Settings;
use std::sync::{Arc, Weak};

#[test]
fn every_round_of_the_collector_ends() {
    let vm = VmBox::create(&Settings::default(), &Arc::default(), Weak::new(), 0).unwrap();
    for mode in ["", "collectgarbage('generational')", "collectgarbage('incremental')"] {
        let chunk = vm.load("c", mode.as_bytes()).unwrap();
        let mut allowance = Allowance::new(Duration::ZERO);
        let ran = vm.resume(chunk, 0, None, Context::Body, &mut allowance);
        assert!(matches!(ran, Outcome::Done(0)), "{ran:?}");
        vm.release(chunk);
        assert!((0..10_000).any(|_| vm.collect_some()), "{mode}");
    }
    // What a script chose stays so.
    let chunk = vm.load("c", b"collectgarbage('generational')").unwrap();
    vm.resume(chunk, 0, None, Context::Body, &mut Allowance::new(Duration::ZERO));
    vm.release(chunk);
    vm.collect_some();
    let chunk = vm.load("c", b"return collectgarbage('incremental')").unwrap();
    vm.resume(chunk, 0, None, Context::Body, &mut Allowance::new(Duration::ZERO));
    assert_eq!(vm.stack_of(chunk).bytes(1), Some(&b"generational"[..]));
}
