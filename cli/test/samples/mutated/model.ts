import { model, protocol, spec } from "@lockstep/language"

const { role, broadcast } = spec<{ state: { seen: number }; message: { type: "Tell"; count: number }; timer: "tell" }>()

export const node = role({
  initial: { seen: 0 },
  timers: {
    tell: {
      while: ({ seen }) => seen < 2,
      fire: ({ seen }) => [{ seen: seen + 1 }, broadcast({ type: "Tell", count: seen + 1 })],
    },
  },
  on: { Tell: (node, { count }) => (count > node.seen ? { ...node, seen: count } : node) },
})

export const counting = protocol({
  roles: { nodes: node },
  reachable: { someoneHeard: ({ nodes }) => nodes.every(({ seen }) => seen === 2) },
})

/** Nothing says that nobody counts too far. */
export const lax = model(counting, { nodes: { nodes: 2 }, within: ({ nodes }) => nodes.every(({ seen }) => seen <= 3) })
export const strict = model(counting, {
  nodes: { nodes: 2 },
  always: { few: ({ nodes }) => nodes.every(({ seen }) => seen <= 2) },
  step: {
    /** Nobody hears less than before. */
    grows: (before, after) => before.nodes.every((one, at) => one.seen <= (after.nodes[at]?.seen ?? 0)),
  },
})
