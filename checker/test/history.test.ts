import { consistencies } from "@lockstep/judge"
import { sequentialObject } from "@lockstep/language"
import fc from "fast-check"
import { expect, test } from "vitest"
import { type Answered, beginning, type ClientStates } from "../src/machine/protocol/clients.ts"
import { consistentHistory } from "../src/property/history.ts"
import { SpecTrouble } from "../src/store/encode.ts"
import { agrees } from "./naive/history.ts"
import type { History } from "./naive/state.ts"

const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31))

const object = sequentialObject<number>({
  initial: 0,
  calls: { get: (value) => [value, value], swap: (value, next: number) => [next, value] },
  reads: ["get"],
})

/** Which client moves next: it calls, or is answered this. */
type Moves = readonly { readonly client: number; readonly call: string; readonly value: number }[]

const moves: fc.Arbitrary<Moves> = fc.array(
  fc.record({
    client: fc.integer({ min: 0, max: 1 }),
    call: fc.constantFrom("get", "swap"),
    value: fc.integer({ min: 0, max: 2 }),
  }),
  { minLength: 4, maxLength: 9 },
)

const play = (all: Moves): ClientStates => {
  let states = beginning(2)
  for (const { client, call, value } of all) {
    const after = states.map(({ answered }) => answered.length)
    states = states.map((state, at) => {
      if (at !== client) return state
      if (state.flight === null) return { ...state, flight: { call, argument: value, after } }
      return { ...state, flight: null, answered: [...state.answered, { ...state.flight, answer: value }] }
    })
  }
  return states
}

/** The same as the reference keeps it: each client knows how much of the others it had seen. */
const storiesOf = (states: ClientStates): History =>
  Object.fromEntries(
    states.map(({ answered, flight }, client) => {
      const seen = (after: readonly number[]) =>
        Object.fromEntries(after.flatMap((count, other) => (other === client ? [] : [[`c${other + 1}`, count]])))
      const told = ({ call, argument, after, answer }: Answered) => ({ call, argument, seen: seen(after), answer })
      const open = flight === null ? null : { call: flight.call, argument: flight.argument, seen: seen(flight.after) }
      return [`c${client + 1}`, { answered: answered.map(told), open }]
    }),
  )

test.each(consistencies)("%s: the checker and the reference agree on histories of models", (kind) => {
  const counts = { holds: 0, broken: 0 }
  const property = fc.property(moves, (all) => {
    const states = play(all)
    const holds = consistentHistory(kind, { kind, object }, states)
    counts[holds ? "holds" : "broken"]++
    expect(holds).toBe(agrees({ kind, object }, storiesOf(states)))
  })
  fc.assert(property, { numRuns: 300, seed })
  console.log(`${kind}: ${JSON.stringify(counts)}, seed ${seed}`)
  expect(counts.broken).toBeGreaterThan(15)
  expect(counts.holds).toBeGreaterThan(15)
})

test.each([
  ["a text", "a string", "ab"],
  ["nothing", "nothing", undefined],
  ["a state alone", "a list of 1", [1]],
])("an object whose call gives %s is refused, and breaks nothing", (_what, said, outcome) => {
  const misshapen = { ...object, calls: { swap: () => outcome as never } }
  const property = { kind: "linearizable", object: misshapen } as const
  const states = play([
    { client: 0, call: "swap", value: 1 },
    { client: 0, call: "swap", value: 1 },
  ])
  const judging = () => consistentHistory("oneValue", property, states)
  expect(judging).toThrow(SpecTrouble)
  expect(judging).toThrow(`its call "swap" gave ${said} where [state, answer] was due`)
})
