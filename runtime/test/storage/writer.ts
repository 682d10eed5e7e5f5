import { writeSync } from "node:fs"
import * as Effect from "effect/Effect"
import { Wal } from "../../src/storage/index.ts"

/** Appends numbers until it is killed, and says on its output which of them were acknowledged. The crash test starts it as a process. */
const write = Effect.fnUntraced(function* (directory: string) {
  const storage = yield* Wal.open(directory, { segmentBytes: 16_384 })
  const { snapshot, batches } = yield* storage.load
  const last = batches.at(-1) ?? snapshot
  let number = last === null ? 0 : new DataView(last.buffer, last.byteOffset).getUint32(0)
  for (;;) {
    const batch = new Uint8Array(4 + ((number * 7919) % 900))
    new DataView(batch.buffer).setUint32(0, ++number)
    yield* storage.append(batch)
    writeSync(1, `${number}\n`)
    if (number % 97 === 0) yield* storage.snapshot(batch.subarray(0, 4))
  }
})

await Effect.runPromise(Effect.scoped(write(process.argv[2] ?? "")))
