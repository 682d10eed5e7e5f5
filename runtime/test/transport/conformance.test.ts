import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import type { SocketOptions } from "../../src/transport/index.ts"
import { kinds, socketKinds } from "./kinds.ts"
import {
  type Addresses,
  bytes,
  downs,
  hasty,
  type Joined,
  joinWith,
  linkTo,
  refusalsOf,
  run,
  type Traits,
  until,
  untilLink,
  untilState,
} from "./nodes.ts"
import { openProxy } from "./proxy.ts"

const bothRefuse = (one: Joined, two: Joined, code: string, reasonOfOne: string, reasonOfTwo: string) =>
  Effect.gen(function* () {
    expect(yield* untilState(one, "n2", "refused")).toMatchObject({ code, reason: reasonOfOne })
    expect(yield* untilState(two, "n1", "refused")).toMatchObject({ code, reason: reasonOfTwo })
  })

describe.each(kinds)("over $name", ({ layer }) => {
  const enter =
    (token: object) =>
    (node: string, addresses: Addresses, options = {}, traits: Traits = {}) =>
      joinWith(layer(node, { ...hasty, ...options }, token), node, addresses, traits)

  test("frames arrive whole and in order, between each two, and at the sender's own", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const join = enter(addresses)
        const [one, two, three] = [
          yield* join("n1", addresses),
          yield* join("n2", addresses),
          yield* join("n3", addresses),
        ]
        yield* untilState(one, "n2", "up")
        yield* untilState(one, "n3", "up")
        yield* untilState(two, "n1", "up")
        for (let count = 0; count < 3000; count++) {
          for (const to of ["n1", "n2", "n3"]) one.send(to, bytes(`${count}`))
          two.send("n1", bytes(`${count}`))
          if (count % 500 === 0) yield* Effect.yieldNow
        }
        one.send("n2", bytes("x".repeat(1_000_000)))
        yield* until(
          () => one.received.length === 6000 && two.received.length === 3001 && three.received.length === 3000,
        )
        const numbers = (from: string) => Array.from({ length: 3000 }, (_, count) => `${from}: ${count}`)
        expect(two.received).toEqual([...numbers("n1"), "n1: 1000000"])
        expect(three.received).toEqual(numbers("n1"))
        for (const from of ["n1", "n2"])
          expect(one.received.filter((text) => text.startsWith(from))).toEqual(numbers(from))
      }),
    ))

  test("peers of another protocol or spec are refused, and both know why", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const join = enter(addresses)
        const one = yield* join("n1", addresses)
        const two = yield* join("n2", addresses, {}, { protocol: "other" })
        const three = yield* join("n3", addresses, {}, { specHash: "newer" })
        yield* bothRefuse(one, two, "protocol", "n2 runs other, n1 runs test", "n1 runs test, n2 runs other")
        expect(yield* untilState(one, "n3", "refused")).toMatchObject({ code: "spec" })
        expect(yield* untilState(three, "n1", "refused")).toMatchObject({ code: "spec" })
      }),
    ))

  test("a full node holds back those who send to it, for whom others are not held back", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const join = enter(addresses)
        const one = yield* join("n1", addresses, { queueBytes: 2 ** 22 })
        const [two, three] = [yield* join("n2", addresses), yield* join("n3", addresses)]
        for (const peer of ["n2", "n3"]) yield* untilState(one, peer, "up")
        two.room.closeUnsafe()
        const frame = bytes("y".repeat(50_000))
        for (let count = 0; count < 1000; count++) {
          one.send("n2", frame)
          if (count % 10 !== 0) continue
          one.send("n3", bytes(`${count}`))
          yield* Effect.sleep("1 millis")
        }
        yield* until(() => three.received.length === 100)
        const link = yield* linkTo(one, "n2")
        expect(link?.waiting).toBeLessThanOrEqual(2 ** 22)
        expect(link?.dropped).toBeGreaterThan(100)
        const held = two.received.length
        yield* Effect.sleep("600 millis")
        expect([two.received.length, downs(one)]).toEqual([held, 0])
        two.room.openUnsafe()
        one.send("n2", bytes("last"))
        yield* until(() => two.received.at(-1) === "n1: last")
      }),
    ))

  test("whoever is no longer named hears nothing more", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const join = enter(addresses)
        const [one, two] = [yield* join("n1", addresses), yield* join("n2", addresses)]
        yield* untilState(one, "n2", "up")
        const { n1 = "", n3 = "" } = addresses
        yield* one.readdress({ n1, n3 })
        one.send("n2", bytes("nobody hears this"))
        expect(yield* linkTo(one, "n2")).toBe(undefined)
        yield* one.readdress(addresses)
        yield* untilState(one, "n2", "up")
        one.send("n2", bytes("this is heard"))
        yield* until(() => two.received.length > 0)
        expect(two.received).toEqual(["n1: this is heard"])
      }),
    ))
})

