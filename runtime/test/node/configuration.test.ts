import { existsSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import { describe, expect, test } from "vitest"
import * as Node from "../../src/node/index.ts"
import { defaultLimits, limitsOf } from "../../src/node/options.ts"
import { toRole } from "../../src/role.ts"
import { MemoryStorage, Storage } from "../../src/storage/index.ts"
import * as Trace from "../../src/trace/index.ts"
import { type Addresses, MemoryTransport, Tcp, Tls, type Transport } from "../../src/transport/index.ts"
import { layer as webSocket } from "../../src/transport/web-socket.ts"
import { ledgerLibrary } from "../fixtures/ledger.ts"
import { libraryOf } from "../fixtures/library.ts"

const review = { while: () => true, fire: (node: object) => node }
const { roles } = libraryOf("books", { auditors: toRole({ initial: {}, timers: { review } }) })
const library = { ...ledgerLibrary, name: "books", roles: { ...ledgerLibrary.roles, ...roles } }

const good = {
  library,
  role: "ledger",
  self: "a",
  nodes: { ledger: { a: "127.0.0.1:7101", b: "127.0.0.1:7102" }, auditors: { c: "127.0.0.1:7103" } },
  timers: { tick: "1 second" },
  activities: { charge: () => Effect.succeed("receipt") },
}

/** The boundary where a configuration is whatever somebody has written into a file. */
const written = (options: object): Node.NodeOptions => options as Node.NodeOptions

const memory = () => MemoryTransport.layer(MemoryTransport.makeNetwork())

/** The boundary where new addresses are whatever somebody has written into a file. */
const writtenAddresses = (addresses: unknown): Addresses => addresses as Addresses

const readdress = (addresses: unknown) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const node = yield* Node.openNode(written(good))
      const moved = yield* Effect.exit(node.readdress(writtenAddresses(addresses)))
      const problem = Exit.isFailure(moved) ? String(Cause.squash(moved.cause)) : "moved"
      return { problem, peers: (yield* node.links).map(({ peer }) => peer) }
    }).pipe(
      Effect.provide(
        Layer.merge(MemoryStorage.layer(MemoryStorage.emptyStore()), Tcp.layerWith({ listen: "127.0.0.1:0" })),
      ),
      Effect.scoped,
    ),
  )

/** What opening a node says; one that is not opened has not looked into its storage. */
const open = async (change: object, transport: Layer.Layer<Transport> = memory()) => {
  let asked = 0
  const storage = Effect.map(Storage, (found) =>
    Storage.of({
      ...found,
      load: Effect.andThen(
        Effect.sync(() => asked++),
        found.load,
      ),
    }),
  )
  const said = await Effect.runPromise(
    Node.openNode(written({ ...good, ...change })).pipe(
      Effect.provideServiceEffect(Storage, storage),
      Effect.provide(Layer.merge(MemoryStorage.layer(MemoryStorage.emptyStore()), transport)),
      Effect.scoped,
      Effect.match({ onSuccess: () => "opened", onFailure: (error) => `${error._tag}: ${error.message}` }),
    ),
  )
  expect(asked).toBe(said === "opened" ? 1 : 0)
  return said
}

type Row = readonly [what: string, change: object, message: string | RegExp]

const nodesWith = (ledger: unknown, others: object = good.nodes) => ({ nodes: { ...others, ledger } })

const limitFlaws = Object.keys(defaultLimits).flatMap((limit): Row[] => {
  const isTime = ["callWait", "callTimeout", "drain"].includes(limit)
  const row = (value: unknown, reason: string): Row => [
    `${limit} of ${String(value)}`,
    { limits: { [limit]: value } },
    `limits.${limit}: ${reason}`,
  ]
  return isTime
    ? [
        row("soon", '"soon" is no duration such as "150 millis"'),
        row(Number.NaN, 'NaN is no duration such as "150 millis"'),
        row(null, 'null is no duration such as "150 millis"'),
        row(-5, "-5 is less than nothing"),
        row("Infinity", '"Infinity" never ends'),
        ...(limit === "drain" ? [] : [row(0, "0 is no time at all")]),
      ]
    : [0, -1, 1.5, Number.NaN, Infinity, "x", null].map((value) =>
        row(value, `${typeof value === "string" ? `"${value}"` : String(value)} is no whole number above 0`),
      )
})

