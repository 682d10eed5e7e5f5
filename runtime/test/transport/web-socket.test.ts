import { once } from "node:events"
import { connect } from "node:net"
import * as Effect from "effect/Effect"
import { expect, test } from "vitest"
import WebSocketOfPackage from "ws"
import { layer } from "../../src/transport/web-socket.ts"
import { bytes, hasty, joinWith, refusalsOf, run, until } from "./nodes.ts"

/** Comes to a node that takes WebSockets, which then has refused somebody for this reason. */
const come = (visit: (host: string) => Promise<unknown>, reason: RegExp, code = "version") =>
  run((addresses) =>
    Effect.gen(function* () {
      const one = yield* joinWith(layer({ ...hasty, path: "/lockstep" }), "n1", addresses)
      yield* Effect.promise(() => visit(addresses["n1"] ?? ""))
      yield* until(() => refusalsOf(one).length > 0)
      expect(refusalsOf(one)).toEqual([
        { kind: "refused", peer: "", by: "us", code, reason: expect.stringMatching(reason) },
      ])
    }),
  )

const answerTo = async (socket: WebSocketOfPackage): Promise<string> => {
  const [error] = await once(socket, "error")
  return String(error)
}

test("whoever asks for a page is told that there are none", () =>
  come(
    async (host) => expect((await fetch(`http://${host}/`)).status).toBe(426),
    /^it asks for something else than a WebSocket$/,
  ))

test("a page of a browser is turned away", () =>
  come(async (host) => {
    const socket = new WebSocketOfPackage(`ws://${host}/lockstep`, { origin: "https://example.org" })
    expect(await answerTo(socket)).toContain("403")
  }, /^it comes from a page of https:\/\/example.org$/))

test("another path is not ours", () =>
  come(
    async (host) => expect(await answerTo(new WebSocketOfPackage(`ws://${host}/`))).toContain("404"),
    /another path/,
  ))

test("what is no HTTP is turned away", () =>
  come(async (host) => {
    const socket = connect({ host: "127.0.0.1", port: Number(host.split(":")[1]) })
    socket.end("no HTTP\r\n\r\n")
    socket.resume()
    await once(socket, "close")
  }, /^it does not speak HTTP/))

test("the client of Node itself understands why it is refused", () =>
  come(
    async (host) => {
      const socket = new WebSocket(`ws://${host}/lockstep`)
      socket.binaryType = "arraybuffer"
      socket.addEventListener("open", () => socket.send(Uint8Array.of(5, 0, 0, 0, 4, 1, 2, 3, 4)))
      const told = await new Promise<string>((resolve) =>
        socket.addEventListener("message", ({ data }) => resolve(Buffer.from(data as ArrayBuffer).toString("latin1"))),
      )
      expect(told).toContain("a frame of kind 4 was not due")
    },
    /was not due/,
    "frame",
  ))

test("a peer is reached at a URL too", () =>
  run((addresses) =>
    Effect.gen(function* () {
      const { n1 = "", n2 = "" } = addresses
      const one = yield* joinWith(layer(hasty), "n1", { n1, n2: `ws://${n2}/behind/a/proxy` })
      const two = yield* joinWith(layer({ ...hasty, path: "/behind/a/proxy" }), "n2", { n1, n2 })
      one.send("n2", bytes("hello"))
      yield* until(() => two.received.length === 1)
    }),
  ))
