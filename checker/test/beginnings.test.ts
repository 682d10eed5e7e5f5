import { algorithm, model, protocol, spec } from "@lockstep/language"
import { expect, test } from "vitest"
import { check } from "../src/index.ts"

const forever = (): never => {
  for (;;);
}

/** Every number from 0 on. */
const numbers: Iterable<{ readonly n: number }> = {
  *[Symbol.iterator]() {
    for (let n = 0; ; n++) yield { n }
  },
}

const still = { rest: () => false as const }

/** The boundary where an algorithm begins with what its type does not allow. */
const beginning = (initial: Iterable<{ readonly n: number }>, always = {}) =>
  algorithm<{ readonly n: number }>({ initial: initial as [], actions: still, always })

const { role } = spec<{ state: { n: number }; timer: "tick" }>()
const timers = { tick: { while: () => false, fire: (node: { n: number }) => node } }
const one = { nodes: { node: 1 } }

test.each([
  ["initial", beginning({ [Symbol.iterator]: forever })],
  ["node.initial", model(protocol({ roles: { node: role({ initial: forever, timers }) } }), one)],
  ["node.start", model(protocol({ roles: { node: role({ initial: { n: 0 }, start: forever, timers }) } }), one)],
])("%s is named where it never comes to an end", async (handler, given) => {
  const { fault } = await check(given, { handlerMillis: 300 })
  expect(fault).toMatchObject({ code: "endless", handler })
})

test("beginnings without end are stopped by time, by memory, and by what is broken at one of them", async () => {
  expect(await check(beginning(numbers), { timeoutMillis: 100 })).toMatchObject({ stopped: "time" })
  expect(await check(beginning(numbers), { memoryBytes: 1_000_000 })).toMatchObject({ stopped: "memory" })
  const small = ({ n }: { readonly n: number }): boolean => n < 3_000
  const { verdict, properties } = await check(beginning(numbers, { small }))
  expect(verdict).toBe("violated")
  expect(properties[0]?.trace?.initial).toEqual([{ kind: "variable", name: "n", value: 3_000 }])
})

test("a machine with beginnings without end can be refined", async () => {
  const refining = (n: number) =>
    algorithm<{ readonly n: number }>({
      initial: [{ n }],
      actions: still,
      refines: { numbers: { machine: beginning(numbers), map: (state) => state } },
    })
  expect(await check(refining(7))).toMatchObject({ verdict: "verified" })
  expect((await check(refining(-1), { handlerMillis: 300 })).fault).toMatchObject({ code: "endless" })
})

test("a trace says whether behaviours begin elsewhere, too", async () => {
  const small = ({ n }: { readonly n: number }): boolean => n < 7
  const { properties: alone } = await check(beginning([{ n: 7 }], { small }))
  expect(alone[0]?.trace).toEqual({ initial: [{ kind: "variable", name: "n", value: 7 }], steps: [] })
  const { properties: beside } = await check(beginning([{ n: 7 }, { n: 1 }], { small }))
  expect(beside[0]?.trace).toEqual({ ...alone[0]?.trace, isOneOfSeveral: true })
})

test("a trace to the first of several beginnings, which the machine does not have, says so too", async () => {
  const refining = (initial: readonly { readonly n: number }[]) =>
    algorithm<{ readonly n: number }>({
      initial,
      actions: still,
      refines: { one: { machine: beginning([{ n: 1 }]), map: (state) => state } },
    })
  const trace = async (initial: readonly { readonly n: number }[]) =>
    (await check(refining(initial))).properties.find(({ outcome }) => outcome === "broken")?.trace
  expect(await trace([{ n: 7 }])).toEqual({ initial: [{ kind: "variable", name: "n", value: 7 }], steps: [] })
  expect(await trace([{ n: 7 }, { n: 1 }])).toMatchObject({ isOneOfSeveral: true, steps: [] })
  expect(await trace([{ n: 1 }, { n: 7 }])).toMatchObject({ isOneOfSeveral: true, steps: [] })
})
