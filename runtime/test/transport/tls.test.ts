import { mkdtemp, readFile, rename, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { connect as connectTcp } from "node:net"
import { connect as connectTls } from "node:tls"
import { once } from "node:events"
import * as Effect from "effect/Effect"
import { beforeAll, describe, expect, test } from "vitest"
import { type Credentials, Tls } from "../../src/transport/index.ts"
import { type Authority, makeAuthority } from "../../../test/servers/authority.ts"
import {
  type Addresses,
  bytes,
  downs,
  hasty,
  joinWith,
  type Joined,
  linkTo,
  refusalsOf,
  run,
  until,
  untilState,
} from "./nodes.ts"

let authority: Authority
let rogue: Authority
beforeAll(async () => {
  authority = await makeAuthority()
  rogue = await makeAuthority("somebody else's")
})

type Options = Omit<Partial<Tls.TlsOptions>, "credentials">

const joinAs = (credentials: Credentials, node: string, addresses: Addresses, options: Options = {}) =>
  joinWith(Tls.layer({ ...hasty, ...options, credentials: Effect.succeed(credentials) }), node, addresses)

const issue = (...input: Parameters<Authority["issue"]>) => Effect.promise(() => authority.issue(...input))

/** Two nodes that must not get together, and what each says of the other. */
const strangersOf = (
  first: Effect.Effect<Credentials>,
  second: Effect.Effect<Credentials>,
  check: (one: Joined, two: Joined) => Effect.Effect<unknown>,
) =>
  run((addresses) =>
    Effect.gen(function* () {
      const one = yield* joinAs(yield* first, "n1", addresses)
      const two = yield* joinAs(yield* second, "n2", addresses, { nameOf: (node) => (node === "n2" ? "n9" : node) })
      yield* check(one, two)
    }),
  )

describe("a certificate", () => {
  test("that names another node is refused, and both sides know why", () =>
    strangersOf(issue("n1"), issue("n9"), (one, two) =>
      Effect.gen(function* () {
        const reason = "the certificate is for DNS:n9, and not for DNS:n2"
        yield* until(() => refusalsOf(one).length >= 2 && refusalsOf(two).length >= 2)
        expect(yield* untilState(one, "n2", "refused")).toMatchObject({ by: "us", code: "certificate", reason })
        expect(yield* untilState(two, "n1", "refused")).toMatchObject({ by: "them", code: "certificate", reason })
        const refused = (by: string, peer: string) => ({ kind: "refused", by, peer, code: "certificate", reason })
        expect(refusalsOf(one)).toEqual(expect.arrayContaining([refused("us", "n2"), refused("us", "")]))
        expect(refusalsOf(two)).toEqual(expect.arrayContaining([refused("them", "n1"), refused("them", "")]))
      }),
    ))

  test("of another authority is refused, and both sides know why", () =>
    strangersOf(
      issue("n1"),
      Effect.map(
        Effect.promise(() => rogue.issue("n9")),
        (own) => ({ ...own, authorities: authority.certificate }),
      ),
      (one, two) =>
        Effect.gen(function* () {
          expect((yield* untilState(one, "n2", "refused"))?.reason).toMatch(
            /its certificate does not count: .*SIGNATURE/,
          )
          expect((yield* untilState(two, "n1", "refused"))?.reason).toMatch(
            /its certificate does not count: .*SIGNATURE/,
          )
          expect(refusalsOf(two)).toContainEqual(expect.objectContaining({ by: "them", code: "certificate" }))
        }),
    ))

  test("that has ended is refused", () =>
    strangersOf(issue("n1"), issue("n9", { endedMillisAgo: 1000 }), (one, two) =>
      Effect.gen(function* () {
        expect((yield* untilState(one, "n2", "refused"))?.reason).toContain("CERT_HAS_EXPIRED")
        expect((yield* untilState(two, "n1", "refused"))?.reason).toContain("CERT_HAS_EXPIRED")
      }),
    ))

  test("that is not the node's own, or no certificate at all, does not let it start", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const other = yield* Effect.flip(joinAs(yield* issue("n2"), "n1", addresses))
        expect(String(other)).toContain("the certificate is for DNS:n2, and not for DNS:n1")
        const none = { key: "", certificate: "nothing", authorities: "" }
        expect(yield* Effect.flip(joinAs(none, "n1", addresses))).toMatchObject({ _tag: "TransportFailed" })
      }),
    ))

  const half = (text: string): string => text.slice(0, text.length / 2)
  const torn: readonly [string, (whole: Credentials) => Partial<Credentials>, RegExp][] = [
    ["a key that is empty", () => ({ key: "" }), /the key is no private key/],
    ["a key that is blank", () => ({ key: "\n" }), /the key is no private key/],
    ["half a key", ({ key }) => ({ key: half(key) }), /the key is no private key/],
    ["a certificate that is empty", () => ({ certificate: "" }), /no start line/],
    ["half a certificate", ({ certificate }) => ({ certificate: half(certificate) }), /bad/],
    ["authorities that are empty", () => ({ authorities: "" }), /the authorities hold no certificate/],
    ["authorities that are blank", () => ({ authorities: " \n" }), /the authorities hold no certificate/],
    ["authorities that are something else", () => ({ authorities: "n1" }), /the authorities hold no certificate/],
    ["authorities that are a key", ({ key }) => ({ authorities: key }), /the authorities hold what is no certificate/],
    [
      "an authority and half of another",
      ({ authorities }) => ({ authorities: authorities + half(authorities) }),
      /the authorities hold what is no certificate/,
    ],
  ]
  test.each(torn)("with %s does not let it start", (_, broken, reason) =>
    run((addresses) =>
      Effect.gen(function* () {
        const whole = yield* issue("n1")
        const error = yield* Effect.flip(joinAs({ ...whole, ...broken(whole) }, "n1", addresses))
        expect(error).toMatchObject({ _tag: "TransportFailed" })
        expect(String(error)).toMatch(reason)
      }),
    ),
  )

  test("of one of several authorities, with words between them, counts", () =>
    run((addresses) =>
      Effect.gen(function* () {
        const authorities = `ours\n${authority.certificate}\ntheirs\n${rogue.certificate}\n`
        const one = yield* joinAs({ ...(yield* issue("n1")), authorities }, "n1", addresses)
        const two = yield* joinAs(yield* issue("n2"), "n2", addresses)
        yield* untilState(one, "n2", "up")
        yield* untilState(two, "n1", "up")
      }),
    ))
})

