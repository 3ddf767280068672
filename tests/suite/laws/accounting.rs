//! What must hold of every footprint, whatever the numbers.
