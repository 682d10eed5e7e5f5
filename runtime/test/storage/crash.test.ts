import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { expect, test } from "vitest"
import { Wal } from "../../src/storage/index.ts"

const program = fileURLToPath(new URL("writer.ts", import.meta.url))
const rounds = process.env["NIGHTLY"] === "1" ? 300 : 60

/** Runs the writer for some time after its first word, kills it, and tells the last number that it acknowledged. */
const killWriter = async (directory: string, milliseconds: number): Promise<number> => {
  const child = spawn(process.execPath, [program, directory], { stdio: ["ignore", "pipe", "inherit"] })
  let output = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text))
  await Promise.race([once(child.stdout, "data"), once(child, "exit")])
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  child.kill("SIGKILL")
  const [, signal] = await once(child, "close")
  expect(signal).toBe("SIGKILL")
  return Number(output.split("\n").at(-2) ?? "0")
}

const numberOf = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)

/** The last number that the log holds; every one since the snapshot must be there. */
const lastNumber = async (directory: string): Promise<number> => {
  const load = Effect.flatMap(Wal.open(directory), (storage) => storage.load)
  const { snapshot, batches } = await Effect.runPromise(Effect.scoped(load))
  const before = snapshot === null ? 0 : numberOf(snapshot)
  expect(batches.map(numberOf)).toEqual(batches.map((_, index) => before + index + 1))
  return before + batches.length
}

test("a process that is killed at any moment loses nothing that it acknowledged", async () => {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-crash-"))
  let last = 0
  for (let round = 0; round < rounds; round++) {
    const acknowledged = await killWriter(directory, Math.random() * 40)
    const found = await lastNumber(directory)
    expect(found).toBeGreaterThanOrEqual(acknowledged)
    expect(found).toBeGreaterThan(last)
    last = found
  }
  rmSync(directory, { recursive: true })
})
