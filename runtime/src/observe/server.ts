import { createServer, type ServerResponse } from "node:http"
import * as Effect from "effect/Effect"
import { BadConfiguration, shown } from "../configuration.ts"
import { type Address, readAddress } from "../transport/address.ts"
import { TransportFailed } from "../transport/transport.ts"
import { HealthRegistry } from "./health.ts"
import { exposition } from "./prometheus.ts"

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
  readonly headers?: { readonly [header: string]: string }
}

const text = "text/plain; charset=utf-8"

const metrics: Effect.Effect<Answer> = Effect.map(exposition, (body) => ({
  ...{ status: 200, type: "text/plain; version=0.0.4; charset=utf-8", body },
}))

const health = Effect.gen(function* () {
  const nodes = yield* Effect.all([...(yield* HealthRegistry)])
  const isDown = nodes.length === 0 || nodes.some(({ status }) => status === "down")
  return { status: isDown ? 503 : 200, type: "application/json", body: JSON.stringify({ nodes }) }
})

/** HEAD is answered as GET is: Node leaves the body of such an answer away. */
const answered = ["GET", "HEAD"]

const otherMethod: Answer = {
  ...{ status: 405, type: text, body: "only GET and HEAD are answered\n", headers: { allow: answered.join(", ") } },
}

const answerTo = (method: string, url: string | undefined): Effect.Effect<Answer> => {
  if (!answered.includes(method)) return Effect.succeed(otherMethod)
  const path = url?.split("?")[0]
  if (path === "/metrics") return metrics
  if (path === "/health") return health
  return Effect.succeed({ status: 404, type: text, body: "there are /metrics and /health\n" })
}

const send = (response: ServerResponse, { status, type, body, headers }: Answer): void => {
  const about = { "content-type": type, "content-length": Buffer.byteLength(body), ...headers }
  response.writeHead(status, about).end(body)
}

const placeOf = (address: string): Effect.Effect<Address, BadConfiguration> => {
  const reason = `${shown(address)} is no address like "0.0.0.0:9464"`
  const place = typeof address === "string" ? readAddress(address) : undefined
  return place === undefined ? Effect.fail(new BadConfiguration({ option: "address", reason })) : Effect.succeed(place)
}

/** More than whoever watches a node needs, and less than a process may have open: the node needs what is left for its log and its peers. */
const mostConnections = 64
/** How long a connection may be open without having asked anything, and how often that is looked after. */
const patienceMillis = 5000

/** Serves until the scope closes; gives the port. */
export const serve = Effect.fnUntraced(function* (address: string) {
  const place = yield* placeOf(address)
  const run = Effect.runForkWith(yield* Effect.context<never>())
  const patience = { headersTimeout: patienceMillis, requestTimeout: patienceMillis }
  const options = { ...patience, connectionsCheckingInterval: patienceMillis }
  const server = createServer(options, ({ method = "", url }, response) => {
    run(Effect.map(answerTo(method, url), (answer) => send(response, answer)))
  })
  server.maxConnections = mostConnections
  yield* Effect.addFinalizer(() => Effect.sync(() => (server.close(), server.closeAllConnections())))
  return yield* Effect.callback<number, TransportFailed>((resume) => {
    const fail = (cause: Error) =>
      resume(Effect.fail(new TransportFailed({ operation: `listen at ${address}`, cause })))
    server.once("error", fail)
    server.listen(place, () => {
      // Where no more files may be open, it takes nobody in, and is no reason for the process to end.
      server.removeListener("error", fail).on("error", () => undefined)
      const bound = server.address()
      resume(Effect.succeed(typeof bound === "object" && bound !== null ? bound.port : 0))
    })
  })
})
