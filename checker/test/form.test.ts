import { type AnyAlgorithm, type AnyModel, linearizable, register as aRegister } from "@lockstep/language"
import fc from "fast-check"
import { expect, test } from "vitest"
import * as register from "../../specs/replication/abd-register/model.ts"
import * as election from "../../specs/consensus/election/model.ts"
import * as lock from "../../specs/coordination/fencing-lock/model.ts"
import * as saga from "../../specs/transactions/order-saga/model.ts"
import * as commit from "../../specs/transactions/two-phase-commit/model.ts"
import { counter } from "../../cli/test/samples/counter.ts"
import { check } from "../src/index.ts"

/** What a spec hands over when nobody has looked at its types. */
type Untyped = { readonly [field: string]: unknown }

/** The boundary where a model loses its types. */
const untyped = (model: object): Untyped => model as Untyped
const asModel = (value: unknown): AnyModel => value as AnyModel

const isParent = (value: unknown): value is Untyped => typeof value === "object" && value !== null

/** The same with another value at a path. */
const replaced = (whole: unknown, [head, ...rest]: readonly string[], by: unknown): unknown => {
  if (head === undefined) return by
  if (Array.isArray(whole)) return whole.map((one, at) => (String(at) === head ? replaced(one, rest, by) : one))
  return isParent(whole) ? { ...whole, [head]: replaced(whole[head], rest, by) } : whole
}

const at = (model: object, path: string, by: unknown): AnyModel =>
  asModel(replaced(untyped(model), path.split("."), by))

const roles = "protocol.roles"

const expectRefused = async (given: AnyModel | AnyAlgorithm, handler: string, reason: string): Promise<void> => {
  const { verdict, fault } = await check(given, { workers: 1 })
  expect(verdict).toBe("faulty")
  expect(fault).toMatchObject({ code: "bad-model", handler })
  expect(fault?.reason).toContain(reason)
}

