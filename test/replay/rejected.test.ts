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
const recordings = [["the order saga", bare(orderSaga), sample]] as const

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
      { numRuns: runs, examples: [lacking] },
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
