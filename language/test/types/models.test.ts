import { describe, test } from "vitest"
import { expectTold, type Told } from "./expectation.ts"
import { modelOf, oneRole } from "./snippets.ts"

type Case = readonly [name: string, text: string, ...told: Told]

const cases: readonly Case[] = [
  [
    "an unknown role among the nodes",
    modelOf("nodes: { «server»: 3 }"),
    [
      2561,
      "Object literal may only specify known properties, but 'server' does not exist in type '{ readonly servers: number; }'.",
    ],
  ],
  [
    "a role that crashes and does not exist",
    modelOf('nodes: { servers: 3 }, crashes: { budget: 1, of: [«"server"»], afterwards: "stop" }'),
    [2322, `Type '"server"' is not assignable to type '"servers"'.`],
  ],
  [
    "a client of an unknown role",
    modelOf('nodes: { servers: 3 }, clients: [{ «of»: "server", calls: [] }]'),
    [2322, `Type '"server"' is not assignable to type '"servers"'.`],
  ],
  [
    "an unknown call of a client",
    modelOf('nodes: { servers: 3 }, clients: [{ of: "servers", calls: [[«"reed"», null]] }]'),
    [2322, `Type '"reed"' is not assignable to type '"read" | "write"'.`],
  ],
  [
    "an argument of the wrong type",
    modelOf('nodes: { servers: 3 }, clients: [{ of: "servers", calls: [["write", «"3"»]] }]'),
    [2322, "Type 'string' is not assignable to type 'number'."],
  ],
  [
    "an unknown network",
    modelOf('nodes: { servers: 3 }, network: { «kind»: "bags" }'),
    [2820, `Type '"bags"' is not assignable to type '"bag" | "fifo" | "set"'.`],
  ],
  [
    "an unknown service",
    modelOf("nodes: { servers: 3 }", "«refund»: { initial: 0, perform: () => [[1, 'paid']] }"),
    [2353, "Object literal may only specify known properties, and 'refund' does not exist in type"],
  ],
  [
    "an answer that the service cannot give",
    modelOf("nodes: { servers: 3 }", "charge: { initial: 0, perform: () => [[1, «'payed'»]] }"),
    [2322, `Type '"payed"' is not assignable to type '"paid" | "declined"'.`],
  ],
  [
    "a bound on an unknown role",
    modelOf("nodes: { servers: 3 }, within: (view) => view.«server».length > 1"),
    [2551, "Property 'server' does not exist on type"],
  ],
]

describe("errors about models", () => {
  test.for(cases)("%s", ([, text, ...told]) => expectTold(text, told))
})

/** A protocol whose terms are those of a counter. */
const refining = (map: string, machine = "counting"): string =>
  oneRole({
    after: `
import { algorithm } from "@lockstep/language"
const counting = algorithm<{ count: number }>({ initial: [{ count: 0 }], actions: { up: ({ count }) => ({ count: count + 1 }) } })
export const counted = protocol({
  roles: { servers: node },
  refines: { counting: { machine: ${machine}, map: ${map} } },
})`,
  })

describe("a refinement in a protocol", () => {
  test("knows the nodes, what surrounds them, and the states of its machine", () =>
    expectTold(
      refining(
        "({ servers }, { network }) => ({ count: servers.filter(({ term }) => term > 0).length + network.length })",
      ),
      [],
    ))

  test("gives a state of its machine", () =>
    expectTold(refining("({ servers }) => ({ «count»: servers.map(({ term }) => term) })"), [
      [2322, "Type 'number[]' is not assignable to type 'number'."],
    ]))

  test("reads what the nodes have", () =>
    expectTold(refining("({ servers }) => ({ count: servers.filter(({ «trem» }) => trem > 0).length })"), [
      [2339, "Property 'trem' does not exist on type 'Node'."],
    ]))
})

/** A protocol with a property of what surrounds its nodes. */
const timely = (place: string): string => {
  const property = `few: (_, around) => around.${place}.length < 9`
  return oneRole({ after: `export const timely = protocol({ roles: { servers: node }, always: { ${property} } })` })
}

describe("a sound model", () => {
  test("has no errors", () =>
    expectTold(
      modelOf('nodes: { servers: 3 }, clients: [{ of: "servers", calls: [["read", null], ["write", 1]] }]'),
      [],
    ))

  test("knows the names and clocks of each role", () => {
    const bound = (place: string) => modelOf(`nodes: { servers: 3 }, within: (_, around) => around.${place}.length > 2`)
    expectTold(bound("clocks.servers"), [])
    expectTold(bound("clocks.«server»"), [[2551, "Property 'server' does not exist on type"]])
    expectTold(bound("nodes.«server»"), [[2551, "Property 'server' does not exist on type"]])
    expectTold(timely("clocks.servers"), [])
    expectTold(timely("clocks.«server»"), [[2551, "Property 'server' does not exist on type"]])
  })

  test("knows the state of a service", () => {
    const charge =
      "charge: external({ initial: 0, perform: (state: number, amount: number) => [[state + amount, 'paid' as const]] })"
    expectTold(modelOf("nodes: { servers: 3 }, within: (_, { world }) => world.charge < 5", charge), [])
    const wrong = "nodes: { servers: 3 }, within: (_, { world }) => «world.charge === 'x'»"
    expectTold(modelOf(wrong, charge), [[2367, "This comparison appears to be unintentional"]])
  })

  test("calls several roles with opaque values, without saying which", () => {
    const twoRoles = `
import { model, opaque, protocol, roles, type Opaque } from "@lockstep/language"
type Order = Opaque<"Order">
const { role, reply } = roles<{
  desk: { state: { last: Order | null }; calls: { place(order: Order): null } }
  store: { state: { count: number }; calls: { newest(): Order | null } }
}>()
const desk = role("desk", { initial: { last: null }, calls: { place: (_, last, { call }) => [{ last }, reply(call, null)] } })
const store = role("store", { initial: { count: 0 }, calls: { newest: (node, _, { call }) => [node, reply(call, null)] } })
export const both = model(protocol({ roles: { desk, store } }), {
  nodes: { desk: 1, store: 1 },
  clients: [{ of: "desk", calls: [["place", opaque("tea")]] }, { of: "store", calls: [["newest", null]] }],
})
const free = opaque("tea")
export const order: Order | null = free
export const «payment»: Opaque<"Payment"> = opaque<"Order">("tea")
`
    expectTold(twoRoles, [[2322, `Type 'Opaque<"Order">' is not assignable to type 'Opaque<"Payment">'.`]])
  })
})
