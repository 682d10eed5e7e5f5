import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { isDeepStrictEqual } from "node:util"
import { loadInMemory } from "@lockstep/generator"
import type { TraceFile } from "@lockstep/judge"
import type { AnyProtocol } from "@lockstep/language"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { shipsUnpaid } from "../../specs/transactions/order-saga/mutants.ts"
import { orderSaga } from "../../specs/transactions/order-saga/protocol.ts"
import { recordOrders } from "./record.ts"
import { type Tampered, type Tampering, tamper, tamperings } from "./tamper.ts"
import { recorded, replay } from "./traces.ts"

/** Its properties would see much, too: here every step must speak for itself. */
const bare = (protocol: AnyProtocol): AnyProtocol => ({ ...protocol, always: {}, step: {}, never: {} })

const folder = "cli/test/samples/traces/order-saga"
const sample = readdirSync(folder).map((name): TraceFile => ({
  path: name,
  text: readFileSync(join(folder, name), "utf8"),
}))
const present = await recorded((into) => recordOrders(into, undefined, 2))
const recordings = [
  ["the order saga in format 1", bare(orderSaga), sample],
  ["the order saga", bare(orderSaga), present],
] as const

type Fields = { readonly [field: string]: unknown }

/**
 * What the world decides and no spec: the time, the arguments of calls, the results of activities. Whose trace it is, its head says, which the
 * command compares before anything is replayed.
 */
const withoutTheWorld = (line: string): unknown => {
  const { now: _, spec: _spec, input = {}, ...rest } = JSON.parse(line) as Fields
  const { argument: _argument, result: _result, ...known } = input as Fields
  return { ...rest, input: known }
}

/** The whole state that a file begins with is taken as it is where no file before it says another. */
const isTrusted = (line: string): boolean => "state" in (JSON.parse(line) as Fields)

const decidesTheWorld = ({ before, after }: Tampered): boolean =>
  isTrusted(before) || isDeepStrictEqual(withoutTheWorld(before), withoutTheWorld(after))

/** Once a result without one of its parts was not rejected: the replay itself failed on it. */
const lacking: readonly [Tampering] = [{ kind: "leave-out", file: 22, line: 5, leaf: 428179607 }]

/** Once a trace without the count of its lives passed for one with it. */
const renamed: readonly [Tampering] = [{ kind: "alter", file: 0, line: 0, leaf: 1 }]

const runs = Number(process.env["RUNS"] ?? 100)

describe.each(recordings)("a trace of %s", (_, protocol, files) => {
  test("is rejected whatever is changed in it, unless the spec allows that too, or the doubt is said", () => {
    const counts = { misread: 0, "at the line": 0, "at another line": 0, doubtful: 0, "the world's": 0, "the same": 0 }
    const check = (tampered: Tampered): keyof typeof counts | "missed" => {
      if (isDeepStrictEqual(tampered.files, files)) return "the same"
      const replayed = replay(protocol, tampered.files)
      if (replayed.kind === "misread") return "misread"
      const { rejection, notes } = replayed
      if (rejection !== undefined) {
        const isThere = rejection.site.path === tampered.path && Math.abs(rejection.site.line - tampered.line) <= 1
        return isThere ? "at the line" : "at another line"
      }
      if (notes.length > 0) return "doubtful"
      return decidesTheWorld(tampered) ? "the world's" : "missed"
    }
    fc.assert(
      fc.property(tamperings, (tampering) => {
        const tampered = tamper(files, tampering)
        const found = check(tampered)
        if (found === "missed") throw new Error(`accepted ${tampered.after} for ${tampered.before}`)
        counts[found]++
      }),
      { numRuns: runs, examples: [lacking, renamed] },
    )
    console.log(counts)
    expect(counts["at the line"]).toBeGreaterThan(runs / 4)
    expect(counts["at another line"] + counts.doubtful + counts["the world's"]).toBeLessThan(runs / 4)
  })

  test("tolerates the loss of its ends, and says so", () => {
    const cut = files.map(({ path, text }): TraceFile => ({ path, text: text.slice(0, text.length * 0.6) }))
    const replayed = replay(protocol, cut)
    expect(replayed).toMatchObject({ kind: "replayed", rejection: undefined })
    expect(replayed.kind === "replayed" && replayed.notes.map(({ kind }) => kind)).toContain("lost-end")
  })

  test("tolerates that a node is missing, and says so", () => {
    const [first] = files
    const node = first?.path.split(".")[0] ?? ""
    const others = files.filter(({ path }) => !path.startsWith(`${node}.`))
    const replayed = replay(protocol, others)
    expect(replayed).toMatchObject({ kind: "replayed", rejection: undefined })
    expect(replayed.kind === "replayed" && replayed.notes).toMatchObject([{ kind: "missing-node", node }])
  })

  test("is rejected where a durable field is forgotten", () => {
    let forgotten = 0
    for (const file of files) {
      const [header, state = "", ...rest] = file.text.split("\n")
      if (!rest[0]?.includes('"recover"')) continue
      const blank = state.replace(/"term":\d+|"stages":\{"#map":\[.*?\]\}|"stock":\d+/, (field) =>
        field.replace(/:.*/, field.startsWith('"stages') ? ':{"#map":[]}' : ":77"),
      )
      const text = [header, blank, ...rest].join("\n")
      const replayed = replay(
        protocol,
        files.map((one) => (one === file ? { ...file, text } : one)),
      )
      expect(replayed).toMatchObject({ rejection: { code: "forgotten", site: { path: file.path, line: 2 } } })
      forgotten++
    }
    expect(forgotten).toBeGreaterThan(0)
  })
})

