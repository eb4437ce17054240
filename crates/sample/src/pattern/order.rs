//! The lines of a list by their numbers, which grow in the order of the list. A changed copy shares all
//! but one path with the original.

use super::Entry;
use std::sync::Arc;

/// Bits of the number that choose a child.
const BITS: u32 = 5;
const FAN: usize = 1 << BITS;

/// Lines by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    root: Option<Arc<Node>>,
    /// Levels above the leaves.
    height: u32,
    count: usize,
}

#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly all nodes are leaves")]
enum Node {
    Leaf([Option<Entry>; FAN]),
    Branch([Option<Arc<Node>>; FAN]),
}

fn place(id: u64, level: u32) -> usize {
    id.checked_shr(level * BITS).unwrap_or(0) as usize % FAN
}

impl Order {
    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// The line of that number.
    #[inline]
    pub(super) fn get(&self, id: u64) -> Option<&Entry> {
        if id.checked_shr((self.height + 1) * BITS).unwrap_or(0) != 0 {
            return None;
        }
        let (mut node, mut level) = (self.root.as_deref()?, self.height);
        loop {
            match node {
                Node::Leaf(entries) => return entries[place(id, 0)].as_ref(),
                Node::Branch(children) => node = children[place(id, level)].as_deref()?,
            }
            level -= 1;
        }
    }

    /// Puts a line at its number.
    pub(super) fn insert(&mut self, entry: Entry) {
        let id = entry.id();
        while id.checked_shr((self.height + 1) * BITS).unwrap_or(0) != 0 {
            if let Some(root) = self.root.take() {
                let mut children: [Option<Arc<Node>>; FAN] = Default::default();
                children[0] = Some(root);
                self.root = Some(Arc::new(Node::Branch(children)));
            }
            self.height += 1;
        }
        let (mut here, mut level) = (&mut self.root, self.height);
        loop {
            let node = here.get_or_insert_with(|| {
                Arc::new(match level {
                    0 => Node::Leaf(Default::default()),
                    _ => Node::Branch(Default::default()),
                })
            });
            match Arc::make_mut(node) {
                Node::Leaf(entries) => {
                    if entries[place(id, 0)].replace(entry).is_none() {
                        self.count += 1;
                    }
                    return;
                }
                Node::Branch(children) => here = &mut children[place(id, level)],
            }
            level -= 1;
        }
    }

    /// Removes a line.
    pub(super) fn remove(&mut self, id: u64) -> Option<Entry> {
        self.get(id)?;
        let removed = remove(&mut self.root, self.height, id);
        self.count -= usize::from(removed.is_some());
        removed
    }

    /// Hands out the lines with numbers from `from` on, until the function says false.
    pub(super) fn each(&self, from: u64, mut visit: impl FnMut(&Entry) -> bool) {
        if let Some(root) = &self.root {
            each(root, self.height, 0, from, &mut visit);
        }
    }
}

/// Nodes that are left empty go, so that numbers which nobody uses any more cost nothing.
fn remove(here: &mut Option<Arc<Node>>, level: u32, id: u64) -> Option<Entry> {
    let node = Arc::make_mut(here.as_mut()?);
    let (removed, empty) = match node {
        Node::Leaf(entries) => (entries[place(id, 0)].take(), entries.iter().all(Option::is_none)),
        Node::Branch(children) => {
            let removed = remove(&mut children[place(id, level)], level.saturating_sub(1), id);
            (removed, children.iter().all(Option::is_none))
        }
    };
    if empty {
        *here = None;
    }
    removed
}

fn each(
    node: &Node,
    level: u32,
    base: u64,
    from: u64,
    visit: &mut dyn FnMut(&Entry) -> bool,
) -> bool {
    match node {
        Node::Leaf(entries) => {
            let skipped = from.saturating_sub(base).min(FAN as u64) as usize;
            entries[skipped..].iter().flatten().all(visit)
        }
        Node::Branch(children) => {
            let width = 1_u64.checked_shl(level * BITS).unwrap_or(u64::MAX);
            children.iter().enumerate().all(|(at, child)| {
                let start = base.saturating_add((at as u64).saturating_mul(width));
                let over = start.saturating_add(width - 1) < from;
                match child {
                    Some(child) if !over => each(child, level - 1, start, from, visit),
                    _ => true,
                }
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(order: &Order, from: u64) -> Vec<u64> {
        let mut ids = Vec::new();
        order.each(from, |entry| {
            ids.push(entry.id());
            true
        });
        ids
    }

    #[test]
    fn keeps_the_order_and_old_copies() {
        let mut order = Order::default();
        for id in (1..3000).chain([1 << 33, u64::MAX]) {
            order.insert(Entry::new(id, b"", None));
        }
        let before = order.clone();
        assert_eq!(order.len(), 3001);
        for id in (1..3000).filter(|id| id % 7 != 0) {
            assert!(order.remove(id).is_some() && order.remove(id).is_none());
        }
        assert_eq!(order.get(14).map(Entry::id), Some(14));
        assert!(order.get(15).is_none() && before.get(15).is_some());
        assert_eq!(ids(&order, 2000)[..2], [2002, 2009]);
        assert_eq!(ids(&order, 2999), [1 << 33, u64::MAX]);
        assert_eq!(ids(&before, 0).len(), 3001);
        assert_eq!(ids(&order, 0)[0], 7);
        assert!(order.get(1 << 40).is_none());
    }
}
