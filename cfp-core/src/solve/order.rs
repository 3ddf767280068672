//! The order in which components can be solved.

use petgraph::Direction;
use petgraph::visit::{
    DfsPostOrder, GraphBase, GraphRef, IntoNeighbors, IntoNeighborsDirected, Reversed, VisitMap,
    Visitable,
};

use crate::model::{Graph, narrow};

/// The strongly connected components of a system, suppliers before those who need them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Components {
    /// The nodes, component by component; inside one, mostly suppliers first.
    pub order: Vec<u32>,
    /// Where each component begins in `order`, and where the last one ends.
    pub starts: Vec<u32>,
}

/// Who needs whom, both ways.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Needs<'a> {
    /// For each node, where its suppliers begin in `suppliers`.
    pub supplier_starts: &'a [usize],
    pub suppliers: &'a [u32],
    /// For each node, where those who need it begin in `consumers`.
    pub consumer_starts: &'a [usize],
    pub consumers: &'a [u32],
}

/// Which nodes have been visited.
#[derive(Debug, Clone, Default)]
pub(crate) struct Visited(Vec<bool>);

impl VisitMap<u32> for Visited {
    fn visit(&mut self, node: u32) -> bool {
        !std::mem::replace(&mut self.0[node as usize], true)
    }

    fn is_visited(&self, node: &u32) -> bool {
        self.0[*node as usize]
    }

    fn unvisit(&mut self, node: u32) -> bool {
        std::mem::replace(&mut self.0[node as usize], false)
    }
}

impl GraphBase for Needs<'_> {
    type NodeId = u32;
    type EdgeId = u32;
}

impl GraphRef for Needs<'_> {}

impl Visitable for Needs<'_> {
    type Map = Visited;

    fn visit_map(&self) -> Visited {
        Visited(vec![false; self.supplier_starts.len() - 1])
    }

    fn reset_map(&self, map: &mut Visited) {
        map.0.fill(false);
    }
}

impl<'a> Needs<'a> {
    fn listed(
        starts: &[usize],
        list: &'a [u32],
        node: u32,
    ) -> std::iter::Copied<std::slice::Iter<'a, u32>> {
        let node = node as usize;
        list[starts[node]..starts[node + 1]].iter().copied()
    }
}

impl<'a> IntoNeighbors for Needs<'a> {
    type Neighbors = std::iter::Copied<std::slice::Iter<'a, u32>>;

    fn neighbors(self, node: u32) -> Self::Neighbors {
        Self::listed(self.supplier_starts, self.suppliers, node)
    }
}

impl<'a> IntoNeighborsDirected for Needs<'a> {
    type NeighborsDirected = std::iter::Copied<std::slice::Iter<'a, u32>>;

    fn neighbors_directed(self, node: u32, direction: Direction) -> Self::NeighborsDirected {
        match direction {
            Direction::Outgoing => self.neighbors(node),
            Direction::Incoming => Self::listed(self.consumer_starts, self.consumers, node),
        }
    }
}

impl Components {
    /// The components of a system.
    ///
    /// Kosaraju's algorithm over the library's depth-first search, which keeps its own stack, so that a chain may be as
    /// long as memory allows; the library's version of Tarjan's recurses. The second search is in postorder, so that the
    /// nodes of a component stand suppliers first but for the links that close its loops.
    pub fn of(needs: Needs<'_>) -> Self {
        let size = needs.supplier_starts.len() - 1;
        let mut finished = Vec::with_capacity(size);
        let mut search = DfsPostOrder::empty(needs);
        for node in 0..narrow(size) {
            if !search.discovered.is_visited(&node) {
                search.move_to(node);
                while let Some(next) = search.next(Reversed(needs)) {
                    finished.push(next);
                }
            }
        }
        search.reset(needs);
        let mut order = Vec::with_capacity(size);
        let mut starts = vec![0];
        for node in finished.into_iter().rev() {
            if !search.discovered.is_visited(&node) {
                search.move_to(node);
                while let Some(next) = search.next(needs) {
                    order.push(next);
                }
                starts.push(narrow(order.len()));
            }
        }
        Self { order, starts }
    }

    /// The nodes of each component.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &[u32]> {
        let ranges = self.starts.windows(2);
        ranges.map(|range| &self.order[range[0] as usize..range[1] as usize])
    }
}

/// Lists by their starts: for each of `size` nodes, those that `pairs` name beside it.
pub(crate) fn adjacency(
    size: usize,
    pairs: impl Iterator<Item = (usize, usize)> + Clone,
) -> (Vec<usize>, Vec<u32>) {
    let mut starts = vec![0_usize; size + 1];
    for (node, _) in pairs.clone() {
        starts[node + 1] += 1;
    }
    for node in 0..size {
        starts[node + 1] += starts[node];
    }
    let mut next = starts.clone();
    let mut list = vec![0; starts[size]];
    for (node, other) in pairs {
        list[next[node]] = narrow(other);
        next[node] += 1;
    }
    (starts, list)
}

/// The strongly connected components of the columns, suppliers before those who need them; the
/// columns of a component in ascending order.
pub(super) fn suppliers_first(graph: &Graph) -> Vec<Vec<usize>> {
    let size = graph.columns.len();
    let links = || {
        graph.columns.iter().enumerate().flat_map(|(column, own)| {
            let links = graph.activities[own.activity].links.iter();
            links.map(move |link| (column, link.column))
        })
    };
    let (supplier_starts, suppliers) = adjacency(size, links());
    let (consumer_starts, consumers) =
        adjacency(size, links().map(|(column, other)| (other, column)));
    let components = Components::of(Needs {
        supplier_starts: &supplier_starts,
        suppliers: &suppliers,
        consumer_starts: &consumer_starts,
        consumers: &consumers,
    });
    let sorted = components.iter().map(|component| {
        let mut columns: Vec<usize> = component.iter().map(|node| *node as usize).collect();
        columns.sort_unstable();
        columns
    });
    sorted.collect()
}
