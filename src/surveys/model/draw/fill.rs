//! How many come from each cell of a table whose margins are given: strata and several
//! quotas at once.
//!
//! The numbers begin as near to the make-up of the frame as the margins allow, by
//! proportional fitting in fixed-point numbers, rounded down. The units that are missing
//! go where the rounding took most; where no cell has room for one, other cells give way
//! in an exchange (an augmenting path of a flow, for more than two margins). With one or
//! two margins that finds a filling whenever there is one.

use std::collections::{BTreeMap, HashSet, VecDeque};

/// Fixed-point numbers have this many binary places.
const PLACES: u32 = 20;

/// How often each margin is fitted; the rest is left to rounding and exchanges.
const ROUNDS: usize = 40;

/// How far an exchange is looked for before it is given up.
const MOST_STATES: usize = 50_000;

/// One combination of a stratum and a value of each quota.
#[derive(Clone, Debug)]
pub(super) struct Cell<'a> {
    /// The value of each margin, as its index.
    pub(super) at: &'a [u32],
    /// How many there are.
    pub(super) available: u64,
}

/// How many come from each cell; or how many places stay empty.
pub(super) fn fill(margins: &[Vec<u64>], cells: &[Cell<'_>]) -> Result<Vec<u64>, u64> {
    let mut table = Table::new(margins, cells);
    while table.missing() > 0 {
        if !table.add_one() && !table.exchange() {
            return Err(table.missing());
        }
    }
    Ok(table.numbers)
}

struct Table<'a> {
    cells: &'a [Cell<'a>],
    /// What each cell would have if people could be divided.
    ideal: Vec<u128>,
    numbers: Vec<u64>,
    /// The places of each value of each margin that are still empty.
    room: Vec<Vec<u64>>,
}

impl<'a> Table<'a> {
    fn new(margins: &[Vec<u64>], cells: &'a [Cell<'a>]) -> Self {
        let ideal = fitted(margins, cells);
        let mut table = Self {
            cells,
            numbers: vec![0; cells.len()],
            ideal,
            room: margins.to_vec(),
        };
        for cell in 0..cells.len() {
            let whole = u64::try_from(table.ideal[cell] >> PLACES).unwrap_or(u64::MAX);
            table.add(cell, whole.min(table.possible(cell)));
        }
        table
    }

    /// How many places are empty; each margin has as many.
    fn missing(&self) -> u64 {
        self.room.first().map_or(0, |margin| margin.iter().sum())
    }

    /// How many more the cell can take.
    fn possible(&self, cell: usize) -> u64 {
        let left = self.cells[cell].available - self.numbers[cell];
        let rooms = self.cells[cell].at.iter().zip(&self.room);
        let rooms = rooms.map(|(value, room)| room[*value as usize]);
        rooms.fold(left, u64::min)
    }

    fn add(&mut self, cell: usize, count: u64) {
        self.numbers[cell] += count;
        for (value, room) in self.cells[cell].at.iter().zip(&mut self.room) {
            room[*value as usize] -= count;
        }
    }

    /// Gives a unit to the cell that lacks most of its ideal; false where none has room.
    fn add_one(&mut self) -> bool {
        let lack = |cell: &usize| {
            let ideal = i128::try_from(self.ideal[*cell]).unwrap_or(i128::MAX);
            ideal - (i128::from(self.numbers[*cell]) << PLACES)
        };
        let able = (0..self.cells.len()).filter(|cell| self.possible(*cell) > 0);
        // The first of those that lack alike.
        let Some(cell) = able.rev().max_by_key(lack) else {
            return false;
        };
        let whole = u64::try_from(lack(&cell) >> PLACES).unwrap_or(0);
        self.add(cell, whole.clamp(1, self.possible(cell)));
        true
    }

    /// Adds a unit somewhere by letting other cells give way; false where that cannot be.
    fn exchange(&mut self) -> bool {
        let Some(changes) = Search::new(self).run() else {
            return false;
        };
        for (cell, change) in changes {
            let by = change.unsigned_abs();
            if change > 0 {
                self.numbers[cell] += by;
            } else {
                self.numbers[cell] -= by;
            }
            for (value, room) in self.cells[cell].at.iter().zip(&mut self.room) {
                // Within an exchange a margin may be over for a moment, so both signs
                // wrap around and meet again at its end.
                let room = &mut room[*value as usize];
                *room = room.wrapping_sub(change as u64);
            }
        }
        true
    }
}

/// What is still wanted (+) and over (−) of the values of the margins.
type Residual = BTreeMap<(usize, u32), i64>;

/// A step of an exchange: one more or one less in a cell.
#[derive(Clone, Copy)]
struct Step {
    cell: usize,
    change: i64,
    /// The state from which it was made.
    before: usize,
}