/** Connects as no node would, and returns what it hears until the end. */
const visit = async (address = "", credentials?: Credentials, sessions?: Buffer[]): Promise<string> => {
  const [host = "", port] = address.split(":")
  const own = credentials && { key: credentials.key, cert: credentials.certificate }
  const session = sessions?.at(-1)
  const socket = connectTls({
    host,
    port: Number(port),
    rejectUnauthorized: false,
    ...own,
    ...(session && { session }),
  })
  socket.on("session", (found: Buffer) => sessions?.push(found))
  let text = ""
  socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")))
  socket.on("error", () => undefined)
  await once(socket, "close")
  return text
}

describe("a visitor", () => {
  const attack = (visitor: (address: string) => Promise<unknown>, code: string) =>
    run((addresses) =>
      Effect.gen(function* () {
        const one = yield* joinAs(yield* issue("n1"), "n1", addresses)
        yield* Effect.promise(() => visitor(addresses["n1"] ?? ""))
        yield* until(() => refusalsOf(one).length > 0)
        expect(refusalsOf(one)[0]).toMatchObject({ code, by: "us", peer: "" })
      }),
    )

  test("without a certificate is told so", () =>
    attack(async (address) => expect(await visit(address)).toContain("it shows no certificate"), "certificate"))

  test("that resumes a session gains nothing by it", () =>
    attack(async (address) => {
      const sessions: Buffer[] = []
      expect(await visit(address, undefined, sessions)).toContain("it shows no certificate")
      expect(sessions.length).toBeGreaterThan(0)
      expect(await visit(address, undefined, sessions)).toContain("a session that was begun before proves no name")
    }, "certificate"))

  test("with a certificate of its own making is told so", () =>
    attack(async (address) => {
      expect(await visit(address, await rogue.issue("n2"))).toContain("its certificate does not count")
    }, "certificate"))

  test("that does not speak TLS is counted", () =>
    attack(async (address) => {
      const socket = connectTcp(Number(address.split(":")[1]), "127.0.0.1")
      socket.on("error", () => undefined)
      socket.end("GET / HTTP/1.1\r\n\r\n")
      socket.resume()
      await once(socket, "close")
    }, "encryption"))

  test("that never finishes its TLS handshake is cut off", () =>
    attack(async (address) => {
      const socket = connectTcp(Number(address.split(":")[1]), "127.0.0.1")
      socket.write(Uint8Array.of(22, 3, 1, 2, 0, 1))
      socket.on("error", () => undefined)
      socket.resume()
      await once(socket, "close")
    }, "silent"))
})

test("callers need no certificate where anybody may call, and listeners do", () =>
  run((addresses) =>
    Effect.gen(function* () {
      const one = yield* joinAs(yield* issue("n1"), "n1", addresses, { callers: "anybody" })
      const two = yield* joinAs(yield* issue("n2"), "n2", addresses, { callers: "anybody" })
      one.send("n2", bytes("hello"))
      two.send("n1", bytes("hello"))
      yield* until(() => one.received.length + two.received.length === 2)
    }),
  ))

