import { connect, type Socket } from "node:net"
import { once } from "node:events"
import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { type SocketOptions, Tcp } from "../../src/transport/index.ts"
import { packFrames } from "../../src/transport/frames.ts"
import { versions, writeHello } from "../../src/transport/hello.ts"
import {
  type Addresses,
  bytes,
  hasty,
  joinWith,
  linkTo as stateOf,
  refusalsOf,
  run,
  until,
  untilState,
} from "./nodes.ts"

const join = (node: string, addresses: Addresses, options: Partial<SocketOptions> = {}, protocol = "test") =>
  joinWith(Tcp.layerWith({ ...hasty, ...options }), node, addresses, { protocol })

const dial = async (address = ""): Promise<Socket> => {
  const socket = connect(Number(address.split(":")[1]), "127.0.0.1")
  await once(socket, "connect")
  return socket
}

/** Everything that comes until the other side hangs up. */
const listen = async (socket: Socket): Promise<string> => {
  let text = ""
  socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")))
  socket.on("error", () => undefined)
  await once(socket, "close")
  return text
}

const greeting = (from: string, to: string): Uint8Array => {
  const identity = { protocol: "test", version: "1", specHash: "spec", node: from }
  return Buffer.concat(packFrames(1, [writeHello({ ...versions, identity, to, takes: 1000, sends: 1000 })]))
}

describe("peers", () => {
  test("receive what is sent, in order, even what was sent before they were there", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const one = yield* join("n1", addresses)
        for (let count = 0; count < 100; count++) one.send("n2", bytes(`early ${count}`))
        const two = yield* join("n2", addresses)
        yield* untilState(one, "n2", "up")
        one.send("n2", bytes("x".repeat(2_000_000)))
        one.send("n1", bytes("self"))
        yield* until(() => two.received.length === 101 && one.received.length === 1)
        expect(two.received.slice(0, 2)).toEqual(["n1: early 0", "n1: early 1"])
        expect(two.received.at(-1)).toBe("n1: 2000000")
        expect(one.received).toEqual(["n1: self"])
      }),
    ))

  test("find each other again", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const one = yield* join("n1", addresses)
        yield* Effect.scoped(Effect.andThen(join("n2", addresses), untilState(one, "n2", "up")))
        yield* untilState(one, "n2", "connecting")
        const two = yield* join("n2", addresses)
        yield* untilState(one, "n2", "up")
        one.send("n2", bytes("again"))
        yield* until(() => two.received.length === 1)
      }),
    ))

  test("that move are found at their new address", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const one = yield* join("n1", addresses)
        const moved = { ...addresses, n2: addresses["n3"] ?? "", n3: addresses["n2"] ?? "" }
        const two = yield* join("n2", moved)
        yield* Effect.sleep("100 millis")
        expect((yield* stateOf(one, "n2"))?.state).toBe("connecting")
        yield* one.readdress(moved)
        yield* untilState(one, "n2", "up")
        one.send("n2", bytes("hello"))
        yield* until(() => two.received.length === 1)
      }),
    ))

  test("of another protocol are refused, and both know why", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const one = yield* join("n1", addresses)
        const two = yield* join("n2", addresses, {}, "other")
        yield* untilState(one, "n2", "refused")
        yield* untilState(two, "n1", "refused")
        expect((yield* stateOf(one, "n2"))?.reason).toBe("n2 runs other, n1 runs test")
        expect((yield* stateOf(two, "n1"))?.reason).toBe("n1 runs test, n2 runs other")
      }),
    ))

  test("that send what the node cannot read are cut off, and told why", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const one = yield* join("n1", addresses)
        yield* join("n2", addresses)
        yield* untilState(one, "n2", "up")
        one.send("n2", bytes("nonsense"))
        yield* until(() => refusalsOf(one).length > 0)
        expect(refusalsOf(one)).toMatchObject([{ by: "them", code: "message", reason: "that is nonsense" }])
      }),
    ))
})

describe("a full node", () => {
  test("holds one peer back, whose queue stays bounded, and goes on where it stopped", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const one = yield* join("n1", addresses, { queueBytes: 100_000, patience: "20 seconds" })
        const two = yield* join("n2", addresses, { patience: "20 seconds" })
        yield* untilState(one, "n2", "up")
        two.room.closeUnsafe()
        const frame = bytes("y".repeat(50_000))
        for (let count = 0; count < 400; count++) {
          one.send("n2", frame)
          if (count % 20 === 0) yield* Effect.sleep("2 millis")
        }
        const link = yield* stateOf(one, "n2")
        expect(link?.waiting).toBeLessThanOrEqual(100_000)
        expect(link?.dropped).toBeGreaterThan(100)
        const held = two.received.length
        yield* Effect.sleep("50 millis")
        expect(two.received.length).toBe(held)
        two.room.openUnsafe()
        one.send("n2", bytes("last"))
        yield* until(() => two.received.at(-1) === "n1: last")
      }),
    ))
})

describe("a hostile visitor", () => {
  const attack = (use: (addresses: Addresses) => Promise<unknown>): Promise<unknown> =>
    run((addresses) =>
      Effect.gen(function* () {
        const one = yield* join("n1", addresses, { strangers: 3 })
        const two = yield* join("n2", addresses)
        yield* Effect.promise(() => use(addresses))
        yield* untilState(two, "n1", "up")
        two.send("n1", bytes("still here"))
        yield* until(() => one.received.includes("n2: still here"))
      }),
    )

  test("that speaks another language is told so and cut off", () =>
    attack(async ({ n1 }) => {
      const socket = await dial(n1)
      socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
      expect(await listen(socket)).toContain("is larger than 4096")
    }))

  test("that says nothing is cut off", () =>
    attack(async ({ n1 }) => {
      expect(await listen(await dial(n1))).toBe("")
    }))

  test("that announces a huge frame is cut off", () =>
    attack(async ({ n1 }) => {
      const socket = await dial(n1)
      socket.write(Uint8Array.of(0, 0, 0, 128, 1))
      expect(await listen(socket)).toContain("is larger than 4096")
    }))

  test("that comes with too many connections gets no more of them", () =>
    attack(async ({ n1 }) => {
      const sockets = await Promise.all(Array.from({ length: 6 }, () => dial(n1)))
      expect(await Promise.all(sockets.map(listen))).toHaveLength(6)
    }))

  test("whose name nobody knows is told so", () =>
    attack(async (addresses) => {
      const socket = await dial(addresses["n1"])
      socket.write(greeting("n9", "n1"))
      expect(await listen(socket)).toContain("nobody here knows n9")
    }))

  test("that looks for another is told so", () =>
    attack(async (addresses) => {
      const socket = await dial(addresses["n1"])
      socket.write(greeting("n3", "n2"))
      expect(await listen(socket)).toContain("n3 looks for n2 where n1 is")
    }))

  test("that sends messages before it says who it is is cut off", () =>
    attack(async ({ n1 }) => {
      const socket = await dial(n1)
      socket.write(Buffer.concat(packFrames(4, [bytes("yes")])))
      expect(await listen(socket)).toContain("a frame of kind 4 was not due")
    }))
})

test("an address that is taken is a typed failure", () =>
  run((addresses) =>
    Effect.gen(function* () {
      yield* join("n1", addresses)
      expect(yield* Effect.flip(join("n1", addresses))).toMatchObject({ _tag: "TransportFailed" })
    }),
  ))
