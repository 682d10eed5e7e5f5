import { type Algorithm, algorithm, each, pairs } from "@lockstep/language"
import { type On, over } from "./functions.ts"

type Node = "n1" | "n2" | "n3" | "n4" | "n5"

/** Each node's parent and its distance from the root, as far as it knows. */
interface Tree {
  readonly mom: On<Node, Node>
  readonly dist: On<Node, number>
}

const nodes: readonly Node[] = ["n1", "n2", "n3", "n4", "n5"]
const root: Node = "n1"
const infinity = 6

const edges: readonly (readonly [Node, Node])[] = [
  ["n1", "n2"],
  ["n1", "n3"],
  ["n2", "n3"],
  ["n2", "n4"],
  ["n3", "n4"],
  ["n3", "n5"],
  ["n4", "n5"],
]

const adjacent = (n: Node, m: Node): boolean => edges.some((edge) => n !== m && edge.includes(n) && edge.includes(m))

/** The distances that are worse than by way of `near`, and better than `known`. */
const improvements = (near: number, known: number): readonly number[] =>
  Array.from({ length: Math.max(0, known - near - 1) }, (_, index) => near + 1 + index)

/** A spanning tree that grows by what neighbours tell (`SpanningTree/SpanTree`). */
export const spanningTree: Algorithm<Tree> = algorithm<Tree>({
  initial: [{ mom: over(nodes, (n) => n), dist: over(nodes, (n) => (n === root ? 0 : infinity)) }],
  actions: {
    adopt: each(
      pairs(nodes, nodes).filter(([n, m]) => adjacent(n, m)),
      ({ mom, dist }, [n, m]) =>
        improvements(dist[m], dist[n]).map((d) => ({ dist: { ...dist, [n]: d }, mom: { ...mom, [n]: m } })),
    ),
  },
  /** In the end each node is one step farther away than its parent, or is the root, or cannot be reached. */
  ends: ({ mom, dist }) =>
    nodes.every((n) => {
      const parent = mom[n]
      if (parent !== n) return n !== root && adjacent(n, parent) && dist[n] === dist[parent] + 1 && dist[n] < infinity
      if (n === root) return dist[n] === 0
      return dist[n] === infinity && nodes.every((m) => !adjacent(n, m) || dist[m] === infinity)
    }),
})
