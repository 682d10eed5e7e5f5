import { algorithm, model, protocol, spec } from "@lockstep/language"
import { expect, test } from "vitest"
import { check } from "../src/index.ts"

/** A token is somewhere, or on its way. */
const passing = algorithm<{ readonly holders: number }>({
  initial: [{ holders: 1 }],
  actions: { pass: ({ holders }) => ({ holders: 1 - holders }) },
})

const { role, send } = spec<{ state: { has: boolean }; message: { type: "Token" }; timer: "pass" }>()

/** Nodes that pass a token on; `lets` says whether they let go of it. */
const ring = (lets: boolean) => {
  const node = role({
    initial: ({ self, peers }) => ({ has: peers.every((peer) => self < peer) }),
    timers: {
      pass: {
        while: ({ has }) => has,
        fire: ({ has }, { peers: [next = null] }) => [{ has: has && !lets }, next && send(next, { type: "Token" })],
      },
    },
    on: { Token: () => ({ has: true }) },
  })
  const passes = protocol({
    roles: { node },
    refines: {
      passing: { machine: passing, map: ({ node }) => ({ holders: node.filter(({ has }) => has).length }) },
    },
  })
  return model(passes, { nodes: { node: 2 }, within: (_, { network }) => network.length < 3 })
}

test("a protocol refines a machine whose every step its own steps are", async () => {
  const { verdict, properties } = await check(ring(true), { workers: 1 })
  expect(verdict).toBe("verified")
  expect(properties.map(({ name, outcome }) => [name, outcome])).toEqual([["passing", "holds"]])
})

test("a step that the machine does not take breaks the refinement", async () => {
  const { properties } = await check(ring(false), { workers: 1 })
  const broken = properties.find(({ outcome }) => outcome === "broken")
  expect(broken).toMatchObject({ kind: "refines", name: "passing", depth: 2 })
})

test("what fails in the machine is told by the refinement that it is in", async () => {
  const counting = (up: () => never, initial: readonly { readonly n: number }[] = [{ n: 0 }]) =>
    algorithm<{ readonly n: number }>({
      initial: [{ n: 0 }],
      actions: { up: ({ n }) => n < 3 && { n: n + 1 } },
      refines: {
        machine: { machine: algorithm<{ readonly n: number }>({ initial, actions: { up } }), map: (one) => one },
      },
    })
  const fails = (): never => {
    throw new Error("no such luck")
  }
  expect((await check(counting(fails))).fault).toMatchObject({ code: "threw", handler: "refines.machine.up" })
  expect((await check(counting(fails, []))).fault).toMatchObject({ handler: "refines.machine.initial" })
})