const timerFlaws: readonly (readonly [duration: unknown, reason: string])[] = [
  [undefined, 'it is missing: say how long it runs, as in "150 millis"'],
  ["soon", '"soon" is no duration such as "150 millis"'],
  [null, 'null is no duration such as "150 millis"'],
  [Number.NaN, 'NaN is no duration such as "150 millis"'],
  [0, "0 is no time at all"],
  ["-1 second", '"-1 second" is less than nothing'],
  [Infinity, "Infinity never ends"],
  [["300 millis", "150 millis"], '["300 millis","150 millis"] ends before it begins'],
  [["1 second"], '["1 second"] is no range such as ["150 millis", "300 millis"]'],
  [[1, 2, 3], '[1,2,3] is no range such as ["150 millis", "300 millis"]'],
  [["1 second", "late"], '"late" is no duration such as "150 millis"'],
]

const flaws: readonly Row[] = [
  [
    "an option that there is not",
    { limit: { mailbox: 5 } },
    "limit: there is no such option: self, nodes, timers, activities, limits, metrics, accepts",
  ],
  ["no such role", { role: "clerks" }, 'role: books has no "clerks": ledger, auditors'],
  [
    "a library of an earlier generator",
    {
      library: {
        ...library,
        roles: { ...library.roles, ledger: { ...library.roles["ledger"], majorityOf: undefined } },
      },
    },
    "library: version 0 of the generator wrote books, and does not say whose majority a role counts: write it anew with the generator of this runtime's version",
  ],
  ["no nodes", { nodes: undefined }, "nodes: undefined is no object"],
  ["no nodes of a role", { nodes: { ledger: good.nodes.ledger } }, /^nodes.auditors: it is missing/],
  [
    "a role that is none",
    { nodes: { ...good.nodes, clerks: {} } },
    "nodes.clerks: there is no such role of books: ledger, auditors",
  ],
  ["nodes that are a list", nodesWith(["a"]), 'nodes.ledger: ["a"] is no object'],
  ["no nodes of its own role", nodesWith({}), 'self: "a" is none of the ledger: there are none'],
  ["an unknown self", { self: "z" }, 'self: "z" is none of the ledger: a, b'],
  ["a self of another role", { self: "c" }, 'self: "c" is none of the ledger: a, b'],
  ["no self", { self: undefined }, "self: undefined is none of the ledger: a, b"],
  ["a self that all objects have", { self: "toString" }, 'self: "toString" is none of the ledger: a, b'],
  ["an address that is a number", nodesWith({ a: "a:1", b: 7102 }), "nodes.ledger.b: 7102 is no address"],
  ["two nodes at one address", nodesWith({ a: "a:1", b: "a:1" }), 'nodes.ledger.b: "a:1" is the address of a'],
  [
    "one name in two roles",
    { nodes: { ledger: { a: "a:1" }, auditors: { a: "a:2" } } },
    "nodes.auditors.a: one of the ledger has this name, too",
  ],
  ["an empty name", nodesWith({ a: "a:1", "": "a:2" }), "nodes.ledger.: a name has between 1 and 255 characters"],
  ["half of a character", nodesWith({ a: "a:1", "\ud800": "a:2" }), /nobody can have this name$/],
  ["no timers", { timers: undefined }, /^timers.tick: it is missing/],
  ["timers that are none", { timers: "1 second" }, 'timers: "1 second" is no object'],
  ["an unknown timer", { timers: { ...good.timers, tock: 5 } }, "timers.tock: there is no such timer: tick, review"],
  ...timerFlaws.map(([duration, reason]): Row => [
    `a timer of ${String(duration)}`,
    { timers: { tick: duration } },
    `timers.tick: ${reason}`,
  ]),
  ["no activities", { activities: undefined }, "activities.charge: it is missing: nobody else performs it for ledger"],
  ["an activity that is no function", { activities: { charge: 5 } }, "activities.charge: 5 is no function"],
  ["an unknown limit", { limits: { mailboxes: 5 } }, /^limits.mailboxes: there is no such limit: mailbox, /],
  ...limitFlaws,
  ["metrics of no kind", { metrics: "no" }, 'metrics: "no" is neither true nor false'],
  ["one hash for a list of them", { accepts: "abc" }, 'accepts: "abc" is no list of strings'],
]

