import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { BadConfiguration } from "../../src/configuration.ts"
import { NodeFailed, Stopped } from "../../src/node/index.ts"
import { type PromiseOptions, roleOpener } from "../../src/service/index.ts"
import { Endpoint } from "../../src/observe/index.ts"
import { MemoryStorage } from "../../src/storage/index.ts"
import * as Trace from "../../src/trace/index.ts"
import { MemoryTransport, Tcp, Tls } from "../../src/transport/index.ts"
import { ledgerLibrary } from "../fixtures/ledger.ts"
import type { Ledger } from "./ledger.ts"

const openLedger = roleOpener<Ledger>(ledgerLibrary, "ledger")

const good = (): PromiseOptions<Ledger> => ({
  self: "l1",
  nodes: { ledger: { l1: "l1" } },
  timers: { tick: "1 second" },
  activities: { charge: (amount) => `receipt of ${amount}` },
  data: MemoryStorage.layer(MemoryStorage.emptyStore()),
  transport: MemoryTransport.layer(MemoryTransport.makeNetwork()),
})

/** The boundary where a configuration is whatever somebody has written into a file. */
const written = (options: object): PromiseOptions<Ledger> => options as PromiseOptions<Ledger>

test("events are heard in a loop, which throws once the node breaks down", async () => {
  const node = await openLedger(good())
  const heard: string[] = []
  const listening = (async () => {
    for await (const { type } of node.events()) heard.push(type)
  })()
  const failed = expect(listening).rejects.toBeInstanceOf(NodeFailed)
  await new Promise(setImmediate)
  await node.pay("k1")
  await expect(node.fail()).rejects.toBeInstanceOf(Stopped)
  await failed
  expect(heard).toEqual(["Paid"])
  await node.close()
})

test("a node tells how it is, also once it is closed", async () => {
  const node = await openLedger(good())
  await node.add(5)
  const quorum = { of: "ledger", reachable: 1, total: 1, isReachable: true, isNeeded: true }
  expect(await node.health()).toMatchObject({ node: "l1", status: "well", quorum, views: { total: 5 } })
  await node.close()
  expect(await node.health()).toMatchObject({ status: "down", reasons: ["the node has stopped"] })
})

test("what a call without an argument is given in its place is refused: options come behind it", async () => {
  const { ledger } = ledgerLibrary.roles
  if (ledger?.calls["total"] === undefined) throw new Error("there is no total")
  const nothing = { encode: () => undefined, decode: () => null }
  const calls = { ...ledger.calls, total: { ...ledger.calls["total"], argument: nothing } }
  const open = roleOpener<Ledger>({ ...ledgerLibrary, roles: { ledger: { ...ledger, calls } } }, "ledger")
  const node = await open(good())
  const call = (...given: readonly unknown[]): Promise<unknown> => Reflect.apply(node.total, node, given)
  await expect(call({ timeout: "2 seconds" })).rejects.toMatchObject({
    _tag: "Rejected",
    reason: 'it takes no argument, and {"timeout":"2 seconds"} was given: options come after null',
  })
  for (const given of [[], [null], [undefined, { timeout: "2 seconds" }]]) expect(await call(...given)).toBe(0)
  await node.close()
})

describe("a node records its steps", () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-promise-"))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const recordedIn = (directory: string): readonly string[] =>
    readdirSync(directory).flatMap((name) => readFileSync(join(directory, name), "utf8").split("\n"))

  test.each([
    ["into a directory", (directory: string) => directory],
    ["as a layer says", (directory: string) => Trace.layer(directory, { files: 1 })],
  ])("%s", async (words, traceOf) => {
    const directory = join(folder, words)
    const node = await openLedger({ ...good(), trace: traceOf(directory) })
    await node.add(5)
    await node.close()
    expect(recordedIn(directory)).toContainEqual(expect.stringContaining('"name":"add","argument":5'))
  })
})

test("a loop of events ends with a node that is closed", async () => {
  const node = await openLedger(good())
  setImmediate(() => void node.close())
  for await (const event of node.events()) expect.unreachable(`it told ${event.type}`)
})