test.each<[string, AnyModel, string, string]>([
  [
    "a protocol made of a name",
    at(election.quick, "protocol", { ...["election"], kind: "protocol" }),
    "protocol",
    'has no "roles", and "0" means nothing here: there are kind, roles, always',
  ],
  [
    "a role that is none",
    at(election.quick, `${roles}.servers`, 7),
    "protocol.roles.servers",
    "is 7, and must be a record with kind, definition",
  ],
  [
    "a handler that is a list",
    at(election.quick, `${roles}.servers.definition.on.Vote`, []),
    "protocol.roles.servers.definition.on.Vote",
    "is a list, and must be a function",
  ],
  [
    "a timer without its action",
    at(election.quick, `${roles}.servers.definition.timers.election.fire`, undefined),
    "protocol.roles.servers.definition.timers.election.fire",
    "is missing, and must be a function",
  ],
  [
    "a durable field that is misspelt",
    at(election.quick, `${roles}.servers.definition.durable`, ["trem"]),
    "servers.durable",
    'names "trem", which is no field of the state',
  ],
  [
    "a misspelt property",
    at(election.quick, "protocol.alwyas", {}),
    "protocol.alwyas",
    "means nothing here: there are kind, roles, always",
  ],
  [
    "a misspelt fault",
    at(election.quick, "crashs", { budget: 1 }),
    "crashs",
    "means nothing here: there are kind, protocol, nodes",
  ],
  [
    "a role that there is not",
    at(election.quick, "nodes.srevers", 3),
    "nodes.srevers",
    "means nothing here: there are servers",
  ],
  [
    "a role without a count",
    at(election.quick, "nodes", undefined),
    "nodes",
    "is missing, and must be a record with servers",
  ],
  [
    "a misspelt role in place of its own",
    at(election.quick, "nodes", { srevers: 3 }),
    "nodes",
    'has no "servers", and "srevers" means nothing here: there are servers',
  ],
  [
    "clients in words of another tool",
    at(saga.ci, "clients.0", { role: "orders", call: "place", at: 0 }),
    "clients[0]",
    'has no "of", "calls", and "role", "call" mean nothing here: there are of, calls, at, retries',
  ],
  [
    "two things that mean nothing",
    at(at(election.quick, "crashs", 1), "bound", 7),
    "model",
    '"crashs", "bound" mean nothing here: there are kind, protocol, nodes',
  ],
  [
    "interchangeable things that are no record",
    at(election.quick, "symmetry", ["servers"]),
    "symmetry",
    "is a list, and must be a record of nodes, values",
  ],
  [
    "a network of no kind",
    at(election.quick, "network", { kind: "tcp" }),
    "network.kind",
    'is "tcp", and must be one of bag, fifo, set',
  ],
  [
    "half a crash",
    at(commit.quick, "crashes", { budget: 0.5, afterwards: "restart" }),
    "crashes.budget",
    "is 0.5, and must be a whole number from 0 on",
  ],
  [
    "losses without end",
    at(lock.quick, "network", { kind: "bag", loss: Infinity }),
    "network.loss",
    "is Infinity, and must be a whole number from 0 on",
  ],
  [
    "a loss that is no number of JSON",
    at(lock.quick, "network", { kind: "bag", loss: 1n }),
    "network.loss",
    "is 1n, and must be a whole number from 0 on",
  ],
  [
    "a budget for what costs nothing",
    at(lock.quick, "network", { kind: "bag", reordering: 1 }),
    "network",
    "of kind `bag` reorders without a budget",
  ],
  [
    "values of two sets that are interchangeable",
    at(election.quick, "symmetry", {
      values: [
        ["a", "b"],
        ["b", "c"],
      ],
    }),
    "symmetry",
    'names "b" twice',
  ],
  [
    "nodes that are interchangeable twice",
    at(election.quick, "symmetry", { nodes: ["servers", "servers"] }),
    "symmetry",
    'names "n1" twice',
  ],
  [
    "more interchangeable nodes than there are orders for",
    at(at(commit.quick, "nodes.participants", 8), "symmetry", { nodes: ["participants"] }),
    "symmetry",
    "has 40320 orders to go through, and there can be 5040: those of seven",
  ],
  [
    "more nodes than could be had",
    at(election.quick, "nodes.servers", 1e9),
    "nodes",
    'asks for 1000000000 nodes of "servers", and there can be 1000 in all',
  ],
  [
    "more clients than a search gets through",
    at(
      commit.quick,
      "clients",
      Array.from({ length: 201 }, () => ({ of: "coordinator", calls: [] })),
    ),
    "clients",
    "are 201, and there can be 200",
  ],
  [
    "clocks that never differ, of which none could tick first",
    at(election.quick, "clocks", { skew: 0, until: 3 }),
    "clocks.skew",
    "is 0, and must be a whole number from 1 on",
  ],
  [
    "crashes of a role that there is not",
    at(commit.quick, "crashes", { budget: 1, afterwards: "stop", of: ["servers"] }),
    "crashes.of[0]",
    'is "servers", and must be one of coordinator, participants',
  ],
  ["clients that are a record", at(saga.ci, "clients", {}), "clients", "is a record, and must be a list"],
  [
    "a call without an argument",
    at(saga.ci, "clients.0.calls.0", ["place"]),
    "clients[0].calls[0]",
    "is a list, and must be a call and its argument, which is null where it takes none",
  ],
  [
    "a call that nobody answers",
    at(saga.ci, "clients.0.calls.0", ["palce", null]),
    "clients[0]",
    'calls "palce", and "inventory" answers supply',
  ],
  [
    "a client of a node that there is not",
    at(saga.ci, "clients.0.at", 9),
    "clients[0].at",
    'is 9, and the nodes of "inventory" end before it',
  ],
  [
    "a client of a role without nodes",
    at(at(saga.ci, "clients.0.at", undefined), "nodes.inventory", 0),
    "clients[0]",
    'calls "inventory", of which there is no node',
  ],
  [
    "a service without an answer",
    at(saga.ci, "activities.charge", { initial: null }),
    "activities.charge.perform",
    "is missing, and must be a function",
  ],
  ["a bound that is no function", at(election.quick, "within", null), "within", "is null, and must be a function"],
  [
    "a history of no object",
    at(register.ci, "protocol.history", { h: { kind: "linearizable" } }),
    "protocol.history.h.object",
    "is missing, and must be a record",
  ],
])("a model with %s is refused", (_what, given, handler, reason) => expectRefused(given, handler, reason))

