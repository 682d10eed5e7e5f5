import { createServer } from "node:http"
import { once } from "node:events"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { expect, test } from "vitest"
import { Otlp } from "../../src/observe/index.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { openLedgers, ownRegistries } from "./ledgers.ts"

/** A collector of OpenTelemetry that keeps what it is sent. */
const collect = Effect.gen(function* () {
  const received = new Map<string, string[]>()
  const server = createServer((request, response) => {
    let body = ""
    request.setEncoding("utf8").on("data", (text: string) => (body += text))
    request.on("end", () => {
      const path = `${request.method} ${request.url} ${request.headers["content-type"]}`
      received.set(path, [...(received.get(path) ?? []), body])
      response.writeHead(200, { "content-type": "application/json" }).end("{}")
    })
  })
  yield* Effect.promise(() => once(server.listen(0, "127.0.0.1"), "listening"))
  yield* Effect.addFinalizer(() => Effect.sync(() => (server.close(), server.closeAllConnections())))
  const bound = server.address()
  return { received, url: `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}` }
})

/** Every value under a name, wherever it stands. */
const allUnder = (name: string, value: unknown): readonly unknown[] => {
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => (key === name ? [part] : []).concat(allUnder(name, part)))
}

/** The boundary where options come from where there are no types. */
const loose = (options: object) => options as Parameters<typeof Otlp.layer>[0]

test.each<readonly [message: string, change: object]>([
  ['url: "" is no URL like "http://localhost:4318"', { url: "" }],
  ['url: "collector:4318" is no URL like "http://localhost:4318"', { url: "collector:4318" }],
  ["service: null is no string", { service: undefined }],
  ['interval: "soon" is no duration such as "150 millis"', { interval: "soon" }],
  ["sevice: there is no such option: url, service, headers, interval", { sevice: "orders" }],
])("a collector is refused: %s", async (message, change) => {
  const layer = Otlp.layer(loose({ url: "http://localhost:4318", service: "orders", ...change }))
  const failure = await Effect.runPromise(Effect.scoped(Effect.flip(Layer.build(layer))))
  expect(failure).toMatchObject({ _tag: "BadConfiguration", message })
})

test("metrics, logs and spans reach a collector", async () => {
  const received = await Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const { received, url } = yield* collect
        const work = Effect.gen(function* () {
          const [l1] = yield* openLedgers(MemoryTransport.makeNetwork())
          if (l1 === undefined) return
          yield* Effect.withSpan(l1.call("add", 5), "an order")
          yield* Effect.flip(l1.call("fail", null))
          yield* Effect.flip(l1.ended)
          yield* Effect.sleep("200 millis")
        })
        const exporting = Otlp.layer({ url, service: "orders", headers: { "x-key": "k" }, interval: "50 millis" })
        yield* Effect.scoped(work).pipe(Effect.provide(exporting))
        return received
      }),
    ).pipe(Effect.provide(ownRegistries)),
  )
  const bodies = (path: string): unknown =>
    (received.get(`POST ${path} application/json`) ?? []).map((body): unknown => JSON.parse(body))
  const names = allUnder("name", bodies("/v1/metrics"))
  expect(names).toEqual(expect.arrayContaining(["lockstep_call_seconds", "lockstep_quorum_reachable"]))
  expect(allUnder("name", bodies("/v1/traces"))).toContain("an order")
  expect(JSON.stringify(bodies("/v1/logs"))).toContain("l1 has broken down")
  for (const path of ["/v1/metrics", "/v1/traces", "/v1/logs"])
    expect(allUnder("stringValue", bodies(path))).toContain("orders")
})
