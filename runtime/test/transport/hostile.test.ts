import { connect as connectTcp, type Socket } from "node:net"
import type { Duplex } from "node:stream"
import { setTimeout as sleep } from "node:timers/promises"
import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { packFrames } from "../../src/transport/frames.ts"
import { type Hello, readHello, versions, writeHello } from "../../src/transport/hello.ts"
import { socketKinds } from "./kinds.ts"
import { bytes, downs, hasty, joinWith, refusalsOf, run, until, untilState } from "./nodes.ts"

/** All that a visitor hears until it is cut off. */
const heardBy = (visitor: Duplex): Promise<string> =>
  new Promise((resolve) => {
    let text = ""
    visitor.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")))
    visitor.on("error", () => undefined)
    visitor.on("close", () => resolve(text))
  })

const framesOf = (kind: number, ...payloads: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat(packFrames(kind, payloads))

const helloOf = (changes: Partial<Hello> & { readonly from?: string } = {}): Hello => {
  const { from = "n3", ...rest } = changes
  const identity = { protocol: "test", version: "1", specHash: "spec", node: from }
  return { ...versions, identity, to: "n1", takes: 10_000, sends: 10_000, ...rest }
}

const greeting = (changes: Parameters<typeof helloOf>[0] = {}): Uint8Array => framesOf(1, writeHello(helloOf(changes)))

/** The head of a frame that never comes. */
const headOf = (kind: number, length: number): Uint8Array => {
  const head = Buffer.alloc(5)
  head.writeUInt32LE(length)
  head[4] = kind
  return head
}

describe.each(socketKinds)("over $name, a visitor", ({ layer, visit, proves }) => {
  /** While `attack` lasts, n1 and n2 go on as if nobody else were there; then n1 has refused somebody with this code. */
  const survive = (attack: (address: string) => Promise<unknown>, code: string, peer = "") =>
    run((addresses) =>
      Effect.gen(function* () {
        const options = { ...hasty, strangers: 4, frameBytes: 100_000, patience: "600 millis" } as const
        const join = (node: string) => joinWith(layer(node, options, addresses), node, addresses)
        const [one, two] = [yield* join("n1"), yield* join("n2")]
        yield* untilState(one, "n2", "up")
        yield* untilState(two, "n1", "up")
        let isOver = false
        const attacked = attack(addresses["n1"] ?? "")
        const end = () => (isOver = true)
        attacked.then(end, end)
        for (let count = 0; !isOver; count++) {
          two.send("n1", bytes(`${count}`))
          one.send("n2", bytes(`${count}`))
          yield* until(() => one.received.at(-1) === `n2: ${count}` && two.received.at(-1) === `n1: ${count}`)
        }
        yield* Effect.promise(() => attacked)
        expect([downs(one), downs(two)]).toEqual([0, 0])
        yield* until(() => refusalsOf(one).length > 0)
        expect(refusalsOf(one)).toContainEqual(expect.objectContaining({ kind: "refused", by: "us", code, peer }))
      }),
    )

  /** Says this, and is told why it is cut off. */
  const told = (said: Uint8Array, reason: string, code: string, peer = "") =>
    survive(
      async (address) => {
        const visitor = visit(address)
        visitor.write(said)
        expect(await heardBy(visitor)).toContain(reason)
      },
      code,
      peer,
    )

  test("that speaks another language is told so", () =>
    told(bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), "is larger than 4096", "frame"))

  test("that says hello in another language is told so", () =>
    told(framesOf(1, bytes("\u0008pockstep rest")), "its handshake cannot be read", "version"))

  test("that speaks only later versions is told so", () =>
    told(
      greeting({ oldest: 2, newest: 3 }),
      "n1 speaks version 1 of the transport, n3 speaks versions 2 to 3",
      "version",
    ))

  test("whose name is written to disturb a terminal is told so without it", () =>
    told(greeting({ from: "\u001b[2J\n" }), "nobody here knows ?[2J?", "name"))

  test.each(["n9", "constructor"])("whose name, %s, nobody knows is told so", (from) =>
    told(greeting({ from }), `nobody here knows ${from}`, "name"),
  )

  test("that looks for another is told so", () => told(greeting({ to: "n2" }), "n3 looks for n2 where n1 is", "name"))

  test("that takes the name of the node itself is told so", () =>
    told(greeting({ from: "n1" }), "n1", proves ? "certificate" : "name"))

  test("that announces a huge frame is told so", () =>
    told(headOf(1, 2 ** 32 - 1), "a frame of 4294967294 bytes is larger than 4096", "frame"))

  test("that announces a huge frame once it is known is told so", () =>
    told(
      Buffer.concat([greeting(), headOf(4, 100_002)]),
      "a frame of 100001 bytes is larger than 100000",
      "frame",
      "n3",
    ))

  test("that sends messages before it says who it is is told so", () =>
    told(framesOf(4, bytes("yes")), "a frame of kind 4 was not due", "frame"))

  test("that says twice who it is is told so", () =>
    told(Buffer.concat([greeting(), greeting()]), "a frame of kind 1 was not due", "frame", "n3"))

  test("that sends an empty frame is told so", () => told(Buffer.alloc(5), "a frame has no kind", "frame"))

  test("that says nothing is cut off", () => survive((address) => heardBy(visit(address).resume()), "silent"))

  test("that says hello one byte at a time is cut off, however often one comes", () =>
    survive(async (address) => {
      const visitor = visit(address)
      const over = heardBy(visitor)
      let isOver = false
      void over.then(() => (isOver = true))
      for (const byte of greeting()) {
        if (isOver) break
        visitor.write(Uint8Array.of(byte))
        await sleep(50)
      }
      expect(isOver).toBe(true)
    }, "silent"))

  test("that reads nothing and asks for ever is cut off, and costs no memory", () =>
    survive(
      async (address) => {
        const visitor = visit(address)
        const over = heardBy(visitor)
        visitor.pause()
        const pings = framesOf(5, ...Array.from({ length: 10_000 }, () => new Uint8Array(0)))
        visitor.write(greeting())
        for (let round = 0; round < 40; round++) {
          visitor.write(pings)
          await sleep(1)
        }
        visitor.write(headOf(9, 1))
        visitor.resume()
        const text = await over
        expect(text).toContain("a frame of kind 9 was not due")
        expect(text.length).toBeLessThan(100_000)
      },
      "frame",
      "n3",
    ))

  test("that comes with many connections gets no more than a few", () =>
    survive(async (address) => {
      const [host = "", port] = address.split(":")
      const open = new Set<Socket>()
      const closed = Array.from({ length: 300 }, () => {
        const socket = connectTcp({ host, port: Number(port) })
        socket.on("connect", () => open.add(socket))
        return heardBy(socket).then(() => open.delete(socket))
      })
      await Promise.all(closed.slice(0, 290))
      await Promise.all(closed)
    }, "crowded"))
})

test("an answer to a visitor's hello says who we are", () =>
  run((addresses) =>
    Effect.gen(function* () {
      const [tcp] = socketKinds
      if (tcp === undefined) throw new Error("there is no TCP")
      yield* joinWith(tcp.layer("n1", hasty, addresses), "n1", addresses, { largestFrame: 77 })
      const visitor = tcp.visit(addresses["n1"] ?? "")
      visitor.write(greeting())
      const answer = yield* Effect.promise(() => new Promise<Buffer>((resolve) => visitor.once("data", resolve)))
      visitor.destroy()
      expect(answer[4]).toBe(2)
      expect(readHello(answer.subarray(5))).toEqual(helloOf({ from: "n1", to: "n3", takes: 65 * 2 ** 20, sends: 77 }))
    }),
  ))
