import { linearizable, model, protocol, sequentialObject, spec } from "@lockstep/language"
import { expect, test } from "vitest"
import { check } from "../src/index.ts"

type Event = { type: "asked" } | { type: "answered" }

const { role, emit } = spec<{ state: { asked: boolean }; timer: "act"; event: Event }>()

const client = role({
  initial: { asked: false },
  timers: {
    act: {
      while: () => true,
      fire: ({ asked }) => [{ asked: !asked }, emit({ type: asked ? "answered" : "asked" })],
    },
  },
})

const object = sequentialObject<null>({ initial: null, calls: { ask: (state) => [null, state] } })
const clients = protocol({ roles: { clients: client } })
const asking = { kind: "invoke", call: "ask", argument: null } as const
const answering = { kind: "return", value: null } as const

test("what nodes tell is no part of a state where no history is kept", async () => {
  const observed = model(clients, {
    nodes: { clients: 2 },
    observe: ({ type }) => (type === "asked" ? asking : answering),
  })
  expect(await check(observed)).toMatchObject({ verdict: "verified", states: 4 })
})

test("an answer to nothing is a mistake of the model", async () => {
  const confused = model(clients, {
    nodes: { clients: 1 },
    observe: () => answering,
    history: { register: linearizable(object) },
  })
  const { verdict, fault } = await check(confused)
  expect(verdict).toBe("faulty")
  expect(fault).toMatchObject({ code: "bad-model", reason: "returns from an operation that was not invoked" })
})

test("nodes cannot be clients of a model that has others", async () => {
  const { role } = spec<{ state: { asked: boolean }; calls: { ask(): null }; event: Event }>()
  const server = role({ initial: { asked: false }, calls: { ask: (node) => node } })
  const twice = model(protocol({ roles: { servers: server } }), {
    nodes: { servers: 1 },
    clients: [{ of: "servers", calls: [["ask", null]] }],
    observe: () => answering,
    history: { register: linearizable(object) },
  })
  expect((await check(twice)).fault).toMatchObject({ code: "bad-model", handler: "observe" })
})