describe("certificates are replaced while the nodes run", () => {
  const store = async (folder: string, parts: Credentials) => {
    for (const [name, text] of Object.entries(parts)) {
      await writeFile(join(folder, `${name}.new`), text)
      await rename(join(folder, `${name}.new`), join(folder, name))
    }
  }
  const joinFrom = (folder: string, node: string, addresses: Addresses, replaced: "stay" | "renew") => {
    const paths = {
      key: join(folder, "key"),
      certificate: join(folder, "certificate"),
      authorities: join(folder, "authorities"),
    }
    const credentials = Tls.fromFiles(paths)
    return joinWith(Tls.layer({ ...hasty, credentials, refresh: "20 millis", replaced }), node, addresses)
  }
  const credentialsOf = ({ notices }: Joined) => notices.filter(({ kind }) => kind === "credentials")

  const rotate = (
    replaced: "stay" | "renew",
    check: (one: Joined, two: Joined, folder: string) => Effect.Effect<unknown>,
  ) =>
    run((addresses) =>
      Effect.gen(function* () {
        const folder = yield* Effect.promise(() => mkdtemp(join(tmpdir(), "lockstep-tls-")))
        yield* Effect.promise(async () => store(folder, await authority.issue("n1")))
        const one = yield* joinFrom(folder, "n1", addresses, replaced)
        const two = yield* joinAs(yield* issue("n2"), "n2", addresses)
        yield* untilState(one, "n2", "up")
        yield* untilState(two, "n1", "up")
        yield* check(one, two, folder)
      }),
    )

  test("and open connections stay", () =>
    rotate("stay", (one, two, folder) =>
      Effect.gen(function* () {
        yield* Effect.promise(async () => store(folder, await authority.issue("n1")))
        yield* until(() => credentialsOf(one).some((notice) => "problem" in notice && notice.problem === undefined))
        one.send("n2", bytes("still here"))
        yield* until(() => two.received.includes("n1: still here"))
        expect([downs(one), downs(two)]).toEqual([0, 0])
      }),
    ))

  test("and open connections are made anew, with the new ones", () =>
    rotate("renew", (one, two, folder) =>
      Effect.gen(function* () {
        yield* Effect.promise(async () =>
          store(folder, { ...(await rogue.issue("n1")), authorities: authority.certificate }),
        )
        const refused = yield* untilState(two, "n1", "refused")
        expect(refused?.reason).toContain("its certificate does not count")
        yield* Effect.promise(async () => store(folder, await authority.issue("n1")))
        yield* untilState(two, "n1", "up")
        yield* untilState(one, "n2", "up")
      }),
    ))

  test("but not by what is no certificate", () =>
    rotate("renew", (one, two, folder) =>
      Effect.gen(function* () {
        yield* Effect.promise(() => writeFile(join(folder, "key"), ""))
        yield* until(() => credentialsOf(one).length > 0)
        expect(credentialsOf(one)).toMatchObject([{ problem: expect.stringContaining("the key is no private key") }])
        expect((yield* linkTo(one, "n2"))?.state).toBe("up")
        two.send("n1", bytes("still here"))
        yield* until(() => one.received.includes("n2: still here"))
      }),
    ))

  test("and it is told in time that they must be, and no more once they are", () =>
    rotate("stay", (one, _, folder) =>
      Effect.gen(function* () {
        expect(credentialsOf(one)).toEqual([])
        const last = () => credentialsOf(one).at(-1)
        const isTold = (words: RegExp) => {
          const notice = last()
          return notice !== undefined && "problem" in notice && words.test(notice.problem ?? "all is well")
        }
        for (const [endedMillisAgo, words] of [
          [-3_600_000, /^its certificate ends, at \d{4}-/],
          [1000, /^its certificate has ended, at \d{4}-/],
        ] as const) {
          yield* Effect.promise(async () => store(folder, await authority.issue("n1", { endedMillisAgo })))
          yield* until(() => isTold(words))
          const told = credentialsOf(one).length
          yield* Effect.sleep("100 millis")
          expect(credentialsOf(one)).toHaveLength(told)
        }
        yield* Effect.promise(async () => store(folder, await authority.issue("n1")))
        yield* until(() => isTold(/^all is well$/))
      }),
    ))

  test("and nothing is wrong any more once the old ones are put back", () =>
    rotate("renew", (one, two, folder) =>
      Effect.gen(function* () {
        const key = yield* Effect.promise(() => readFile(join(folder, "key")))
        yield* Effect.promise(() => writeFile(join(folder, "key"), ""))
        yield* until(() => credentialsOf(one).length === 1)
        yield* Effect.promise(() => writeFile(join(folder, "key"), key))
        yield* until(() => credentialsOf(one).length === 2)
        expect(credentialsOf(one).at(-1)).toEqual({ kind: "credentials", problem: undefined })
        expect([downs(one), downs(two)]).toEqual([0, 0])
      }),
    ))
})
