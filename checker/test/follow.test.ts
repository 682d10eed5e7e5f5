import { algorithm, model, protocol, refinement, spec } from "@lockstep/language"
import fc from "fast-check"
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

test("on any walk, what is broken is what breaks in that state or step alone", () => {
  type Both = readonly [Counter, Counter]
  const evenOrQuiet = ([one, other]: Both): boolean => one.value % 2 === 0 || other.noise < 2
  const bothLoud = ([one, other]: Both): boolean => one.noise > 2 && other.noise > 2
  const inTurn = ([one]: Both, [, other]: Both): boolean => other.value <= one.value + 2
  const bothOf = ({ counters: [one, other] }: { readonly counters: readonly Counter[] }): Both => {
    if (one === undefined || other === undefined) throw new Error("there are two counters")
    return [one, other]
  }
  const follower = followModel(
    model(counters, {
      nodes: { counters: 2 },
      always: { evenOrQuiet: (state) => evenOrQuiet(bothOf(state)) },
      never: { bothLoud: (state) => bothLoud(bothOf(state)) },
      step: { inTurn: (before, after) => inTurn(bothOf(before), bothOf(after)) },
    }),
  )
  const { nodes, after, broken, stateOf } = follower
  const names = nodes.map(({ id }) => id)
  const valuesIn = (state: Int32Array): Both =>
    bothOf({ counters: names.map((name) => stateOf(state, name) as unknown as Counter) })
  const expected = (before: Both | undefined, next: Both): string | undefined => {
    if (!evenOrQuiet(next)) return "evenOrQuiet"
    if (bothLoud(next)) return "bothLoud"
    return before === undefined || inTurn(before, next) ? undefined : "inTurn"
  }
  const moves = fc.array(
    fc.record({ node: fc.constantFrom(...names), timer: fc.constantFrom("count", "skip", "hum") }),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(moves, (walk) => {
      let [state = new Int32Array(0)] = follower.beginnings()
      expect(broken(undefined, state)?.name).toBe(expected(undefined, valuesIn(state)))
      for (const { node, timer } of walk) {
        const [next] = after(state, { kind: "timer", node, timer })
        if (next === undefined) throw new Error(`${timer} does not fire`)
        expect(broken(state, next.state)?.name).toBe(expected(valuesIn(state), valuesIn(next.state)))
        state = next.state
      }
    }),
  )
})