/** Which of its node's lives the trace is that a file holds; `undefined` leaves it out. */
const counting = (file: TraceFile, count: (incarnation: number) => unknown): TraceFile => {
  const [head = "", ...rest] = file.text.split("\n")
  const { incarnation, ...header } = JSON.parse(head) as Fields
  const changed = { ...header, incarnation: count(Number(incarnation)) }
  return { ...file, text: [JSON.stringify(changed), ...rest].join("\n") }
}

describe.each(present)("the life that $path is of its node", (file) => {
  const replayWith = (count: (incarnation: number) => unknown) =>
    replay(
      bare(orderSaga),
      present.map((one) => (one === file ? counting(one, count) : one)),
    )

  test("is what the trace says", () => {
    expect(replayWith((incarnation) => incarnation)).toMatchObject({ rejection: undefined, notes: [] })
  })

  test.each<[string, (incarnation: number) => unknown]>([
    ["one later", (incarnation) => incarnation + 1],
    ["much later", (incarnation) => incarnation + 7],
    ["that of the other file", (incarnation) => 3 - incarnation],
  ])("is missed where it is %s: the trace is rejected, or the doubt is said", (_, count) => {
    const replayed = replayWith(count)
    if (replayed.kind !== "replayed") throw new Error(replayed.reason)
    expect(replayed.rejection === undefined && replayed.notes.length === 0).toBe(false)
  })

  test.each(["1", 0, -1, 1.5, null])("is refused where it is %j", (incarnation) => {
    const reason = 'has a "incarnation" that cannot be'
    expect(replayWith(() => incarnation)).toMatchObject({ kind: "misread", site: { path: file.path, line: 1 }, reason })
  })

  test("is refused where it is not told", () => {
    expect(replayWith(() => undefined)).toMatchObject({ kind: "misread", reason: 'has no "incarnation"' })
  })
})

test("lives that are counted as the same follow each other by their clocks, and that is said", () => {
  const same = present.map((file) => counting(file, () => 1))
  const replayed = replay(bare(orderSaga), same)
  if (replayed.kind !== "replayed") throw new Error(replayed.reason)
  expect(replayed.rejection).toBeUndefined()
  expect(replayed.notes.map(({ kind, node }) => `${kind} ${node}`).sort()).toEqual([
    "counted-twice inventory",
    "counted-twice orders",
  ])
})

test("what the build of a mutant records is rejected at the first step that its spec does not have", async () => {
  const file = "specs/transactions/order-saga/mutants.ts"
  const mutant = { protocol: shipsUnpaid.model.protocol, url: pathToFileURL(file).href, name: "shipsUnpaid" }
  const loaded = await loadInMemory(file, { mutant })
  if (loaded.kind !== "in-memory") throw new Error(loaded.why)
  const files = await recorded((into) => recordOrders(into, loaded.library, 1))
  const replayed = replay(bare(orderSaga), files)
  expect(replayed).toMatchObject({ kind: "replayed", rejection: { code: "another-state" } })
  if (replayed.kind !== "replayed" || replayed.rejection === undefined) return
  const { path, line } = replayed.rejection.site
  const rejected = files.find((one) => one.path === path)?.text.split("\n")[line - 1]
  expect(rejected).toContain('"result":"declined"')
})
