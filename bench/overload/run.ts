import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { startRaft } from "../replicated-log/raft.ts"
import type { LoadWords, Seen } from "../replicated-log/words.ts"
import type { Became, OfferWords } from "./words.ts"

const runProcess = promisify(execFile)

const runScript = async <Words, Answer>(script: string, words: Words): Promise<Answer> => {
  const path = fileURLToPath(new URL(script, import.meta.url))
  return JSON.parse((await runProcess(process.execPath, [path, JSON.stringify(words)])).stdout) as Answer
}

/** The memory of a process, in MiB. */
const residentMebibytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024

/** What a cluster did when it was offered more than it can do. */
export interface Overload extends Became {
  /** Commands a second that it answers to clients who wait. */
  readonly capacity: number
  /** The most that one of its processes had in the first half of the time, and in the second. */
  readonly mebibytes: readonly [number, number]
}

const largest = (samples: readonly number[]): number => Math.round(Math.max(0, ...samples))

/** Measures what three servers can do, and then offers them so many times that. */
export const overload = async ({ times, seconds }: { times: number; seconds: number }): Promise<Overload> => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-overload-"))
  const { pids, ports, stop } = await startRaft(folder)
  const samples: number[] = []
  try {
    const port = ports[0] ?? 0
    const load: LoadWords = { target: "raft", port, clients: 256, seconds: 3, cheap: false }
    const { perSecond: capacity } = await runScript<LoadWords, Seen>("../replicated-log/load.ts", load)
    const sampling = setInterval(() => samples.push(Math.max(...pids.map(residentMebibytes))), 250)
    const offer: OfferWords = { ports, perSecond: times * capacity, seconds }
    const became = await runScript<OfferWords, Became>("offer.ts", offer).finally(() => clearInterval(sampling))
    const half = samples.length >> 1
    return { ...became, capacity, mebibytes: [largest(samples.slice(0, half)), largest(samples.slice(half))] }
  } finally {
    await stop()
    rmSync(folder, { recursive: true })
  }
}
