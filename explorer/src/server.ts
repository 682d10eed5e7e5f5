import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { assetAt, page } from "./assets.ts"
import type { FaultView, InstanceView, TraceView, VerdictView } from "./view.ts"

/** What the page can ask for. */
export interface Explored {
  readonly instances: readonly InstanceView[]
  /** The states on a path, from the one behind `from` steps on; `undefined` where there is no such instance. */
  readonly trace: (instance: string, path: readonly string[], from: number) => TraceView | undefined
  readonly verdict: (instance: string) => Promise<VerdictView> | undefined
}

/** A server that listens. */
export interface Served {
  readonly url: string
  readonly close: () => Promise<void>
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly text: string
}

const json = (value: object, status = 200): Answer => ({
  status,
  type: "application/json",
  text: JSON.stringify(value),
})

const refusal = (status: number, code: string, reason: string, fix: string): Answer => {
  const fault: FaultView = { code, reason, fix }
  return json(fault, status)
}

const noInstance = (name: string): Answer =>
  refusal(404, "unknown-instance", `no instance is called "${name}"`, "open the page without what is behind its #")

const pathIn = (text: string): readonly string[] => text.split(".").filter((id) => id !== "")

const noPage = (address: string): Answer => refusal(404, "no-such-page", `there is no ${address}`, "open the page at /")

const answerTo = async (explored: Explored, { pathname, searchParams }: URL): Promise<Answer> => {
  const instance = searchParams.get("instance") ?? ""
  switch (pathname) {
    case "/":
      return { status: 200, type: "text/html", text: page() }
    case "/api/instances":
      return json(explored.instances)
    case "/api/trace": {
      const from = Number(searchParams.get("from") ?? 0)
      const found = explored.trace(instance, pathIn(searchParams.get("path") ?? ""), from)
      return found === undefined ? noInstance(instance) : json(found)
    }
    case "/api/verdict": {
      const found = await explored.verdict(instance)
      return found === undefined ? noInstance(instance) : json(found)
    }
    default: {
      const asset = assetAt(pathname)
      return asset === undefined ? noPage(pathname) : { status: 200, ...asset }
    }
  }
}

/** A page of somebody else must not ask us under a name of its own that it points at this machine. */
const isMeant = ({ headers, method }: IncomingMessage): boolean =>
  method === "GET" && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers.host ?? "")

const foreign = refusal(
  403,
  "not-local",
  "only this machine may ask, and only with GET",
  "open the address as it was printed",
)

const ownFault = (error: unknown): Answer =>
  refusal(
    500,
    "own-fault",
    error instanceof Error ? error.message : String(error),
    "this is a fault of lockstep: please report it together with the spec",
  )

/** Whoever asks may write anything for an address. */
const answerFor = (explored: Explored, request: IncomingMessage): Promise<Answer> | Answer => {
  if (!isMeant(request)) return foreign
  const address = request.url ?? "/"
  const url = URL.parse(`http://localhost${address}`)
  return url === null ? noPage(address) : answerTo(explored, url).catch(ownFault)
}

const respond = async (explored: Explored, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const answer = await answerFor(explored, request)
  response.writeHead(answer.status, {
    "content-type": `${answer.type}; charset=utf-8`,
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:",
    "x-content-type-options": "nosniff",
  })
  response.end(answer.text)
}

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, "127.0.0.1", resolve)
  })

/** Serves the page on this machine alone; port 0 is any that is free. */
export const serve = async (explored: Explored, port: number): Promise<Served> => {
  const server = createServer((request, response) => void respond(explored, request, response))
  await listening(server, port)
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${taken}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
