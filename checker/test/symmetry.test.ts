import { algorithm, each, pairs, Set } from "@lockstep/language"
import { expect, test } from "vitest"
import { check } from "../src/index.ts"

const names = ["a", "b", "c"] as const
type Name = (typeof names)[number]
type Stages = { readonly [Variable in `stage[${Name}]`]: number }
type State = Stages & { readonly first: Name | null }

const apart: State = { "stage[a]": 0, "stage[b]": 0, "stage[c]": 0, first: null }

/** Each name has a variable of its own, and one of them is remembered. */
const race = algorithm<State>({
  initial: [apart],
  actions: {
    advance: each(names, (state: State, name: Name) => {
      const stage = state[`stage[${name}]`]
      return stage < 2 && { [`stage[${name}]`]: stage + 1, ...(state.first === null && { first: name }) }
    }),
  },
  always: {
    /** Who was first has begun. */
    firstHasBegun: (state) => state.first === null || state[`stage[${state.first}]`] > 0,
  },
  symmetry: [names],
})

/** By Burnside's lemma: of 55 states, 7 stay as they are when two names change places, and 1 when all three do. */
test("variables that belong to a name move with it", async () => {
  const { symmetry: _, ...whole } = race
  const [all, orbits] = [await check({ ...whole }, { workers: 1 }), await check(race, { workers: 1 })]
  expect(all).toMatchObject({ verdict: "verified", states: 1 + 3 * 2 * 3 * 3 })
  expect(orbits).toMatchObject({ verdict: "verified", states: (55 + 3 * 7 + 2 * 1) / 6 })
})

test.each([false, true])("a trace goes from one state to the next (exact: %s)", async (exact) => {
  /** Whoever begins second finishes first. */
  const overtaken = (state: State): boolean =>
    names.some((name) => name !== state.first && state[`stage[${name}]`] === 2) &&
    names.every((name) => state[`stage[${name}]`] < 2 || name !== state.first)
  const { properties } = await check({ ...race, reachable: { overtaken } }, { workers: 1, exact })
  const trace = properties.find(({ name }) => name === "overtaken")?.trace
  const states = [trace?.initial, ...(trace?.steps ?? []).map(({ after }) => after)].map((snapshot) =>
    Object.fromEntries((snapshot ?? []).map(({ name, value }) => [name, value])),
  )
  expect(overtaken(states.at(-1) as unknown as State)).toBe(true)
  for (const [at, state] of states.slice(1).entries()) {
    const moved = names.filter((name) => state[`stage[${name}]`] !== states[at]?.[`stage[${name}]`])
    expect(moved).toHaveLength(1)
  }
})

test("a variable without its image is refused", async () => {
  const report = await check(
    algorithm<{ "at[a]": number }>({ initial: [{ "at[a]": 0 }], actions: {}, symmetry: [["a", "b"]] }),
    { workers: 1 },
  )
  expect(report).toMatchObject({ verdict: "faulty", fault: { code: "bad-model" } })
  expect(report.fault?.reason).toBe('has a variable "at[a]", but no "at[b]"')
})

interface Votes {
  readonly said: Set<readonly [Voter, number]>
  readonly round: Readonly<Record<Voter, number>>
}
const voters = ["a", "b", "c", "d", "e"] as const
type Voter = (typeof voters)[number]

const voting = (initial: Votes) =>
  algorithm<Votes>({
    initial: [initial],
    actions: {
      vote: each(
        pairs(voters, [1, 2, 3]),
        ({ said, round }, [voter, next]) =>
          next > round[voter] && { said: said.add([voter, next]), round: { ...round, [voter]: next } },
      ),
    },
    symmetry: [voters],
  })

/** Each voter has voted in some of three rounds, in one of eight ways; of five voters, how many went which way counts. */
test("a set is renamed no more often where its variable comes first", async () => {
  const said = Set.of<readonly [Voter, number]>()
  const round = { a: 0, b: 0, c: 0, d: 0, e: 0 }
  const last = await check(voting({ round, said }), { workers: 1 })
  const first = await check(voting({ said, round }), { workers: 1 })
  expect(last).toMatchObject({ verdict: "verified", states: 792 })
  expect(first).toMatchObject({ verdict: "verified", states: 792 })
  expect(first.bytes).toBe(last.bytes)
})
