import { type Algorithm, algorithm, each } from "@lockstep/language"
import { type Family, family, functions } from "./functions.ts"

/** Each node's counter. */
type Ring = Family<"c", number>

const c = family<"c", number>("c")

/** Dijkstra's self-stabilising token ring: whatever the counters are, one token remains (`ewd426/TokenRing`). */
export const tokenRing = (size: number, counters: number): Algorithm<Ring> => {
  const nodes = Array.from({ length: size }, (_, node) => node)
  const values = Array.from({ length: counters }, (_, value) => value)

  /** Every node has the counter of node 0 up to the token, and the one before it from there on. */
  const uniqueToken = (state: Ring): boolean => {
    const here = c.of(state, 0)
    const before = (here + counters - 1) % counters
    const token = nodes.find((node) => c.of(state, node) !== here) ?? size
    return nodes.every((node) => c.of(state, node) === (node < token ? here : before))
  }

  return algorithm<Ring>({
    initial: functions(nodes, values).map((counter) => c.all(nodes, (node) => counter[node] ?? 0)),
    actions: {
      createToken: (state) => {
        const last = c.of(state, size - 1)
        return c.of(state, 0) === last && c.one(0, (last + 1) % counters)
      },
      passToken: each(
        nodes.filter((node) => node !== 0),
        (state, node) => {
          const previous = c.of(state, node - 1)
          return c.of(state, node) !== previous && c.one(node, previous)
        },
      ),
    },
    step: {
      /** Once there is one token, there is always one. */
      staysUnique: (before, after) => !uniqueToken(before) || uniqueToken(after),
    },
    reachable: {
      /** One token is possible at all. */
      oneToken: uniqueToken,
    },
  })
}

export const tokenRing6 = tokenRing(6, 6)
