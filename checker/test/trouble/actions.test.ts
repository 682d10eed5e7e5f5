import { algorithm, List, Set } from "@lockstep/language"
import { expect, test } from "vitest"
import { check } from "../../src/index.ts"

test("an action that writes to a variable is told to build a new value, and one that throws what an action gives back", async () => {
  const faultOfAction = async (up: (state: { n: number }) => { n: number }) =>
    (await check(algorithm<{ n: number }>({ initial: [{ n: 0 }], actions: { up } }))).fault
  const writes = await faultOfAction((state) => {
    state.n += 1
    return state
  })
  expect(writes).toMatchObject({ code: "wrote-input", fix: expect.stringContaining("{ ...state, field }") })
  const throws = await faultOfAction(() => {
    throw new Error("full")
  })
  expect(throws).toMatchObject({ code: "threw", fix: expect.stringContaining("an action with `false`") })
})

test("a variable under a symbol is said to be no data", async () => {
  const more = { [Symbol("more")]: 1 }
  const reason = "gave a value: a record that also has Symbol(more) is no data"
  const initial = [{ n: 0 }]
  for (const one of [{ initial: [{ n: 0, ...more }] }, { initial, actions: { up: () => more } }]) {
    const { fault } = await check(algorithm<{ n: number }>({ actions: {}, ...one }))
    expect(fault).toMatchObject({ code: "unsupported-value", reason })
  }
})

class Moved {
  readonly count = 1
}

test.each<[string, unknown]>([
  ["a List", List.of({ count: 1 })],
  ["a Set", [Set.of({ count: 1 })]],
  ["a Promise", Promise.resolve({ count: 1 })],
  ["an Iterator", [{ count: 1 }].values()],
  ["a Moved", new Moved()],
  ["an array", [[{ count: 1 }]]],
  ["null", [null]],
  ["nothing", undefined],
  ["a boolean", true],
])("an action that returns %s where variables change is told so", async (what, returned) => {
  const report = await check(
    algorithm<{ count: number }>({ initial: [{ count: 0 }], actions: { up: () => returned as { count: number } } }),
  )
  expect(report).toMatchObject({ verdict: "faulty", fault: { code: "not-a-state", handler: "up" } })
  expect(report.fault?.reason).toBe(`returned ${what} where the changed variables were due`)
  expect(report.fault?.fix).toContain("an array of such records")
})

test("an action whose record cannot be read is told so", async () => {
  const closed = {
    get count(): number {
      throw new Error("closed")
    },
  }
  const report = await check(algorithm<{ count: number }>({ initial: [{ count: 0 }], actions: { up: () => closed } }))
  expect(report.fault).toMatchObject({ code: "threw", handler: "up" })
})
