import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { SqlError } from "./database.ts"

/** What somebody asks of a service: `PUT /orders/o-1` is `PUT` of `o-1` among the `orders`. */
export interface Question {
  readonly name: string
  readonly body: unknown
}

export interface Reply {
  readonly status: number
  readonly body: unknown
}

export const done: Reply = { status: 200, body: {} }

/** Somebody asks for what cannot be. */
export class Refused extends Data.TaggedError("Refused")<{
  readonly status: number
  readonly code: string
  readonly reason: string
  readonly fix: string
}> {}

/** Whether it was done is unknown: it may be asked again if it may happen twice. */
export class Unanswered extends Data.TaggedError("Unanswered")<{ readonly reason: string }> {
  override get message(): string {
    return this.reason
  }
}

/** The port cannot be had. */
export class Unlistened extends Data.TaggedError("Unlistened")<{ readonly port: number; readonly reason: string }> {
  override get message(): string {
    return `port ${this.port} cannot be had (${this.reason}): choose another, or 0 for any that is free`
  }
}

export type Answering<Needs> = (question: Question) => Effect.Effect<Reply, Refused | SqlError, Needs>

/** What a service answers, by method and first part of the path: `"PUT /orders"`. */
export interface Routes<Needs> {
  readonly [route: string]: Answering<Needs>
}

/** The body of a question, if it is what it must be. */
export const demand = <Shape extends Schema.ConstraintDecoder<unknown>>(
  schema: Shape,
  body: unknown,
): Effect.Effect<Shape["Type"], Refused> =>
  Schema.decodeUnknownEffect(schema)(body).pipe(
    Effect.mapError(({ message }) => {
      return new Refused({ status: 400, code: "wrong-body", reason: message, fix: "see the README for what is asked" })
    }),
  )

const longestBody = 2 ** 23

const textOf = async (message: IncomingMessage): Promise<string> => {
  let text = ""
  for await (const chunk of message.setEncoding("utf8")) {
    text += chunk
    if (text.length > longestBody) throw new Error(`a body has at most ${longestBody} characters`)
  }
  return text
}

const bodyOf = (message: IncomingMessage): Effect.Effect<unknown, Refused> =>
  Effect.tryPromise({
    try: async () => JSON.parse((await textOf(message)) || "{}") as unknown,
    catch: (thrown) =>
      new Refused({
        status: 400,
        code: "no-json",
        reason: String(thrown),
        fix: "send one JSON value of less than 8 MiB",
      }),
  })

const unknownRoute = (asked: string, routes: object): Refused =>
  new Refused({
    ...{ status: 404, code: "unknown-route", reason: `nothing answers ${asked}` },
    fix: `ask one of ${Object.keys(routes).join(", ")}`,
  })

const answerTo = <Needs>(routes: Routes<Needs>, message: IncomingMessage): Effect.Effect<Reply, never, Needs> =>
  Effect.gen(function* () {
    const [path = ""] = (message.url ?? "").split("?")
    const [, first = "", name = ""] = path.split("/")
    const asked = `${message.method} /${first}`
    const answering = routes[asked]
    if (answering === undefined) return yield* unknownRoute(asked, routes)
    return yield* answering({ name, body: yield* bodyOf(message) })
  }).pipe(
    Effect.catchTag("Refused", ({ status, code, reason, fix }) =>
      Effect.succeed({ status, body: { code, reason, fix } }),
    ),
    Effect.catchTag("SqlError", ({ message: reason }) =>
      Effect.succeed({ status: 503, body: { code: "database", reason, fix: "ask again" } }),
    ),
  )

const send = (response: ServerResponse, { status, body }: Reply): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`)
}

/** Answers what no route can: files, and streams that do not end. False if it leaves the question to the routes. */
type Instead = (message: IncomingMessage, response: ServerResponse) => boolean

/** Serves on the loopback until the scope closes; gives the port, which the system chooses for 0. */
export const serve = Effect.fnUntraced(function* <Needs>(
  port: number,
  routes: Routes<Needs>,
  instead: Instead = () => false,
): Effect.fn.Return<number, Unlistened, Needs | Scope.Scope> {
  const run = Effect.runForkWith(yield* Effect.context<Needs>())
  const server = createServer((message, response) => {
    if (instead(message, response)) return
    run(Effect.map(answerTo(routes, message), (reply) => send(response, reply)))
  })
  yield* Effect.addFinalizer(() => Effect.sync(() => (server.close(), server.closeAllConnections())))
  return yield* Effect.callback<number, Unlistened>((resume) => {
    server.once("error", ({ message }) => resume(Effect.fail(new Unlistened({ port, reason: message }))))
    server.listen(port, "127.0.0.1", () => {
      const address = server.address()
      resume(Effect.succeed(typeof address === "object" && address !== null ? address.port : port))
    })
  })
})

const patienceMillis = 2000

/** Asks another service something; without a good answer in two seconds, it is unanswered. */
export const ask = (method: "GET" | "PUT" | "POST", url: string, body?: unknown): Effect.Effect<unknown, Unanswered> =>
  Effect.tryPromise({
    try: async (signal) => {
      const response = await fetch(url, {
        method,
        signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMillis)]),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
      return (await response.json()) as unknown
    },
    catch: (thrown) => new Unanswered({ reason: `${method} ${url}: ${String(thrown)}` }),
  })
