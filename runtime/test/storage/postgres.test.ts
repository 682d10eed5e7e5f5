import { connect, createServer, type Socket } from "node:net"
import { once } from "node:events"
import * as PgConnection from "@effect/sql-pg/PgConnection"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { freePort } from "../../../test/servers/port.ts"
import { startPostgres } from "../../../test/servers/postgres.ts"
import * as Node from "../../src/node/index.ts"
import type { OpenStorageError, StorageService } from "../../src/storage/index.ts"
import * as Postgres from "../../src/storage/postgres.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { ledgerLibrary } from "../fixtures/ledger.ts"
import { query } from "./postgres-places.ts"

const server = await startPostgres()
afterAll(() => server[Symbol.asyncDispose]())

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const run = <Answer>(effect: Effect.Effect<Answer, OpenStorageError, Scope.Scope>): Promise<Answer> =>
  Effect.runPromise(Effect.scoped(effect))

const open = (name: string, url = server.url) =>
  Postgres.open({ url: Redacted.make(url), name, lockTimeout: "200 millis", timeout: "10 seconds" })

const batchesOf = async (name: string): Promise<readonly string[]> => {
  const { batches } = await run(Effect.flatMap(open(name), (storage) => storage.load))
  return batches.map((batch) => new TextDecoder().decode(batch))
}

/** What the storage says when it is written to. */
const failures = (storage: StorageService) =>
  Effect.all([
    Effect.flip(storage.append(bytes("lost"))),
    Effect.flip(storage.append(bytes("lost"))),
    Effect.flip(storage.snapshot([bytes("lost")])),
  ]).pipe(Effect.orDie)

beforeAll(() => run(Effect.asVoid(open("first"))))

describe("a node that has lost its session", () => {
  const loses = (name: string, lose: () => Promise<unknown>) =>
    run(
      Effect.gen(function* () {
        const storage = yield* open(name)
        yield* storage.append(bytes("kept"))
        yield* Effect.promise(lose)
        const [first, ...others] = yield* failures(storage)
        expect(first).toMatchObject({ _tag: "StorageFailed", operation: "append" })
        for (const other of others) expect(other).toBe(first)
      }),
    )

  test("to a person fails from then on", async () => {
    const ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lockstep'"
    await loses("ended", () => query(server.url, ended))
    expect(await batchesOf("ended")).toEqual(["kept"])
  })

  test("to a crash of the server fails from then on, and what was acknowledged is there again", async () => {
    await loses("crashed", () => server.kill())
    await server.restart()
    expect(await batchesOf("crashed")).toEqual(["kept"])
  })

  test("to a silent network fails in its time", async () => {
    const sockets: Socket[] = []
    const proxy = createServer((socket) => {
      const onward = connect(server.port, "127.0.0.1")
      sockets.push(socket, onward)
      for (const one of [socket, onward]) one.on("error", () => undefined)
      socket.pipe(onward).pipe(socket)
    })
    const port = await freePort()
    await once(proxy.listen(port, "127.0.0.1"), "listening")
    const url = Redacted.make(server.url.replace(String(server.port), String(port)))
    const failure = await run(
      Effect.gen(function* () {
        const storage = yield* Postgres.open({ url, name: "silent", timeout: "1 second" })
        for (const socket of sockets) socket.unpipe().pause()
        return yield* Effect.flip(storage.append(bytes("lost"))).pipe(Effect.orDie)
      }),
    )
    expect(failure).toMatchObject({ _tag: "StorageFailed", cause: "the server has not answered for 1s" })
    for (const socket of sockets) socket.destroy()
    proxy.close()
  })
})

test("a node whose server crashes ends loudly, and goes on in its next life", async () => {
  const openNode = Effect.gen(function* () {
    const storage = Postgres.layer({ url: Redacted.make(server.url), name: "ledger" })
    const context = yield* Layer.build(Layer.merge(storage, MemoryTransport.layer(MemoryTransport.makeNetwork())))
    return yield* Node.openNode({
      library: ledgerLibrary,
      role: "ledger",
      self: "l1",
      nodes: { ledger: { l1: "l1" } },
      timers: { tick: "1 second" },
      activities: { charge: () => Effect.succeed("charged") },
    }).pipe(Effect.provideContext(context))
  })
  const dies = Effect.gen(function* () {
    const node = yield* openNode
    expect(yield* node.call("add", 3)).toBe(3)
    yield* Effect.promise(() => server.kill())
    expect(yield* Effect.flip(node.call("add", 4))).toMatchObject({ _tag: "Stopped" })
    expect(yield* Effect.flip(node.ended)).toMatchObject({ _tag: "NodeFailed", cause: { _tag: "StorageFailed" } })
  })
  await Effect.runPromise(Effect.orDie(Effect.scoped(dies)))
  await server.restart()
  const lives = Effect.flatMap(openNode, (node) => node.call("add", 1))
  expect(await Effect.runPromise(Effect.scoped(lives))).toBe(4)
})

