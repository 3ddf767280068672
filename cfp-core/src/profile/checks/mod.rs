//! The questions, by what they are about. Each is asked by the standards whose tables name it.

pub(super) mod carbon;
pub(super) mod data;
pub(super) mod electricity;
pub(super) mod method;
pub(super) mod report;
pub(super) mod scope;
