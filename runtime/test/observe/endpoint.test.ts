import { once } from "node:events"
import { connect } from "node:net"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { describe, expect, test } from "vitest"
import { Endpoint } from "../../src/observe/index.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { parseExposition } from "./exposition.ts"
import { openLedgers, ownRegistries } from "./ledgers.ts"

const run = <Answer>(program: Effect.Effect<Answer, unknown, Scope.Scope>): Promise<Answer> =>
  Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(ownRegistries)))

const serve = Effect.gen(function* () {
  const { port } = yield* Effect.provideContext(Endpoint.Endpoint, yield* Layer.build(Endpoint.layer("127.0.0.1:0")))
  return (path: string, method = "GET") =>
    Effect.promise(async () => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method })
      const { headers, status } = response
      return { status, type: headers.get("content-type"), headers, body: await response.text() }
    })
})

describe("the endpoint", () => {
  test("serves metrics as Prometheus reads them", () =>
    run(
      Effect.gen(function* () {
        const ask = yield* serve
        yield* openLedgers(MemoryTransport.makeNetwork())
        const { status, type, body } = yield* ask("/metrics")
        expect({ status, type }).toEqual({ status: 200, type: "text/plain; version=0.0.4; charset=utf-8" })
        const running = parseExposition(body).find(({ name }) => name === "lockstep_node_running")
        expect(running?.samples.map(({ labels, value }) => [labels["node"], value])).toEqual([
          ["l1", 1],
          ["l2", 1],
          ["l3", 1],
        ])
      }),
    ))

  test("says how the nodes are, and refuses when one is down", () =>
    run(
      Effect.gen(function* () {
        const ask = yield* serve
        expect(yield* ask("/health")).toMatchObject({ status: 503, body: '{"nodes":[]}' })
        const network = MemoryTransport.makeNetwork()
        yield* openLedgers(network)
        const well = yield* ask("/health")
        expect(well).toMatchObject({ status: 200, type: "application/json" })
        expect(JSON.parse(well.body).nodes[0]).toMatchObject({ node: "l1", status: "well", reasons: [] })
        for (const peer of ["l2", "l3"]) network.cut("l1", peer)
        const parted = yield* ask("/health")
        expect(parted.status).toBe(503)
        expect(JSON.parse(parted.body).nodes[0].reasons).toContain("only 1 of 3 nodes of ledger are reachable")
      }),
    ))

  test.each(["/health", "/metrics", "/"])("answers HEAD %s as GET, but for the body", (path) =>
    run(
      Effect.gen(function* () {
        const ask = yield* serve
        yield* openLedgers(MemoryTransport.makeNetwork())
        const [got, head] = [yield* ask(path), yield* ask(path, "HEAD")]
        expect(head).toMatchObject({ status: got.status, type: got.type, body: "" })
        expect(Number(head.headers.get("content-length"))).toBeGreaterThan(10)
      }),
    ),
  )

  test("answers nothing else", () =>
    run(
      Effect.gen(function* () {
        const ask = yield* serve
        expect(yield* ask("/")).toMatchObject({ status: 404, body: "there are /metrics and /health\n" })
        const posted = yield* ask("/metrics", "POST")
        expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD"])
      }),
    ))

  test("is held open by no more than 64 at once, and by nobody who asks nothing", () =>
    run(
      Effect.gen(function* () {
        const { port } = yield* Effect.provideContext(
          Endpoint.Endpoint,
          yield* Layer.build(Endpoint.layer("127.0.0.1:0")),
        )
        const idle = Array.from({ length: 100 }, () =>
          connect(port, "127.0.0.1")
            .on("error", () => undefined)
            .resume(),
        )
        const isOpen = () => idle.filter(({ closed }) => !closed).length
        yield* Effect.promise(() => Promise.all(idle.map((socket) => once(socket, "connect"))))
        yield* Effect.promise(() => expect.poll(isOpen).toBe(64))
        yield* Effect.promise(() => expect.poll(isOpen).toBe(0))
        const { status } = yield* Effect.promise(() => fetch(`http://127.0.0.1:${port}/metrics`))
        expect(status).toBe(200)
      }),
    ))

  test.each(["9464", "localhost", "0.0.0.0:99999", ""])("refuses to listen at %j", (address) =>
    run(
      Effect.gen(function* () {
        const failure = yield* Effect.flip(Layer.build(Endpoint.layer(address)))
        expect(failure).toMatchObject({ _tag: "BadConfiguration", option: "address" })
        expect(failure.message).toBe(`address: "${address}" is no address like "0.0.0.0:9464"`)
      }),
    ),
  )

  test("says where it cannot listen", () =>
    run(
      Effect.gen(function* () {
        const { port } = yield* Effect.provideContext(
          Endpoint.Endpoint,
          yield* Layer.build(Endpoint.layer("127.0.0.1:0")),
        )
        const failure = yield* Effect.flip(Layer.build(Endpoint.layer(`127.0.0.1:${port}`)))
        expect(failure.message).toMatch(`failed to listen at 127.0.0.1:${port}`)
      }),
    ))
})

describe("the parser of these tests refuses", () => {
  const bad = [
    ["a sample of no family", "a 1\n"],
    ["a value that is none", "# TYPE a gauge\na one\n"],
    ["a label without quotes", "# TYPE a gauge\na{b=c} 1\n"],
    ["a family that comes twice", "# TYPE a gauge\na 1\n# TYPE a gauge\na 2\n"],
    ["buckets that shrink", '# TYPE a histogram\na_bucket{le="1"} 3\na_bucket{le="+Inf"} 2\na_sum 1\na_count 2\n'],
    ["a histogram without its last bucket", '# TYPE a histogram\na_bucket{le="1"} 1\na_sum 1\na_count 2\n'],
    ["a last line without an end", "# TYPE a gauge\na 1"],
  ] as const
  test.each(bad)("%s", (_, text) => expect(() => parseExposition(text)).toThrow())
})
