import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { openNode } from "../../src/node/index.ts"
import { nodeId } from "../../src/node/options.ts"
import { MemoryStorage } from "../../src/storage/index.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { equal, List, Map, Set } from "../../src/collections/index.ts"
import { makeRecorder } from "../../src/trace/recorder.ts"
import { layer as intoFiles, lively, plain } from "../../src/trace/index.ts"
import { election } from "../fixtures/election.ts"
import { ledgerLibrary } from "../fixtures/ledger.ts"
import { elect, keep } from "./elect.ts"
import { firstWrong, type Line, linesOf, stepsOf } from "./replay.ts"

const servers = election.roles["servers"]
if (servers === undefined) throw new Error("the election has no servers")

const recorded = async (): Promise<{ readonly [node: string]: readonly Line[] }> => {
  const { texts, layer } = keep()
  await elect(layer)
  return Object.fromEntries(Object.entries(texts).map(([node, text]) => [node, linesOf(text)]))
}

describe("a recorded life", () => {
  test("is what the protocol does, step by step", async () => {
    for (const lines of Object.values(await recorded())) {
      expect(stepsOf(lines).length).toBeGreaterThan(20)
      expect(stepsOf(lines).map(({ step }) => step)).toEqual(stepsOf(lines).map((_, index) => index + 1))
      expect(firstWrong(lines, servers)).toBeUndefined()
      expect(lines.at(-1)).toEqual({ end: stepsOf(lines).length })
    }
  })

  test("tells for each message which of the sender's it is", async () => {
    const traces = await recorded()
    const sent = new globalThis.Map<string, readonly unknown[]>(
      Object.values(traces).flatMap((lines) =>
        stepsOf(lines).flatMap(({ sends = [], effects = [] }) =>
          sends.map(([to, number]): [string, readonly unknown[]] => [
            `${lines[0]?.node} ${lines[0]?.life} ${to} ${number}`,
            effects.map((effect) => ("message" in effect ? effect.message : undefined)),
          ]),
        ),
      ),
    )
    let received = 0
    for (const lines of Object.values(traces))
      for (const { input } of stepsOf(lines)) {
        if (input.kind !== "message") continue
        received++
        const messages = sent.get(`${input.from} ${input.life} ${lines[0]?.node} ${input.number}`)
        expect(messages).toContainEqual(input.message)
      }
    expect(received).toBeGreaterThan(50)
  })

  test("is not what the protocol does once somebody has changed it", async () => {
    const lines = (await recorded())["n1"] ?? []
    const forged = lines.map((line): Line => {
      if (line.step !== 7 || line.input === undefined) return line
      return { ...line, changes: { ...line.changes, term: 99 } }
    })
    expect(firstWrong(forged, servers)).toBe(7)
  })
})

test("a step that was not durable when the node ended is not told", () => {
  let text = ""
  const file = { hasRoom: () => true, isFresh: () => text === "", write: (lines: string) => void (text += lines) }
  const place = { self: nodeId("n1"), peers: [], nodes: {} }
  const recorder = makeRecorder({ protocol: "p", specHash: "", role: "r", life: "", incarnation: 1, place }, file)
  const step = (before: number): void =>
    recorder.step({
      ...{ arrival: { kind: "timer", timer: "tick" }, now: 0, effects: [] },
      ...{ before: { total: before }, after: { total: before + 1 } },
    })
  step(0)
  recorder.release()
  step(1)
  recorder.end()
  expect(linesOf(text).map((line) => line.step ?? line.end)).toEqual([undefined, undefined, 1, 1])
})