describe.each(socketKinds)("over sockets: $name", ({ layer }) => {
  const join = (node: string, addresses: Addresses, options: Partial<SocketOptions> = {}, traits: Traits = {}) =>
    joinWith(layer(node, { ...hasty, ...options }, addresses), node, addresses, traits)

  test("what was sent before the peer was there arrives", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const one = yield* join("n1", addresses)
        for (let count = 0; count < 100; count++) one.send("n2", bytes(`early ${count}`))
        const two = yield* join("n2", addresses)
        yield* until(() => two.received.length === 100)
        expect(two.received).toEqual(Array.from({ length: 100 }, (_, count) => `n1: early ${count}`))
      }),
    ))

  test.each(["oldest", "newest"] as const)("of what waits too long the %s goes", (drop) =>
    run((addresses) =>
      Effect.gen(function* () {
        const one = yield* join("n1", addresses, { queueBytes: 30, drop })
        for (let count = 1; count <= 5; count++) one.send("n2", bytes(`number ${count}..`))
        expect(yield* linkTo(one, "n2")).toMatchObject({ waiting: 30, dropped: 2 })
        const two = yield* join("n2", addresses)
        yield* until(() => two.received.length === 3)
        const kept = drop === "oldest" ? [3, 4, 5] : [1, 2, 3]
        expect(two.received).toEqual(kept.map((count) => `n1: number ${count}..`))
      }),
    ),
  )

  test("peers that left and came back are found again", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const one = yield* join("n1", addresses)
        yield* Effect.scoped(Effect.andThen(join("n2", addresses), untilState(one, "n2", "up")))
        yield* untilState(one, "n2", "connecting")
        const two = yield* join("n2", addresses)
        one.send("n2", bytes("again"))
        yield* until(() => two.received.length === 1)
        expect(one.notices.map(({ kind }) => kind).slice(0, 3)).toEqual(["up", "down", "up"])
      }),
    ))

  test("peers that move are found at their new address, and nobody else is taken for them", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const { n1 = "", n2 = "", n3 = "" } = addresses
        const moved = { n1, n2: n3, n3: n2 }
        const one = yield* join("n1", addresses)
        const [two] = [yield* join("n2", moved), yield* join("n3", moved)]
        const refused = yield* untilState(one, "n2", "refused")
        expect(["name", "certificate"]).toContain(refused?.code)
        yield* one.readdress(moved)
        yield* untilState(one, "n2", "up")
        one.send("n2", bytes("hello"))
        yield* until(() => two.received.length === 1)
      }),
    ))

  test("an address that is taken, or is none, is a typed failure", () =>
    run((addresses) =>
      Effect.gen(function* () {
        yield* join("n1", addresses)
        for (const n1 of [addresses["n1"] ?? "", "nowhere"])
          expect(yield* Effect.flip(join("n1", { ...addresses, n1 }))).toMatchObject({ _tag: "TransportFailed" })
      }),
    ))

  test("a peer at what is no address is not reached, and the link says why", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const one = yield* join("n1", { ...addresses, n2: "nowhere" })
        const link = yield* untilLink(one, "n2", ({ reason }) => reason !== "")
        expect(link?.reason).toContain("nowhere")
      }),
    ))

  test("a peer that takes only smaller frames than are sent is refused, and both know why", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const one = yield* join("n1", addresses, {}, { largestFrame: 2000 })
        const two = yield* join("n2", addresses, { frameBytes: 1000 })
        const reason = "n1 sends frames of 2000 bytes, n2 takes 1000"
        yield* bothRefuse(one, two, "limits", reason, reason)
      }),
    ))

  test("a frame that is larger than the peer takes is dropped and counted, and others arrive", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const one = yield* join("n1", addresses)
        const two = yield* join("n2", addresses, { frameBytes: 1000 })
        yield* untilState(one, "n2", "up")
        for (const length of [1001, 1000]) one.send("n2", bytes("z".repeat(length)))
        yield* until(() => two.received.length === 1)
        expect(two.received).toEqual(["n1: 1000"])
        expect(yield* linkTo(one, "n2")).toMatchObject({ state: "up", dropped: 1 })
      }),
    ))

  test("a peer that sends what the node cannot read is cut off, and told why", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const one = yield* join("n1", addresses)
        const two = yield* join("n2", addresses)
        one.send("n2", bytes("nonsense"))
        yield* until(() => refusalsOf(one).length > 0)
        const refused = { kind: "refused", code: "message", reason: "that is nonsense" }
        expect(refusalsOf(one)).toEqual([{ ...refused, by: "them", peer: "n2" }])
        expect(refusalsOf(two)).toEqual([{ ...refused, by: "us", peer: "n1" }])
        one.send("n2", bytes("sense"))
        yield* until(() => two.received.length === 1)
      }),
    ))

  test("a peer that falls silent is noticed, and found again", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const proxy = yield* openProxy(addresses["n2"] ?? "")
        const one = yield* join("n1", { ...addresses, n2: proxy.address })
        const two = yield* join("n2", addresses)
        yield* untilState(one, "n2", "up")
        proxy.freeze()
        yield* until(() => downs(one) === 1)
        expect(one.notices.at(-1)).toEqual({ kind: "down", peer: "n2", reason: "n2 is silent" })
        proxy.thaw()
        yield* untilState(one, "n2", "up")
        one.send("n2", bytes("hello"))
        yield* until(() => two.received.length === 1)
      }),
    ))
})
