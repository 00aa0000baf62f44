//! The engine from outside: the worked example to the digit, and the laws.

mod fixtures;
mod invalidity;
mod laws;
mod oddities;
mod sides;
mod worked_example;
