import { execFile } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { startOurs } from "../replicated-log/ours.ts"
import type { LoadWords, Ours, Seen } from "../replicated-log/words.ts"
import type { Became, OfferWords } from "./words.ts"

const runProcess = promisify(execFile)

const runScript = async <Words, Answer>(script: string, words: Words): Promise<Answer> => {
  const path = fileURLToPath(new URL(script, import.meta.url))
  return JSON.parse((await runProcess(process.execPath, [path, JSON.stringify(words)])).stdout) as Answer
}

/** The memory of a process, in MiB. */
const residentMebibytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024

/** What the files of a directory take, in MiB; one may vanish meanwhile. */
const storedMebibytes = (directory: string): number => {
  const sizes = readdirSync(directory).map((name) => statSync(join(directory, name), { throwIfNoEntry: false })?.size)
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) / 2 ** 20
}

/** The most that one of the processes had of something in the first half of the time, and in the second. */
export type Halves = readonly [first: number, second: number]

/** What a cluster did when it was offered more than it can do. */
export interface Overload extends Became {
  /** Commands a second that it answers to clients who wait. */
  readonly capacity: number
  readonly memoryMebibytes: Halves
  readonly storageMebibytes: Halves
}

/** What is offered to whom. */
export interface Offer {
  readonly target: Ours
  readonly times: number
  readonly seconds: number
}

const halves = (samples: readonly number[]): Halves => {
  const half = samples.length >> 1
  const largest = (some: readonly number[]): number => Math.round(Math.max(0, ...some))
  return [largest(samples.slice(0, half)), largest(samples.slice(half))]
}

/** Measures what three servers can do, and then offers them so many times that. */
export const overload = async ({ target, times, seconds }: Offer): Promise<Overload> => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-overload-"))
  const { pids, ports, data, stop } = await startOurs(target, folder)
  const memory: number[] = []
  const storage: number[] = []
  const sample = (): void => {
    memory.push(Math.max(...pids.map(residentMebibytes)))
    storage.push(storedMebibytes(data))
  }
  try {
    const port = ports[0] ?? 0
    const load: LoadWords = { target, port, clients: 256, seconds: 3, cheap: false }
    const { perSecond: capacity } = await runScript<LoadWords, Seen>("../replicated-log/load.ts", load)
    const sampling = setInterval(sample, 250)
    const offer: OfferWords = { target, ports, perSecond: times * capacity, seconds }
    const became = await runScript<OfferWords, Became>("offer.ts", offer).finally(() => clearInterval(sampling))
    return { ...became, capacity, memoryMebibytes: halves(memory), storageMebibytes: halves(storage) }
  } finally {
    await stop()
    rmSync(folder, { recursive: true })
  }
}
