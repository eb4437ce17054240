//! Networks by their first bits, six at a time, so that a look-up takes a few steps however many there
//! are. A changed copy shares all but one path with the original.

use super::Entry;
use smallvec::SmallVec;
use std::sync::Arc;

/// Bits that a node decides.
const STRIDE: u32 = 6;

/// Entries of the same network, in the order of the list.
type Group = SmallVec<[Entry; 1]>;

/// Networks of one family; addresses stand in the upper bits.
#[derive(Clone, Debug, Default)]
pub(super) struct Trie {
    /// The network of all addresses.
    all: Group,
    root: Arc<Node>,
}

/// Networks that are up to six bits longer than the way to this node, and nodes for longer ones. Both
/// lists have only what is there; the bits tell which.
#[derive(Clone, Debug, Default)]
struct Node {
    /// A bit for each network: two of one bit, four of two, …
    own: u128,
    below: u64,
    groups: Vec<Group>,
    children: Vec<Arc<Node>>,
}

/// `count` bits from `at` on, counted from the top.
fn bits(address: u128, at: u32, count: u32) -> u32 {
    ((address << at) >> (128 - count)) as u32
}

/// The place of a network of `length` more bits in `own`.
fn place(value: u32, length: u32) -> u32 {
    (1 << length) - 2 + value
}

/// How many bits below that one are set.
fn before(set: u128, bit: u32) -> usize {
    (set & ((1_u128 << bit) - 1)).count_ones() as usize
}

impl Trie {
    /// The entry of the smallest network that has the address; `most` is the address's length.
    pub(super) fn find(&self, address: u128, most: u32) -> Option<&Entry> {
        let (mut best, mut node, mut depth) = (self.all.first(), &*self.root, 0);
        loop {
            let value = bits(address, depth, STRIDE);
            for length in (1..=STRIDE).rev() {
                let bit = place(value >> (STRIDE - length), length);
                if node.own & (1 << bit) != 0 {
                    best = node.groups.get(before(node.own, bit)).and_then(|group| group.first());
                    break;
                }
            }
            depth += STRIDE;
            if node.below & (1 << value) == 0 || depth >= most {
                return best;
            }
            match node.children.get(before(node.below.into(), value)) {
                Some(child) => node = child,
                None => return best,
            }
        }
    }

    pub(super) fn insert(&mut self, address: u128, length: u32, entry: &Entry) {
        if length == 0 {
            self.all.push(entry.clone());
            return;
        }
        let (mut node, mut depth) = (Arc::make_mut(&mut self.root), 0);
        while length - depth > STRIDE {
            let value = bits(address, depth, STRIDE);
            let at = before(node.below.into(), value);
            if node.below & (1 << value) == 0 {
                node.below |= 1 << value;
                node.children.insert(at, Arc::default());
            }
            node = Arc::make_mut(&mut node.children[at]);
            depth += STRIDE;
        }
        let bit = place(bits(address, depth, length - depth), length - depth);
        let at = before(node.own, bit);
        if node.own & (1 << bit) == 0 {
            node.own |= 1 << bit;
            node.groups.insert(at, Group::new());
        }
        node.groups[at].push(entry.clone());
    }

    /// Removes the entry of that number from a network, or puts another in its place.
    pub(super) fn edit(&mut self, address: u128, length: u32, id: u64, with: Option<&Entry>) {
        match length {
            0 => {
                edit_group(&mut self.all, id, with);
            }
            _ => edit(Arc::make_mut(&mut self.root), address, 0, length, id, with),
        }
    }

    /// The same wherever it is.
    pub(super) fn edit_everywhere(&mut self, id: u64, with: Option<&Entry>) {
        if !edit_group(&mut self.all, id, with) {
            everywhere(&mut self.root, id, with);
        }
    }
}

/// Whether the entry was there.
fn edit_group(group: &mut Group, id: u64, with: Option<&Entry>) -> bool {
    let at = group.iter().position(|entry| entry.id() == id);
    match (at, with) {
        (Some(at), Some(with)) => group[at] = with.clone(),
        (Some(at), None) => drop(group.remove(at)),
        (None, _) => {}
    }
    at.is_some()
}

fn edit(node: &mut Node, address: u128, depth: u32, length: u32, id: u64, with: Option<&Entry>) {
    if length - depth > STRIDE {
        let value = bits(address, depth, STRIDE);
        let at = before(node.below.into(), value);
        if node.below & (1 << value) == 0 {
            return;
        }
        let child = Arc::make_mut(&mut node.children[at]);
        edit(child, address, depth + STRIDE, length, id, with);
        if child.own == 0 && child.below == 0 {
            node.below &= !(1 << value);
            node.children.remove(at);
        }
        return;
    }
    let bit = place(bits(address, depth, length - depth), length - depth);
    let at = before(node.own, bit);
    if node.own & (1 << bit) != 0 && edit_group(&mut node.groups[at], id, with) {
        tidy(node, bit, at);
    }
}

/// A network that is left without entries goes.
fn tidy(node: &mut Node, bit: u32, at: usize) {
    if node.groups[at].is_empty() {
        node.own &= !(1 << bit);
        node.groups.remove(at);
    }
}

fn everywhere(node: &mut Arc<Node>, id: u64, with: Option<&Entry>) -> bool {
    let has = |group: &Group| group.iter().any(|entry| entry.id() == id);
    if let Some(at) = node.groups.iter().position(has) {
        let node = Arc::make_mut(node);
        edit_group(&mut node.groups[at], id, with);
        let bit = (0..127).find(|&bit| node.own & (1 << bit) != 0 && before(node.own, bit) == at);
        if let Some(bit) = bit {
            tidy(node, bit, at);
        }
        return true;
    }
    let below = node.children.iter().position(|child| holds(child, id));
    below.is_some_and(|at| everywhere(&mut Arc::make_mut(node).children[at], id, with))
}

fn holds(node: &Node, id: u64) -> bool {
    node.groups.iter().flatten().any(|entry| entry.id() == id)
        || node.children.iter().any(|child| holds(child, id))
}