describe("a node does not open with", () => {
  test.each(flaws)("%s", async (_, change, message) => {
    const told = await open(change)
    expect(told).toMatch(/^BadConfiguration: /)
    const said = told.slice("BadConfiguration: ".length)
    if (typeof message === "string") expect(said).toBe(message)
    else expect(said).toMatch(message)
  })
})

describe("a node opens with", () => {
  test.each<readonly [what: string, change: object]>([
    ["what it needs", {}],
    ["nobody of another role", { nodes: { ...good.nodes, auditors: {} } }],
    ["timers of other roles", { timers: { tick: ["1 second", "1 second"], review: 5 } }],
    ["a timer that runs for weeks", { timers: { tick: "40 days" } }],
    ["options that are given as undefined", { limits: { mailbox: undefined }, metrics: undefined, accepts: undefined }],
    ["a stop that waits for nothing", { limits: { drain: 0 } }],
  ])("%s", async (_, change) => {
    expect(await open(change)).toBe("opened")
  })
})

describe("a node that is readdressed", () => {
  const addresses = { a: "127.0.0.1:7201", b: "127.0.0.1:7202", c: "127.0.0.1:7203" }
  const peers = ["b", "c"]

  test("takes an address for each node", async () => {
    expect(await readdress(addresses)).toEqual({ problem: "moved", peers })
  })

  test.each<readonly [what: string, addresses: unknown, message: string]>([
    ["nothing", null, "addresses: null is no object"],
    ["nodes by role", good.nodes, "addresses.ledger: there is no such node: a, b, c"],
    [
      "no address of a node",
      { a: addresses.a, b: addresses.b },
      "addresses.c: it is missing: every node has its address, whatever its role",
    ],
    ["a node more", { ...addresses, d: "127.0.0.1:7204" }, "addresses.d: there is no such node: a, b, c"],
    ["one address twice", { ...addresses, c: addresses.b }, 'addresses.c: "127.0.0.1:7202" is the address of b'],
    ["no address", { ...addresses, b: "soon" }, 'addresses.b: "soon" is no address like "10.0.0.1:7000"'],
  ])("refuses %s, and keeps its peers", async (_, wrong, message) => {
    expect(await readdress(wrong)).toEqual({ problem: `BadConfiguration: ${message}`, peers })
  })
})

test("a limit that is given as undefined is the default", () => {
  const { mailbox, batch } = limitsOf(written({ ...good, limits: { mailbox: undefined, batch: 7 } }))
  expect({ mailbox, batch }).toEqual({ mailbox: defaultLimits.mailbox, batch: 7 })
})

/** The boundary where options come from where there are no types. */
const loose = <Options>(options: object) => options as Options

