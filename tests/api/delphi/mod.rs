//! Delphi studies: experts look for the weights of a questionnaire.

mod refusals;
mod rounds;
mod stage;
