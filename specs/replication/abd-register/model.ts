import { compare, everyPair, linearizable, model, opaque, register, type Tagged } from "@lockstep/language"
import { abdRegister } from "./protocol.ts"

const history = {
  /** Every call takes effect at one moment between its start and its end. */
  linearizable: linearizable(register(null)),
}

/** Everything that was said can be heard at any time, late, twice or never; one server may crash once. */
export const quick = model(abdRegister, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [
    { of: "servers", at: 0, calls: [["write", opaque("a")]] },
    { of: "servers", at: 1, calls: [["read", null]] },
  ],
  history,
})

/** The reader reads again: what it has seen stays written. */
export const ci = model(abdRegister, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [
    { of: "servers", at: 0, calls: [["write", opaque("a")]] },
    {
      of: "servers",
      at: 1,
      calls: [
        ["read", null],
        ["read", null],
      ],
    },
  ],
  history,
})

/** Two servers write at once. */
export const writers = model(abdRegister, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [
    { of: "servers", at: 0, calls: [["write", opaque("a")]] },
    { of: "servers", at: 1, calls: [["write", opaque("b")]] },
  ],
  history,
})

/** Two callers of one server write at once. */
export const callers = model(abdRegister, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  clients: [
    { of: "servers", at: 0, calls: [["write", opaque("a")]] },
    { of: "servers", at: 0, calls: [["write", opaque("b")]] },
  ],
  history,
})

/** What asks a server to hold a version. */
const isStore = (message: Tagged): message is { readonly type: "Store"; readonly request: number } =>
  message.type === "Store"

/** One caller, with an eye on every rule that a server keeps. */
export const watched = model(abdRegister, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [
    {
      of: "servers",
      at: 0,
      calls: [
        ["write", opaque("a")],
        ["read", null],
      ],
    },
  ],
  always: {
    /** A server works on what it was asked and has not answered, and on nothing else. */
    worksForWhoWaits: ({ servers }, { calls, nodes }) =>
      servers.every(({ operations }, index) => {
        const open = calls.filter(({ at }) => at === nodes["servers"]?.[index])
        return (
          open.length === operations.size && operations.every(({ wish }) => open.some(({ call }) => call === wish.call))
        )
      }),
    /** A call asks what there is before it asks for anything to be stored. */
    asksBeforeItStores: ({ servers }, { network, nodes }) =>
      network.every(
        ({ from, message }) =>
          !isStore(message) ||
          servers.every(
            ({ operations }, index) =>
              from !== nodes["servers"]?.[index] || operations.get(message.request)?.phase !== "query",
          ),
      ),
    /** What a server wants stored it holds itself, so that it never gives a tag twice. */
    storesAtHome: ({ servers }) =>
      servers.every(({ operations, version: own }) =>
        operations.every(({ phase, version }) => phase === "query" || compare(version.tag, own.tag) <= 0),
      ),
  },
  step: {
    /** A number stands for one call, also after a crash. */
    numbersGrow: (before, after) =>
      everyPair(
        before.servers,
        after.servers,
        (node, next) =>
          node.requests <= next.requests &&
          next.operations.every(
            (_, request) => node.operations.has(request) || (node.requests < request && request <= next.requests),
          ),
      ),
    /** A write goes beyond everything that its server knows of. */
    writesGoBeyond: (before, after) =>
      everyPair(before.servers, after.servers, (node, next) =>
        next.operations.every(
          ({ wish, phase, version }, request) =>
            wish.kind === "read" ||
            phase === "query" ||
            node.operations.get(request)?.phase !== "query" ||
            version.tag[0] > node.version.tag[0],
        ),
      ),
  },
})

/** Nothing fails. */
export const calm = model(abdRegister, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  clients: [{ of: "servers", at: 0, calls: [["write", opaque("a")]] }],
  reachable: {
    /** A write can end though one server has said nothing. */
    endsWithoutOne: ({ servers }, { calls, network, nodes }) =>
      calls.length === 0 &&
      servers.some(({ version }) => version.value !== null) &&
      (nodes["servers"] ?? []).some((server) => network.every(({ from }) => from !== server)),
  },
})

/** Two messages are lost, and all that is said else is heard: then there is an end to it. */
export const lossy = model(abdRegister, {
  nodes: { servers: 3 },
  network: { kind: "bag", loss: 2 },
  clients: [{ of: "servers", at: 0, calls: [["write", opaque("a")]] }],
  within: (_, { network }) => network.length <= 3,
  /** Everybody has an answer. */
  ends: (_, { calls }) => calls.length === 0,
})

/** A server without others, of which two callers write and read, and which crashes once. */
export const alone = model(abdRegister, {
  nodes: { servers: 1 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  clients: ["a", "b"].map((value) => ({
    of: "servers",
    calls: [
      ["write", opaque(value)],
      ["read", null],
    ],
  })),
  history,
  always: {
    /** Nobody has to wait for a server that waits for nobody. */
    answersAtOnce: (_, { calls }) => calls.length === 0,
  },
})