/// Looks for the shortest exchange, state by state.
struct Search<'a> {
    table: &'a Table<'a>,
    states: Vec<(Residual, Option<Step>)>,
    seen: HashSet<Vec<((usize, u32), i64)>>,
    waiting: VecDeque<usize>,
}

impl<'a> Search<'a> {
    fn new(table: &'a Table<'a>) -> Self {
        let mut search = Self {
            table,
            states: Vec::new(),
            seen: HashSet::new(),
            waiting: VecDeque::new(),
        };
        // Any empty place of the first margin together with any of each other margin.
        let mut starts = vec![Residual::new()];
        for (margin, room) in table.room.iter().enumerate() {
            let empty = (0_u32..).zip(room).filter(|(_, room)| **room > 0);
            let empty: Vec<u32> = empty.map(|(value, _)| value).collect();
            let with = |start: &Residual, value: u32| {
                let mut start = start.clone();
                start.insert((margin, value), 1);
                start
            };
            let longer = starts
                .iter()
                .flat_map(|start| empty.iter().map(|value| with(start, *value)));
            starts = longer.take(MOST_STATES / 50).collect();
        }
        for start in starts {
            search.reach(start, None);
        }
        search
    }

    fn reach(&mut self, residual: Residual, step: Option<Step>) {
        let flat = residual.iter().map(|(at, count)| (*at, *count)).collect();
        if self.states.len() < MOST_STATES && self.seen.insert(flat) {
            self.waiting.push_back(self.states.len());
            self.states.push((residual, step));
        }
    }

    /// The changes of the cells that leave nothing wanted and nothing over.
    fn run(mut self) -> Option<BTreeMap<usize, i64>> {
        while let Some(state) = self.waiting.pop_front() {
            let so_far = self.changes(state);
            if self.states[state].0.is_empty() {
                return Some(so_far);
            }
            for (cell, change) in self.moves(state, &so_far) {
                let mut residual = self.states[state].0.clone();
                for (margin, value) in self.table.cells[cell].at.iter().enumerate() {
                    let count = residual.entry((margin, *value)).or_insert(0);
                    *count -= change;
                    if *count == 0 {
                        residual.remove(&(margin, *value));
                    }
                }
                let wide: i64 = residual.values().map(|count| count.abs()).sum();
                if wide <= 2 * self.table.room.len() as i64 {
                    let before = state;
                    self.reach(
                        residual,
                        Some(Step {
                            cell,
                            change,
                            before,
                        }),
                    );
                }
            }
        }
        None
    }

    /// One more of a cell in which something is wanted, or one less of a cell in which
    /// something is over.
    fn moves(&self, state: usize, so_far: &BTreeMap<usize, i64>) -> Vec<(usize, i64)> {
        let residual = &self.states[state].0;
        let mut moves = Vec::new();
        for (index, cell) in self.table.cells.iter().enumerate() {
            let number = i128::from(self.table.numbers[index])
                + i128::from(so_far.get(&index).copied().unwrap_or(0));
            let touches = |sign: i64| {
                let mut at = cell.at.iter().enumerate();
                at.any(|(margin, value)| {
                    residual
                        .get(&(margin, *value))
                        .is_some_and(|count| count * sign > 0)
                })
            };
            if number < i128::from(cell.available) && touches(1) {
                moves.push((index, 1));
            }
            if number > 0 && touches(-1) {
                moves.push((index, -1));
            }
        }
        moves
    }

    /// What the steps to a state did to the cells.
    fn changes(&self, mut state: usize) -> BTreeMap<usize, i64> {
        let mut changes = BTreeMap::new();
        while let Some(step) = self.states[state].1 {
            *changes.entry(step.cell).or_insert(0) += step.change;
            state = step.before;
        }
        changes
    }
}

/// Proportional fitting: each margin in turn is scaled to its places, until they all
/// nearly hold. A cell never gets more than it has.
fn fitted(margins: &[Vec<u64>], cells: &[Cell<'_>]) -> Vec<u128> {
    let whole = |count: u64| u128::from(count) << PLACES;
    let mut ideal: Vec<u128> = cells.iter().map(|cell| whole(cell.available)).collect();
    for _ in 0..ROUNDS {
        for (margin, places) in margins.iter().enumerate() {
            let mut sums = vec![0_u128; places.len()];
            for (cell, ideal) in cells.iter().zip(&ideal) {
                sums[cell.at[margin] as usize] += ideal;
            }
            for (cell, ideal) in cells.iter().zip(&mut ideal) {
                let value = cell.at[margin] as usize;
                let scaled = (*ideal * whole(places[value])).checked_div(sums[value]);
                if let Some(scaled) = scaled {
                    *ideal = scaled.min(whole(cell.available));
                }
            }
        }
    }
    ideal
}
