import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Misread, readLives, type Replayed, replayTrace, type TraceFile } from "@lockstep/judge"
import type { AnyProtocol } from "@lockstep/language"

/** Records into a folder of its own, and reads what was recorded. */
export const recorded = async (record: (folder: string) => Promise<void>): Promise<readonly TraceFile[]> => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-trace-"))
  try {
    await record(folder)
    return readdirSync(folder)
      .sort()
      .map((name) => ({ path: name, text: readFileSync(join(folder, name), "utf8") }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What a replay says, or why the trace cannot be read. */
export const replay = (protocol: AnyProtocol, files: readonly TraceFile[]): Replayed | Misread => {
  const lives = readLives(files)
  if ("kind" in lives) return lives
  const replayed = replayTrace(protocol, lives, { budgetMillis: 500 })
  if (replayed.kind === "mixed") return { ...replayed, kind: "misread", column: 1, fix: "" }
  return replayed
}