describe("a node whose storage another has taken over", () => {
  const takeOver = "UPDATE lockstep_node SET epoch = epoch + 1 WHERE name = $1"

  test("writes nothing more", async () => {
    await run(
      Effect.gen(function* () {
        const storage = yield* open("taken")
        yield* storage.append(bytes("kept"))
        yield* Effect.promise(() => query(server.url, takeOver, ["taken"]))
        for (const failure of yield* failures(storage)) expect(failure).toMatchObject({ _tag: "StorageLocked" })
      }),
    )
    expect(await batchesOf("taken")).toEqual(["kept"])
  })

  test("writes nothing while the other is about to", async () => {
    await run(
      Effect.gen(function* () {
        const storage = yield* Postgres.open({ url: Redacted.make(server.url), name: "raced" })
        const other = yield* Effect.orDie(PgConnection.make({ url: Redacted.make(server.url) }))
        const ask = (statement: string, parameters: readonly unknown[] = []) =>
          Effect.orDie(other.query(statement, parameters))
        yield* ask("BEGIN")
        yield* ask(takeOver, ["raced"])
        const append = yield* Effect.forkChild(Effect.flip(storage.append(bytes("lost"))))
        const waiting = "SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        const isWaiting = Effect.map(ask(waiting), ({ rows }) => rows[0]?.["waiting"] === 1)
        yield* Effect.repeat(isWaiting, { until: (is) => is || append.pollUnsafe() !== undefined })
        yield* ask("COMMIT")
        expect(yield* Effect.orDie(Fiber.join(append))).toMatchObject({ _tag: "StorageLocked" })
      }),
    )
    expect(await batchesOf("raced")).toEqual([])
  })
})

describe("a server that is refused", () => {
  const refusal = (url: string) => run(Effect.orDie(Effect.flip(open("refused", url))))

  const guest = `DO $$ BEGIN CREATE ROLE guest LOGIN PASSWORD 'secret'; EXCEPTION WHEN duplicate_object THEN END $$`
  beforeAll(() => query(server.url, guest))

  test.each([
    ["nobody listens", () => "postgres://postgres:secret@127.0.0.1:1/postgres", "connect", /ECONNREFUSED/],
    ["the password is wrong", () => server.url.replace(":lockstep@", ":secret@"), "connect", /password authentication/],
    ["there is no such database", () => `${server.url}s`, "connect", /database "postgress" does not exist/],
    ["the URL is none", () => "postgres://postgres:secret@127.0.0.1:port/", "connect", /Invalid URL/],
    [
      "commits are not synced",
      () => `${server.url}?options=-c%20synchronous_commit%3Doff`,
      "open",
      /synchronous_commit/,
    ],
    [
      "the user has no rights",
      () => server.url.replace("postgres:lockstep", "guest:secret"),
      "load",
      /permission denied/,
    ],
  ])("%s", async (_, url, operation, reason) => {
    const failure = await refusal(url())
    expect(failure).toMatchObject({ _tag: "StorageFailed", operation, cause: expect.stringMatching(reason) })
    expect(JSON.stringify(failure) + failure.message).not.toContain("secret")
  })

  test("the server does not sync", async () => {
    await server.restart({ fsync: "off" })
    const failure = await refusal(server.url)
    await server.restart()
    expect(failure).toMatchObject({
      _tag: "StorageFailed",
      operation: "open",
      cause: expect.stringContaining("fsync = off"),
    })
  })
})

describe("nodes that share a database", () => {
  test.each(["o'Brien; DROP TABLE lockstep_node", "ノード", "", "n".repeat(200)])("may be called %j", async (name) => {
    await run(Effect.flatMap(open(name), (storage) => storage.append(bytes(name || "none"))))
    expect(await batchesOf(name)).toEqual([name || "none"])
  })

  test("may not be called what Postgres does not store", async () => {
    const failure = await run(Effect.orDie(Effect.flip(open("n\0"))))
    expect(failure).toMatchObject({ _tag: "StorageFailed" })
  })

  test("may all be the first", async () => {
    await query(server.url, "CREATE DATABASE fresh")
    const names = ["n1", "n2", "n3", "n4", "n5"]
    const url = server.url.replace(/postgres$/, "fresh")
    const all = Effect.forEach(names, (name) => open(name, url), { concurrency: "unbounded" })
    expect(await run(all)).toHaveLength(names.length)
  })
})
