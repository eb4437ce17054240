//! The fields of a head, one after the other.

use crate::message::Field;

/// The fields of a head in order; see [`Head::fields`].
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    pub(crate) arena: &'a [u8],
    pub(crate) fields: std::slice::Iter<'a, Field>,
}

impl<'a> Fields<'a> {
    fn pair(arena: &'a [u8], field: &Field) -> (&'a [u8], &'a [u8]) {
        (&arena[field.name.range()], &arena[field.value.range()])
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let arena = self.arena;
        self.fields.next().map(|f| Self::pair(arena, f))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.fields.size_hint()
    }
}

impl DoubleEndedIterator for Fields<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let arena = self.arena;
        self.fields.next_back().map(|f| Self::pair(arena, f))
    }
}

impl ExactSizeIterator for Fields<'_> {}
