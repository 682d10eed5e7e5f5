import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { model, protocol, spec } from "@lockstep/language"
import { expect, test } from "vitest"
import { type Follower, followModel, type Happening } from "../src/index.ts"

const { role, perform } = spec<{
  state: { readonly asked: number }
  message: never
  timer: "ask"
  activities: { work(request: number): number }
}>()

const working = protocol({
  roles: {
    workers: role({
      initial: { asked: 0 },
      timers: {
        ask: {
          while: () => true,
          fire: ({ asked }) => [{ asked: asked + 1 }, perform("work", "next", asked)],
        },
      },
      results: { work: (node) => node },
    }),
  },
})

type Work = (state: readonly number[], request: number) => readonly (readonly [readonly number[], number])[]

const workersWith = (perform: Work): Follower =>
  followModel(model(working, { nodes: { workers: 1 }, activities: { work: { initial: [], perform } } }))

const workerOf = ({ nodes: [node] }: Follower): string => node?.id ?? ""

/** Goes through so many activities, from the request to the result. */
const work = (follower: Follower, rounds: number): Int32Array => {
  const { beginnings, at, after } = follower
  const node = workerOf(follower)
  const happenings: readonly Happening[] = [
    { kind: "timer", node, timer: "ask" },
    { kind: "perform", node, activity: "work", key: "next" },
    { kind: "result", node, activity: "work", key: "next" },
  ]
  let [state = new Int32Array(0)] = beginnings()
  for (let round = 0; round < rounds; round++)
    for (const happening of happenings) {
      const [next] = after(state, happening)
      if (next === undefined) throw new Error(`nothing comes of ${happening.kind}`)
      state = next.state
      at(state)
    }
  return state
}

setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void

const heapMebibytes = (): number => {
  collect()
  return process.memoryUsage().heapUsed / 2 ** 20
}

test("what a service was is forgotten when the walk has gone on", () => {
  const follower = workersWith((_, request) => [[Array<number>(1_000).fill(request), request]])
  work(follower, 100)
  const before = heapMebibytes()
  const state = work(follower, 5_000)
  expect(heapMebibytes() - before).toBeLessThan(10)
  expect(follower.stateOf(state, workerOf(follower))).toEqual({ asked: 5_000 })
})

test.each([
  ["becomes a date", () => [[new Date(0) as never, 1]], "unsupported-value"],
  ["answers with a date", (state) => [[state, new Date(0) as never]], "unsupported-value"],
  ["changes what it was", (state, request) => [[state, (state as number[]).push(request)]], "wrote-input"],
  ["changes what it became", (state) => [[[1], state.length > 0 ? (state as number[]).push(2) : 1]], "wrote-input"],
] satisfies [string, Work, string][])("a walk refuses a service that %s", (_, perform, code) => {
  expect(() => work(workersWith(perform), 2)).toThrow(
    expect.objectContaining({ fault: expect.objectContaining({ code }) }),
  )
})