describe("a node is not opened, and the promise rejected, for", () => {
  test.each([
    ["no place for its log", { data: undefined }, "data: null is neither a directory nor a storage"],
    ["an empty place", { data: "" }, 'data: "" is neither a directory nor a storage'],
    ["a transport that is none", { transport: "tcp" }, 'transport: "tcp" is no transport'],
    ["an empty place for its steps", { trace: "" }, /^trace: "" is neither a directory nor a layer/],
    ["a slip of the pen", { trce: "/tmp" }, /^trce: there is no such option: self, nodes, .*, data, transport, trace$/],
    ["an activity that is no function", { activities: { charge: 5 } }, "activities.charge: 5 is no function"],
    ["a timer that is missing", { timers: {} }, /^timers.tick: it is missing/],
    ["an unknown self", { self: "l2" }, 'self: "l2" is none of the ledger: l1'],
  ])("%s", async (_, change, message) => {
    const failure: unknown = await openLedger(written({ ...good(), ...change })).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(BadConfiguration)
    expect(failure).toMatchObject({
      message: typeof message === "string" ? message : expect.stringMatching(message),
    })
  })
})

describe("a node that cannot be opened", () => {
  const data = join(mkdtempSync(join(tmpdir(), "lockstep-refused-")), "data")
  afterAll(() => rmSync(dirname(data), { recursive: true, force: true }))
  const nodes = { ledger: { l1: "127.0.0.1:7201" } }
  const nowhere = Tls.fromFiles({ key: "/nowhere/key", certificate: "/nowhere/own", authorities: "/nowhere/all" })

  test.each<readonly [what: string, change: object, message: RegExp]>([
    ["an unknown self", { self: "l2" }, /^self: /],
    ["no address", { transport: Tcp.layer }, /^nodes.ledger.l1: /],
    ["a bound that none can keep", { transport: Tcp.layerWith({ frameBytes: 0 }), nodes }, /^transport.frameBytes: /],
    ["no credentials", { transport: Tls.layer({ credentials: nowhere }), nodes }, /use its credentials/],
  ])("for %s leaves no directory", async (_, change, message) => {
    await expect(openLedger(written({ ...good(), data, ...change }))).rejects.toThrow(message)
    expect(existsSync(data)).toBe(false)
  })

  test("where somebody listens at its address lets go of its directory, and of what is in it", async () => {
    const endpoint = await Endpoint.open("127.0.0.1:0")
    const nodes = { ledger: { l1: `127.0.0.1:${endpoint.port}` } }
    const options = { ...good(), nodes, data, transport: Tcp.layer }
    await expect(openLedger(options)).rejects.toMatchObject({ _tag: "TransportFailed" })
    await endpoint.close()
    const node = await openLedger(options)
    expect(await node.add(5)).toBe(5)
    await node.close()
  })
})

describe("an endpoint without effects", () => {
  test("serves the metrics and the health of the nodes beside it, until it is closed", async () => {
    const endpoint = await Endpoint.open("127.0.0.1:0")
    const ask = (path: string) => fetch(`http://127.0.0.1:${endpoint.port}${path}`)
    const node = await openLedger(good())
    expect(await (await ask("/metrics")).text()).toMatch(/^lockstep_node_running\{.*node="l1".*\} 1$/m)
    const health = await ask("/health")
    expect(health.status).toBe(200)
    expect(await health.json()).toMatchObject({ nodes: [{ node: "l1", status: "well" }] })
    await node.close()
    expect((await ask("/health")).status).toBe(503)
    await endpoint.close()
    await expect(ask("/health")).rejects.toThrow("fetch failed")
    await endpoint.close()
  })

  test("is refused where it cannot listen", async () => {
    await expect(Endpoint.open("9464")).rejects.toThrow('address: "9464" is no address like "0.0.0.0:9464"')
    await expect(Endpoint.open("9464")).rejects.toBeInstanceOf(BadConfiguration)
    await using endpoint = await Endpoint.open("127.0.0.1:0")
    const taken = Endpoint.open(`127.0.0.1:${endpoint.port}`)
    await expect(taken).rejects.toMatchObject({ _tag: "TransportFailed" })
  })
})