describe("what is not recorded", () => {
  test("is a gap, and a whole state follows", async () => {
    let asked = 0
    const { texts, layer } = keep(() => Math.floor(asked++ / 40) % 2 === 0)
    await elect(layer)
    for (const text of Object.values(texts)) {
      const lines = linesOf(text)
      const gaps = lines.flatMap((line, index) =>
        line.gap === undefined ? [] : [{ gap: line.gap, next: lines[index + 1] }],
      )
      expect(gaps.length).toBeGreaterThan(0)
      for (const { next } of gaps) expect(next?.state ?? next?.end).toBeDefined()
      const missing = gaps.reduce((sum, { gap }) => sum + gap, 0)
      expect(lines.at(-1)?.end).toBe(stepsOf(lines).length + missing)
      expect(firstWrong(lines, servers)).toBeUndefined()
    }
  })

  test("is what the sample leaves out", async () => {
    const { texts, layer } = keep(undefined, { steps: 5, of: 20 })
    await elect(layer)
    const lines = linesOf(texts["n2"] ?? "")
    expect(stepsOf(lines).every(({ step }) => (step - 1) % 20 < 5)).toBe(true)
    expect(lines.filter(({ gap }) => gap === 15).length).toBeGreaterThan(1)
    expect(firstWrong(lines, servers)).toBeUndefined()
  })
})

test("files are rotated, each can be read by itself, and the oldest go", async () => {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-trace-"))
  await elect(intoFiles(directory, { fileBytes: 4000, files: 3 }))
  const names = readdirSync(directory)
    .filter((name) => name.startsWith("n1."))
    .toSorted()
  const files = names.map((name) => linesOf(readFileSync(join(directory, name), "utf8")))
  rmSync(directory, { recursive: true })
  expect(names).toHaveLength(3)
  expect(names[0]).not.toMatch("000001")
  for (const lines of files) {
    expect(lines[0]).toMatchObject({ trace: "lockstep", format: 2, protocol: "election", spec: "spec-1", node: "n1" })
    expect(lines[1]?.state).toBeDefined()
    expect(firstWrong(lines, servers)).toBeUndefined()
  }
})

test("a directory that cannot be written ends the record, and not the node", async () => {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-trace-"))
  const place = join(directory, "occupied")
  writeFileSync(place, "")
  const said: string[] = []
  const logger = Logger.make(({ message }) => void said.push(String(message)))
  await elect(Layer.merge(intoFiles(place), Logger.layer([logger])))
  expect(readFileSync(place, "utf8")).toBe("")
  rmSync(directory, { recursive: true })
  expect(said.filter((line) => line.includes("steps are no longer recorded"))).toHaveLength(3)
})

test.each(["../l1", "a/b", "a\\b", "..", "a%2Fb", "é"])(
  "a node may be called %s: its steps stay in the directory",
  async (self) => {
    const directory = mkdtempSync(join(tmpdir(), "lockstep-trace-"))
    const inner = join(directory, "inner")
    const program = Effect.gen(function* () {
      const node = yield* openNode({
        ...{ library: ledgerLibrary, role: "ledger", self, nodes: { ledger: { [self]: "l1" } } },
        ...{ timers: { tick: "1 second" }, activities: { charge: () => Effect.succeed("receipt") } },
      })
      yield* node.call("add", 1)
    })
    const transport = MemoryTransport.layer(MemoryTransport.makeNetwork())
    const layers = Layer.mergeAll(MemoryStorage.layer(), transport, intoFiles(inner))
    await Effect.runPromise(Effect.scoped(Effect.provide(program, layers)))
    const [name = "", ...others] = readdirSync(inner)
    const [header] = linesOf(readFileSync(join(inner, name), "utf8"))
    expect([readdirSync(directory), others, header?.node]).toEqual([["inner"], [], self])
    rmSync(directory, { recursive: true })
  },
)

const values: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.maxSafeInteger(),
    fc.string(),
    fc.constantFrom(null, true, false),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "#list", "#", "##a", "kind"), tie("value"), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => List.from(items)),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => Set.from(items)),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 3 }).map((entries) => Map.from(entries)),
  ),
})).value

test("every value comes back as it was", () => {
  fc.assert(fc.property(values, (value) => equal(lively(JSON.parse(JSON.stringify(plain(value)))), value)))
})