/** The boundary where an algorithm loses its types. */
const algorithmWith = (fields: Untyped): AnyAlgorithm => ({ ...counter, ...fields }) as unknown as AnyAlgorithm

test.each<[string, AnyAlgorithm, string, string]>([
  ["no beginning", algorithmWith({ initial: undefined }), "initial", "is missing, and must be a list"],
  ["a beginning that is no state", algorithmWith({ initial: [null] }), "initial[0]", "is null, and must be a record"],
  [
    "an action that is none",
    algorithmWith({ actions: { up: 1 } }),
    "actions.up",
    "is 1, and must be a function of the state, or what `each` gives",
  ],
  [
    "an action of a guard and an effect",
    algorithmWith({ actions: { up: { guard: () => true, effect: () => ({ n: 1 }) } } }),
    "actions.up",
    "is a record, and must be a function of the state, or what `each` gives",
  ],
  [
    "an action of another kind",
    algorithmWith({ actions: { up: { kind: "all", values: [], run: () => false } } }),
    "actions.up.kind",
    "one of each",
  ],
  ["a misspelt property", algorithmWith({ nevr: {} }), "nevr", "means nothing here"],
  [
    "its actions by another name",
    algorithmWith({ actions: undefined, action: {} }),
    "algorithm",
    'has no "actions", and "action" means nothing here: there are kind, initial, actions',
  ],
  [
    "a variable that only one beginning has",
    algorithmWith({ initial: [{ n: 0 }, { n: 0, m: 1 }], always: {} }),
    "initial",
    'has states with different variables: "m" is not in all of them',
  ],
  [
    "a variable that one beginning has not",
    algorithmWith({ initial: [{ n: 0 }, { m: 1 }], always: {} }),
    "initial",
    'has states with different variables: "n" is not in all of them',
  ],
  [
    "a history, which nobody calls for",
    algorithmWith({ history: { h: linearizable(aRegister(0)) } }),
    "history",
    "means nothing here: there are kind, initial, actions, always, step, never, reachable, refines, ends, within, symmetry",
  ],
  [
    "a refinement of nothing",
    algorithmWith({ refines: { r: { map: () => ({}) } } }),
    "refines.r.machine",
    "is missing, and must be a record",
  ],
])("an algorithm with %s is refused", (_what, given, handler, reason) => expectRefused(given, handler, reason))

const pathsOf = (value: unknown, path: readonly string[], depth: number): (readonly string[])[] =>
  depth === 0 || !isParent(value)
    ? [path]
    : [path, ...Object.keys(value).flatMap((name) => pathsOf(value[name], [...path, name], depth - 1))]

const places = [election.quick, commit.quick, saga.ci, register.ci, lock.ci, counter].flatMap((model) =>
  pathsOf(model, [], 6)
    .filter(([first]) => first !== undefined && first !== "kind")
    .map((path) => ({ model, path })),
)

const junk: readonly unknown[] = [
  undefined,
  null,
  7,
  -1,
  1.5,
  "text",
  true,
  [],
  {},
  [7],
  ["text"],
  [[]],
  [null],
  { kind: "no" },
  () => 7,
  () => undefined,
]

test("whatever stands in whatever place of a model, the check says so, or has nothing against it", async () => {
  const place = fc.constantFrom(...places)
  await fc.assert(
    fc.asyncProperty(place, fc.constantFrom(...junk), async ({ model, path }, by) => {
      const report = await check(asModel(replaced(model, path, by)), {
        workers: 1,
        maxStates: 50,
        timeoutMillis: 1_000,
      })
      if (report.verdict === "faulty") expect(report.fault?.reason).not.toBe("")
    }),
    { numRuns: 1_500 },
  )
})
