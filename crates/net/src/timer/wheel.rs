//! A hierarchical timing wheel: filing, moving and removing an entry all take constant time.

use std::task::Waker;

/// The tick that never comes.
pub(super) const NEVER: u64 = u64::MAX;
const BITS: u32 = 6;
const SLOTS: usize = 1 << BITS;
/// 64^6 milliseconds: two years; what is later is filed at the end and filed again then.
const LEVELS: usize = 6;
const SPAN: u64 = 1 << (BITS as u64 * LEVELS as u64);
/// Less than a whole turn of the last level, so that its current slot never means a turn later.
const FARTHEST: u64 = SPAN - (SPAN >> BITS);
const NIL: u32 = u32::MAX;

struct Entry {
    /// When it is to fire.
    deadline: u64,
    /// The tick it is filed under, at or before the deadline; `NEVER` when it isn't filed.
    filed: u64,
    prev: u32,
    /// The next of its slot, or of the free list.
    next: u32,
    /// The slot's number over all levels.
    slot: u16,
    fired: bool,
    waker: Option<Waker>,
}

pub(super) struct Wheel {
    entries: Vec<Entry>,
    free: u32,
    heads: Box<[u32]>,
    /// One bit for each slot of a level that has entries.
    occupied: [u64; LEVELS],
    /// Every tick up to here has been dealt with.
    now: u64,
}

impl Wheel {
    pub(super) fn new(now: u64) -> Self {
        Self {
            entries: Vec::new(),
            free: NIL,
            heads: vec![NIL; SLOTS * LEVELS].into_boxed_slice(),
            occupied: [0; LEVELS],
            now,
        }
    }

    pub(super) fn add(&mut self) -> u32 {
        let entry = Entry {
            deadline: NEVER,
            filed: NEVER,
            prev: NIL,
            next: NIL,
            slot: 0,
            fired: false,
            waker: None,
        };
        if self.free == NIL {
            self.entries.push(entry);
            return self.entries.len() as u32 - 1;
        }
        let index = self.free;
        self.free = self.entries[index as usize].next;
        self.entries[index as usize] = entry;
        index
    }

    /// Takes an entry away; its waker is for the caller to drop.
    pub(super) fn remove(&mut self, index: u32) -> Option<Waker> {
        self.unfile(index);
        let free = self.free;
        self.free = index;
        let entry = &mut self.entries[index as usize];
        entry.next = free;
        entry.waker.take()
    }

    pub(super) fn deadline(&self, index: u32) -> u64 {
        self.entries[index as usize].deadline
    }

    /// Sets a deadline; the tick under which the entry was filed anew, if it was.
    pub(super) fn set(&mut self, index: u32, deadline: u64) -> Option<u64> {
        let entry = &mut self.entries[index as usize];
        entry.deadline = deadline;
        entry.fired = false;
        if deadline >= entry.filed {
            return None;
        }
        self.unfile(index);
        self.file(index);
        Some(self.entries[index as usize].filed)
    }

    /// Whether it has fired; else keeps the waker and gives the one kept before, for the caller to
    /// drop while the wheel isn't borrowed.
    pub(super) fn poll(&mut self, index: u32, waker: &Waker) -> Result<(), Option<Waker>> {
        let entry = &mut self.entries[index as usize];
        if entry.fired {
            return Ok(());
        }
        match &entry.waker {
            Some(kept) if kept.will_wake(waker) => Err(None),
            _ => Err(entry.waker.replace(waker.clone())),
        }
    }

    /// Deals with one entry whose time is over by `now`: its waker, if it has one. `None` when there
    /// is no more.
    pub(super) fn next_fired(&mut self, now: u64) -> Option<Option<Waker>> {
        loop {
            let (level, slot, at) = match self.next_slot() {
                Some(found) if found.2 <= now => found,
                _ => {
                    self.now = self.now.max(now);
                    return None;
                }
            };
            // Never back: entries filed late count as of this tick.
            self.now = self.now.max(at);
            let index = self.heads[level * SLOTS + slot];
            self.unfile(index);
            let tick = self.now;
            let entry = &mut self.entries[index as usize];
            if entry.deadline <= tick {
                entry.fired = true;
                return Some(entry.waker.take());
            }
            // The deadline has moved later since, or this was a coarser level's slot.
            if entry.deadline != NEVER {
                self.file(index);
            }
        }
    }

    /// The next tick at which there is something to do.
    pub(super) fn next_at(&self) -> u64 {
        self.next_slot().map_or(NEVER, |(_, _, at)| at)
    }

    /// The first slot with entries that is due, and the tick when it is: of several, that of the
    /// coarsest level, whose entries belong to finer ones by then.
    fn next_slot(&self) -> Option<(usize, usize, u64)> {
        let mut first: Option<(usize, usize, u64)> = None;
        for (level, occupied) in self.occupied.iter().enumerate() {
            if *occupied == 0 {
                continue;
            }
            let shift = BITS * level as u32;
            let current = (self.now >> shift) as u32 % SLOTS as u32;
            let ahead = occupied.rotate_right(current).trailing_zeros();
            let slot = (current + ahead) as usize % SLOTS;
            let at = ((self.now >> shift) + u64::from(ahead)) << shift;
            if first.is_none_or(|(_, _, other)| at <= other) {
                first = Some((level, slot, at));
            }
        }
        first
    }

    /// How many entries are filed.
    #[cfg(test)]
    pub(super) fn filed(&self) -> usize {
        self.entries.iter().filter(|entry| entry.filed != NEVER).count()
    }

    fn file(&mut self, index: u32) {
        let now = self.now;
        let entry = &mut self.entries[index as usize];
        // A deadline in the past is due at the current tick.
        let at = entry.deadline.clamp(now, now + FARTHEST);
        // Highest bit in which it differs from now: there its level's slots tell them apart.
        let distance = ((now ^ at) | (SLOTS as u64 - 1)).min(SPAN - 1);
        let level = ((63 - distance.leading_zeros()) / BITS) as usize;
        let slot = (at >> (BITS * level as u32)) as usize % SLOTS;
        let number = level * SLOTS + slot;
        let head = self.heads[number];
        entry.filed = at;
        entry.slot = number as u16;
        entry.prev = NIL;
        entry.next = head;
        if head != NIL {
            self.entries[head as usize].prev = index;
        }
        self.heads[number] = index;
        self.occupied[level] |= 1 << slot;
    }

    fn unfile(&mut self, index: u32) {
        let entry = &mut self.entries[index as usize];
        if entry.filed == NEVER {
            return;
        }
        entry.filed = NEVER;
        let (prev, next, number) = (entry.prev, entry.next, entry.slot as usize);
        if next != NIL {
            self.entries[next as usize].prev = prev;
        }
        if prev != NIL {
            self.entries[prev as usize].next = next;
            return;
        }
        self.heads[number] = next;
        if next == NIL {
            self.occupied[number / SLOTS] &= !(1 << (number % SLOTS));
        }
    }
}
