import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { MemoryTransport, openNode, Wal } from "@lockstep/runtime"
import { afterAll, expect, test } from "vitest"
import { library } from "../../examples/generated/raft/library.ts"

const manual = readFileSync(new URL("../../docs/wire-format.md", import.meta.url), "utf8")
const [, block = ""] = /```bytes log\n([^]*?)```/.exec(manual) ?? []
const shown = block.replaceAll(/ {2,}.*$/gm, "").replaceAll(/\s+/g, "")

const directory = mkdtempSync(join(tmpdir(), "lockstep-"))
afterAll(() => rmSync(directory, { recursive: true }))

const log = () => readFileSync(join(directory, "0000000000000001.log"))

/** A server alone, up to the first batch behind the header of its log. */
const voted = Effect.gen(function* () {
  const storage = Wal.layer(directory, { segmentBytes: 2 ** 12, random: () => 0xdeadbeef })
  const context = yield* Layer.build(Layer.merge(storage, MemoryTransport.layer(MemoryTransport.makeNetwork())))
  yield* openNode({
    library,
    role: "servers",
    self: "n1",
    nodes: { servers: { n1: "n1" } },
    timers: { election: "10 millis", heartbeat: "1 second" },
  }).pipe(Effect.provideContext(context))
  while (log()[24] === 0) yield* Effect.sleep("5 millis")
})

test("the manual shows the log as a node writes it", async () => {
  await Effect.runPromise(Effect.scoped(voted).pipe(Effect.timeout("30 seconds")))
  expect(log().toString("hex", 0, shown.length / 2)).toBe(shown)
  expect(readdirSync(directory)).toContain("0000000000000000.snapshot")
})
