//! Values of the program that scripts hold by handles: they go when Lua collects the handle.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

/// The values of one machine.
#[derive(Default)]
pub(crate) struct Objects(RefCell<List>);

#[derive(Default)]
struct List {
    places: Vec<Place>,
    free: Vec<usize>,
}

struct Place {
    /// How often the place was given away: an old handle doesn't reach a new value.
    age: u64,
    value: Option<Rc<dyn Any>>,
}

impl Objects {
    /// Keeps a value; gives its place and the place's age. Machines move between threads, so must
    /// their values.
    pub(super) fn add<T: Any + Send>(&self, value: T) -> (u64, u64) {
        let mut list = self.0.borrow_mut();
        let value: Option<Rc<dyn Any>> = Some(Rc::new(value));
        let at = match list.free.pop() {
            Some(at) => at,
            None => {
                list.places.push(Place { age: 0, value: None });
                list.places.len() - 1
            }
        };
        let place = &mut list.places[at];
        place.age += 1;
        place.value = value;
        (at as u64, place.age)
    }

    /// The value at a place, if it is still there and of that type.
    pub(super) fn get<T: Any>(&self, at: u64, age: u64) -> Option<Rc<T>> {
        let list = self.0.borrow();
        let place = list.places.get(usize::try_from(at).ok()?)?;
        let value = place.value.as_ref().filter(|_| place.age == age)?;
        Rc::clone(value).downcast().ok()
    }

    /// Lets a value go.
    pub(super) fn remove(&self, at: u64, age: u64) -> Option<Rc<dyn Any>> {
        let mut list = self.0.borrow_mut();
        let at = usize::try_from(at).ok()?;
        let value = list.places.get_mut(at).filter(|place| place.age == age)?.value.take()?;
        list.free.push(at);
        Some(value)
    }
}

impl std::fmt::Debug for Objects {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Objects").field("places", &self.0.borrow().places.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_handle_reaches_nothing_new() {
        let objects = Objects::default();
        let (at, age) = objects.add(1u8);
        assert_eq!(objects.get::<u8>(at, age).as_deref(), Some(&1));
        assert!(objects.get::<u16>(at, age).is_none());
        assert!(objects.remove(at, age).is_some() && objects.remove(at, age).is_none());
        let (again, younger) = objects.add(2u8);
        assert_eq!(again, at);
        assert!(objects.get::<u8>(at, age).is_none());
        assert_eq!(objects.get::<u8>(at, younger).as_deref(), Some(&2));
        assert!(objects.get::<u8>(7, 1).is_none());
    }
}
