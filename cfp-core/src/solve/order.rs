//! The order in which components can be solved.

use petgraph::Directed;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{Graph as Petgraph, NodeIndex};

use crate::model::Graph;

/// The strongly connected components of the columns, suppliers before those who need them; the
/// columns of a component in ascending order.
///
/// Kosaraju's algorithm keeps its own stack, so that a chain may be as long as memory allows; the
/// library's version of Tarjan's recurses.
pub(super) fn suppliers_first(graph: &Graph) -> Vec<Vec<usize>> {
    let edges: usize = graph.activities.iter().map(|a| a.links.len()).sum();
    let mut needs: Petgraph<(), (), Directed, usize> =
        Petgraph::with_capacity(graph.columns.len(), edges);
    for _ in &graph.columns {
        needs.add_node(());
    }
    for (column, own) in graph.columns.iter().enumerate() {
        for link in &graph.activities[own.activity].links {
            needs.add_edge(NodeIndex::new(column), NodeIndex::new(link.column), ());
        }
    }
    let components = kosaraju_scc(&needs).into_iter();
    components
        .map(|component| {
            let mut columns: Vec<usize> = component.iter().map(|node| node.index()).collect();
            columns.sort_unstable();
            columns
        })
        .collect()
}
