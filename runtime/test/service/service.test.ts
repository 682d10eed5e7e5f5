import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterAll, expect, test } from "vitest"
import { roleService } from "../../src/service/index.ts"
import { MemoryStorage } from "../../src/storage/index.ts"
import * as Trace from "../../src/trace/index.ts"
import { MemoryTransport } from "../../src/transport/index.ts"
import { ledgerLibrary } from "../fixtures/ledger.ts"
import type { Ledger } from "./ledger.ts"

const ledger = roleService<Ledger>(ledgerLibrary, "ledger")

const options = {
  self: "l1",
  nodes: { ledger: { l1: "l1" } },
  timers: { tick: "1 second" },
  activities: { charge: (amount: number) => Effect.succeed(`receipt of ${amount}`) },
} as const

const network = MemoryTransport.layer(MemoryTransport.makeNetwork())
const storage = MemoryStorage.layer(MemoryStorage.emptyStore())

const folder = mkdtempSync(join(tmpdir(), "lockstep-service-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test("a service fails with what is wrong with its configuration", async () => {
  const live = ledger.layer({ ...options, self: "l2" }).pipe(Layer.provide([network, storage]))
  const failure = await Effect.runPromise(Effect.flip(Effect.scoped(Layer.build(live))))
  expect(failure).toMatchObject({ _tag: "BadConfiguration", option: "self" })
})

test("a service tells how it is, and records its steps where a layer says so", async () => {
  const live = ledger.layer(options).pipe(Layer.provide([network, storage, Trace.layer(folder)]))
  const program = Effect.flatMap(ledger, (node) => node.health)
  expect(await Effect.runPromise(Effect.provide(program, live))).toMatchObject({ node: "l1", status: "well" })
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^l1\..+\.jsonl$/)])
})