describe("a transport refuses", () => {
  const at = (address: string) => nodesWith({ a: "127.0.0.1:7101", b: address })
  const credentials = Effect.die("nobody asks for them")
  const nowhere = Tls.fromFiles({ key: "/nowhere/key", certificate: "/nowhere/own", authorities: "/nowhere/all" })

  test.each<readonly [option: string, change: object, transport: Layer.Layer<Transport>]>([
    ["nodes.ledger.b", at("127.0.0.1:99999"), Tcp.layer],
    ["nodes.ledger.b", at("127.0.0.1:0"), Tcp.layer],
    ["nodes.ledger.b", at("127.0.0.1"), Tcp.layer],
    ["nodes.ledger.b", at("http://127.0.0.1:7102"), Tcp.layer],
    ["nodes.ledger.b", at("ws://127.0.0.1:7102:9"), webSocket()],
    ["transport.frameBytes", {}, Tcp.layerWith({ frameBytes: 0 })],
    ["transport.patience", {}, Tcp.layerWith({ patience: "Infinity" })],
    ["transport.heartbeat", {}, Tls.layer({ credentials, heartbeat: 0 })],
    ["transport.refresh", {}, Tls.layer({ credentials, refresh: 0 })],
    ["transport.security.refresh", {}, webSocket({ security: { credentials, refresh: "-1 second" } })],
    ["transport.heartbeet", {}, Tcp.layerWith(loose({ heartbeet: "1 second" }))],
    ["transport.listen", {}, Tcp.layerWith(loose({ listen: 7000 }))],
    ["transport.listen", {}, Tcp.layerWith({ listen: "nowhere" })],
    ["transport.patience", {}, Tcp.layerWith({ patience: "1 second", heartbeat: "2 seconds" })],
    ["transport.path", {}, Tcp.layerWith(loose({ path: "/" }))],
    ["transport.path", {}, webSocket({ path: "election" })],
    ["transport.path", {}, webSocket({ path: "/election?of=n1" })],
    ["transport.listen", nodesWith({ a: "wss://gateway.example.org/ledger/a" }), webSocket()],
    ["nodes.ledger.b", at("wss://gateway.example.org/#b"), webSocket()],
    ["transport.caller", {}, Tls.layer(loose({ credentials, caller: "anybody" }))],
    ["transport.callers", {}, Tls.layer(loose({ credentials, callers: "nobody" }))],
    ["transport.replaced", {}, Tls.layer(loose({ credentials, replaced: "close" }))],
    ["transport.nameOf", {}, Tls.layer(loose({ credentials, nameOf: "n1" }))],
    ["transport.credentials", {}, Tls.layer(loose({}))],
    ["transport.pth", {}, webSocket(loose({ pth: "/n1" }))],
    ["transport.security", {}, webSocket(loose({ security: true }))],
    ["transport.security.credentials", {}, webSocket(loose({ security: {} }))],
    ["transport.security.callrs", {}, webSocket({ security: loose({ credentials, callrs: "anybody" }) })],
  ])("%s", async (option, change, transport) => {
    expect(await open(change, transport)).toContain(`BadConfiguration: ${option}: `)
  })

  test.each<readonly [what: string, transport: Layer.Layer<Transport>]>([
    ["TLS", Tls.layer({ credentials: nowhere })],
    ["WebSockets", webSocket({ security: { credentials: nowhere } })],
  ])("credentials of %s that cannot be read", async (_, transport) => {
    expect(await open({}, transport)).toContain("TransportFailed: the transport failed to use its credentials: ")
  })

  test("no URL where there are WebSockets", async () => {
    expect(await open(at("wss://gateway.example.org/ledger/b"), webSocket({ listen: "127.0.0.1:0" }))).toBe("opened")
  })
})

/** The boundary where a place is whatever somebody has written into a file. */
const writtenPlace = (place: unknown): string => place as string

describe("what records steps refuses", () => {
  const untouched = join(tmpdir(), "lockstep-never-recorded")

  test.each<readonly [message: string, options: object]>([
    ["trace.fils: there is no such option: fileBytes, files, waitingBytes, sample", { fils: 3 }],
    ["trace.files: 0 is no whole number above 0", { files: 0 }],
    ['trace.fileBytes: "64 MiB" is no whole number above 0', { fileBytes: "64 MiB" }],
    ["trace.sample: 0.01 is no sample such as { steps: 100, of: 10000 }", { sample: 0.01 }],
    ["trace.sample.of: null is no whole number above 0", { sample: { steps: 1 } }],
    ["trace.sample.off: there is no such option: steps, of", { sample: { steps: 1, of: 2, off: 3 } }],
    ["trace.sample: 3 of 2 steps are more than there are", { sample: { steps: 3, of: 2 } }],
  ])("%s", async (message, options) => {
    const recording = Trace.layer(untouched, loose(options))
    expect(await open({}, Layer.merge(memory(), recording))).toBe(`BadConfiguration: ${message}`)
    expect(existsSync(untouched)).toBe(false)
  })

  test.each<readonly [message: string, directory: unknown]>([
    ['trace: "" is no directory', ""],
    ["trace: null is no directory", undefined],
    ["trace: 5 is no directory", 5],
  ])("a place that is none: %s", async (message, directory) => {
    const recording = Layer.suspend(() => Trace.layer(writtenPlace(directory)))
    expect(await open({}, Layer.merge(memory(), recording))).toBe(`BadConfiguration: ${message}`)
  })

  test("nothing that is given as undefined", async () => {
    expect(
      await open({}, Layer.merge(memory(), Trace.layer(untouched, loose({ files: undefined, sample: undefined })))),
    ).toBe("opened")
    rmSync(untouched, { recursive: true, force: true })
  })
})
