import { algorithm } from "@lockstep/language"
import { expect, test } from "vitest"
import { check } from "../../src/index.ts"

let outside = 0

test("a property that gives neither true nor false is told so", async () => {
  const late = (async () => true) as unknown as () => boolean
  const report = await check(algorithm<{ count: number }>({ initial: [{ count: 0 }], actions: {}, always: { late } }))
  expect(report.fault).toMatchObject({
    code: "not-a-state",
    handler: "late",
    reason: "gave a Promise where true or false was due",
    fix: "give `true` or `false`",
  })
})

test("a property, a bound or a map that looks at the outside is named, in the first state that differs", async () => {
  const up = { up: ({ count }: { readonly count: number }) => count < 9 && { count: count + 1 } }
  const initial = [{ count: 0 }]
  const flickers = ({ count }: { readonly count: number }) => count < 5 || outside++ % 2 === 0
  const machine = algorithm<{ count: number }>({ initial, actions: up })
  const impure = [
    { always: { flickers } },
    { step: { flickers } },
    { reachable: { flickers: (state: { readonly count: number }) => state.count > 0 && !flickers(state) } },
    { within: flickers },
    {
      refines: {
        flickers: { machine, map: (state: { readonly count: number }) => (flickers(state) ? state : initial[0]) },
      },
    },
  ]
  for (const properties of impure) {
    const report = await check(algorithm<{ count: number }>({ initial, actions: up, ...properties } as never))
    expect(report.fault).toMatchObject({ code: "impure" })
  }
})

interface Spot {
  readonly x: number
  readonly y: number
}

const throwsAt = ({ x, y }: Spot): boolean => {
  if (x === 2 && y === 1) throw new Error("here")
  return true
}
const hangsAt = ({ x, y }: Spot): boolean => {
  while (x === 2 && y === 1) outside++
  return true
}

test.each<[string, string, object]>([
  ["a property", "threw", { always: { here: throwsAt } }],
  ["a goal", "threw", { reachable: { here: (spot: Spot) => !throwsAt(spot) } }],
  ["a bound", "threw", { within: throwsAt }],
  ["a property of steps", "threw", { step: { here: (_: Spot, after: Spot) => throwsAt(after) } }],
  ["a property that never ends", "endless", { always: { here: hangsAt } }],
])(
  "the way leads to the state at which %s fails, however many are looked at together",
  async (_what, code, properties) => {
    const field = algorithm<Spot>({
      initial: [{ x: 0, y: 0 }],
      actions: { right: ({ x }) => x < 5 && { x: x + 1 }, up: ({ y }) => y < 5 && { y: y + 1 } },
      ...properties,
    })
    for (const workers of [1, 2]) {
      const { fault } = await check(field, { workers, handlerMillis: 1_000 })
      expect(fault?.code).toBe(code)
      expect(fault?.trace?.steps).toHaveLength(3)
      expect(fault?.trace?.steps.at(-1)?.after.map(({ value }) => value)).toEqual([2, 1])
    }
  },
)

test("many slow evaluations are no endless one", async () => {
  const slow = (): boolean => {
    const until = performance.now() + 10
    while (performance.now() < until);
    return true
  }
  const tree = algorithm<{ n: number }>({
    initial: [{ n: 1 }],
    actions: { left: ({ n }) => n < 128 && { n: 2 * n }, right: ({ n }) => n < 128 && { n: 2 * n + 1 } },
    always: { slow: ({ n }) => n > 0 && slow() },
  })
  const report = await check(tree, { workers: 1, handlerMillis: 800 })
  expect(report).toMatchObject({ verdict: "verified", states: 255 })
})

test("of many slow evaluations for a few states none is said to have no end", async () => {
  const slow = (): false => {
    const until = performance.now() + 20
    while (performance.now() < until);
    return false
  }
  const { fault } = await check(
    algorithm<{ n: number }>({
      initial: [{ n: 1 }],
      actions: Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`a${at}`, slow])),
    }),
    { handlerMillis: 300 },
  )
  // Between two of them nobody is at work, and the model is told instead.
  expect(fault).toMatchObject({
    code: "endless",
    reason: expect.stringMatching(/^(came last of what )?takes more than 300 ms for a few states$/),
    fix: expect.stringContaining("let less happen in one state"),
  })
})

test("two properties of one name are refused", async () => {
  const report = await check(
    algorithm<{ count: number }>({
      initial: [{ count: 0 }],
      actions: {},
      always: { same: () => true },
      reachable: { same: () => true },
    }),
  )
  expect(report.fault).toMatchObject({ code: "bad-model", handler: "same" })
})
