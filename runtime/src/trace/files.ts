import { type FileHandle, open, unlink } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import {
  type BadConfiguration,
  definedIn,
  flawsIn,
  isRecord,
  optionFlaws,
  place,
  type Rule,
  shown,
  wholeNumber,
} from "../configuration.ts"
import { makeDirectory } from "../storage/disk.ts"
import { type TraceFile, TraceRecording, type TraceStore } from "./sink.ts"

/** How much is kept, and how much of it waits for the disk. */
export interface TraceOptions {
  /** After so many bytes another file begins. */
  readonly fileBytes: number
  /** So many files of one life are kept; the oldest are removed. */
  readonly files: number
  /** So many bytes wait for the disk; beyond that steps go unrecorded. */
  readonly waitingBytes: number
  /** Of so many steps in a row, so many are recorded; all of them unless told. */
  readonly sample?: { readonly steps: number; readonly of: number }
}

const defaults: TraceOptions = { fileBytes: 2 ** 26, files: 8, waitingBytes: 2 ** 22 }

type Given = { readonly [option: string]: unknown }

const partOf =
  ({ steps, of }: Given): Rule =>
  () =>
    Number(steps) <= Number(of) ? undefined : `${shown(steps)} of ${shown(of)} steps are more than there are`

const sampleFlaws = (sample: Given): readonly BadConfiguration[] => {
  const { steps = null, of = null } = sample
  const flaws = optionFlaws({ ...sample, steps, of }, { steps: wholeNumber, of: wholeNumber }, "trace.sample.")
  return flaws.length > 0 ? flaws : flawsIn({ sample }, { sample: partOf({ steps, of }) }, "trace.")
}

const aSample: Rule = (value) =>
  isRecord(value) ? undefined : `${shown(value)} is no sample such as { steps: 100, of: 10000 }`

const rules: { readonly [Option in keyof TraceOptions]-?: Rule } = {
  ...{ fileBytes: wholeNumber, files: wholeNumber, waitingBytes: wholeNumber, sample: aSample },
}

const flawsOf = (directory: unknown, given: Given): readonly BadConfiguration[] => [
  ...flawsIn({ trace: directory ?? null }, { trace: place("directory") }),
  ...optionFlaws(given, rules, "trace."),
  ...(isRecord(given["sample"]) ? sampleFlaws(given["sample"]) : []),
]

/** Writes in the background, one piece after the other. A file that cannot be written takes nothing more: `fail` hears why, once. */
const makeWriter = (
  pathOf: (number: number) => string,
  { fileBytes, files, waitingBytes }: TraceOptions,
  fail: (reason: string) => void,
) => {
  /** Lines, and the numbers of the files that begin before them. */
  let waiting: (string | number)[] = []
  let bytes = 0
  let written = 0
  let number = 0
  let current: FileHandle | undefined
  let hasFailed = false
  let writing: Promise<void> | undefined

  const begin = async (file: number): Promise<void> => {
    await current?.close()
    makeDirectory(dirname(pathOf(file)))
    current = await open(pathOf(file), "w", 0o600)
    if (file > files) await unlink(pathOf(file - files)).catch(() => undefined)
  }

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const pieces = waiting
      waiting = []
      for (const piece of pieces) {
        if (typeof piece === "number") await begin(piece)
        else {
          await current?.appendFile(piece)
          bytes -= piece.length
        }
      }
    }
  }

  const start = (): void => {
    writing ??= drain()
      .catch((cause: unknown) => {
        hasFailed = true
        fail(String(cause))
      })
      .finally(() => (writing = undefined))
  }

  const trace: TraceFile = {
    hasRoom: () => bytes < waitingBytes && !hasFailed,
    isFresh: () => number === 0 || written >= fileBytes,
    write(lines) {
      if (hasFailed) return
      if (trace.isFresh()) {
        written = 0
        waiting.push(++number)
      }
      waiting.push(lines)
      bytes += lines.length
      written += lines.length
      start()
    },
  }
  const close = async (): Promise<void> => {
    await writing
    await current?.close().catch(() => undefined)
  }
  return { trace, close }
}

/** No name of a node leads out of the directory, or is refused by a file system. */
const fileNameOf = (node: string): string =>
  node.replaceAll(/[\\/:*?"<>|%\p{Cc}]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0")}`)

const storeIn = (directory: string, options: TraceOptions): TraceStore => ({
  ...(options.sample && { sample: options.sample }),
  flaws: flawsOf(directory, { ...options }),
  open: (node, life) =>
    Effect.gen(function* () {
      const run = Effect.runForkWith(yield* Effect.context<never>())
      const folder = resolve(directory)
      const fail = (reason: string) => void run(Effect.logWarning(`steps are no longer recorded: ${reason}`))
      const pathOf = (number: number) =>
        join(folder, `${fileNameOf(node)}.${life}.${String(number).padStart(6, "0")}.jsonl`)
      const { trace, close } = makeWriter(pathOf, options, fail)
      yield* Effect.addFinalizer(() => Effect.promise(close))
      return trace
    }),
})

/** Nodes record their steps into files of a directory: so many of so many bytes for each life, and the oldest are removed. */
export const layer = (directory: string, options: Partial<TraceOptions> = {}): Layer.Layer<never> =>
  Layer.succeed(TraceRecording, storeIn(directory, { ...defaults, ...definedIn(options) }))
