import { writeSync } from "node:fs"
import { flushCompileCache } from "node:module"
import { createInterface } from "node:readline"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import type { OpenStorageError, StorageService } from "../../src/storage/storage.ts"

type Open = (place: string) => Effect.Effect<StorageService, OpenStorageError, Scope.Scope>

/** The storages whose processes die; a place is a directory, a file, or a URL. Each process loads only its own, and so starts in no time. */
export const openers: Readonly<Record<"log" | "sqlite" | "postgres", () => Promise<Open>>> = {
  async log() {
    const { open } = await import("../../src/storage/wal.ts")
    return (place) => open(place, { segmentBytes: 16_384 })
  },
  async sqlite() {
    const { open } = await import("../../src/storage/sqlite.ts")
    return open
  },
  async postgres() {
    const { open } = await import("../../src/storage/postgres.ts")
    return (place) => open({ url: Redacted.make(place), name: "writer" })
  },
}

export type Kind = keyof typeof openers

/** What batch of this number is, whole. */
export const batchOf = (number: number): Uint8Array => {
  const batch = new Uint8Array(4 + ((number * 7919) % 900)).fill(number)
  new DataView(batch.buffer).setUint32(0, number)
  return batch
}

export const numberOf = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)

/** Appends numbers until it is killed, and says on its output which of them were acknowledged; with the bug, before they were. */
const write = Effect.fnUntraced(function* (open: Open, place: string, hasBug: boolean) {
  const storage = yield* open(place)
  const { snapshot, batches } = yield* storage.load
  const last = batches.at(-1) ?? snapshot?.[0]
  let number = last === undefined ? 0 : numberOf(last)
  for (;;) {
    const batch = batchOf(++number)
    if (hasBug) writeSync(1, `${number}\n`)
    yield* storage.append(batch)
    if (!hasBug) writeSync(1, `${number}\n`)
    if (number % 97 === 0) yield* storage.snapshot([batch, batch])
  }
})

const isKind = (text: string): text is Kind => text in openers

/**
 * What it compiled is kept at once: it never ends by itself. The crash test starts it as a process, and when that stands ready
 * tells it the place, and whether to have the bug.
 */
const obey = async (kind: string): Promise<void> => {
  if (!isKind(kind)) throw new Error(`there is no storage ${kind}`)
  const open = await openers[kind]()
  flushCompileCache()
  for await (const line of createInterface(process.stdin)) {
    const [place = "", bug] = line.split(" ")
    await Effect.runPromise(Effect.scoped(write(open, place, bug === "early")))
  }
}

if (import.meta.main) await obey(process.argv[2] ?? "")
