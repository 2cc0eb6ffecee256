/** For each node on the left its neighbours on the right. */
type Edges = readonly (readonly number[])[];

/**
 * A matching of the bipartite graph `edges` with as many pairs as can be, by augmenting paths. It begins with one of the `preferred` edges,
 * which are among the others, so that like goes with like where that costs nothing.
 * @returns the partner of each matched node on the left, in the order of the left
 */
export function maximumMatching(preferred: Edges, edges: Edges): ReadonlyMap<number, number> {
  const leftOf = new Map<number, number>();
  const matched = new Set<number>();
  for (const graph of [preferred, edges]) {
    for (let left = 0; left < graph.length; left++) {
      if (!matched.has(left) && augment(left, graph, leftOf, new Set())) matched.add(left);
    }
  }
  return new Map([...leftOf].map(([right, left]) => [left, right] as const).sort(([one], [other]) => one - other));
}

/** Finds a partner for a node, moving others to partners of their own where it must. */
function augment(left: number, graph: Edges, leftOf: Map<number, number>, tried: Set<number>): boolean {
  for (const right of graph[left] ?? []) {
    if (tried.has(right)) continue;
    tried.add(right);
    const other = leftOf.get(right);
    if (other !== undefined && !augment(other, graph, leftOf, tried)) continue;
    leftOf.set(right, left);
    return true;
  }
  return false;
}
