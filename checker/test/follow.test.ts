import { algorithm, model, protocol, refinement, spec } from "@lockstep/language"
import { expect, test } from "vitest"
import { type Follower, followModel, type Happening } from "../src/index.ts"

interface Counter {
  readonly value: number
  readonly noise: number
}

const { role } = spec<{ state: Counter; timer: "count" | "skip" | "hum" }>()

const counters = protocol({
  roles: {
    counters: role({
      initial: { value: 0, noise: 0 },
      timers: {
        count: { while: () => true, fire: (node) => ({ ...node, value: node.value + 1 }) },
        skip: { while: () => true, fire: (node) => ({ ...node, value: node.value + 2 }) },
        hum: { while: () => true, fire: (node) => ({ ...node, noise: node.noise + 1 }) },
      },
    }),
  },
})

/** Counts one by one, and hums meanwhile. */
const counting = algorithm<{ readonly counter: Counter }>({
  initial: [{ counter: { value: 0, noise: 0 } }],
  actions: {
    count: ({ counter }) => ({ counter: { ...counter, value: counter.value + 1 } }),
    hum: ({ counter }) => ({ counter: { ...counter, noise: counter.noise + 1 } }),
  },
})

/** What a walk by these timers breaks, if anything. */
const brokenBy = ({ nodes, beginnings, after, broken }: Follower, timers: readonly string[]): string | undefined => {
  let [state = new Int32Array(0)] = beginnings()
  const node = nodes[0]?.id ?? ""
  let found = broken(undefined, state)?.name
  for (const timer of timers) {
    const happening: Happening = { kind: "timer", node, timer }
    const [next] = after(state, happening)
    if (next === undefined) throw new Error(`${timer} does not fire`)
    found ??= broken(state, next.state)?.name
    state = next.state
  }
  return found
}

test("a refinement whose image is a node as it stands is judged by each state's own", () => {
  const follower = followModel(
    model(counters, {
      nodes: { counters: 1 },
      refines: { counts: refinement(counting, ({ counters: [counter = { value: 0, noise: 0 }] }) => ({ counter })) },
    }),
  )
  expect(brokenBy(follower, ["count", "hum", "count", "hum"])).toBeUndefined()
  expect(brokenBy(follower, ["count", "hum", "skip"])).toBe("counts")
})

test("a property is asked again when a field has changed that it has read, and not otherwise", () => {
  let asked = 0
  const follower = followModel(
    model(counters, {
      nodes: { counters: 1 },
      always: {
        small: ({ counters: [counter] }) => {
          asked++
          return (counter?.value ?? 0) < 2
        },
      },
      step: { grows: (before, after) => (before.counters[0]?.value ?? 0) <= (after.counters[0]?.value ?? 0) },
    }),
  )
  expect(brokenBy(follower, ["hum", "hum", "count", "hum"])).toBeUndefined()
  expect(asked).toBe(2)
  expect(brokenBy(follower, ["count", "hum", "count"])).toBe("small")
})
