import { tmpdir } from "node:os"
import { join } from "node:path"
import type { ProtocolLibrary } from "@lockstep/runtime"
import { type Branch, type CountedBranch, countersName } from "./3-write/counters.ts"
import type { WrittenFile } from "./3-write/write.ts"
import { loadPassing } from "./passing.ts"

/** A library that no folder holds, as data: each thread of a process may load it, and none needs the compiler for that. */
export interface Compiled {
  readonly kind: "compiled"
  readonly files: readonly WrittenFile[]
  /** The branches that its code counts; `undefined` where it counts none. */
  readonly branches: readonly CountedBranch[] | undefined
}

/** A branch of the spec's code, and how often it was taken so far. */
export interface TakenBranch extends Branch {
  readonly taken: number
}

/** The same, loaded. */
export interface InMemory {
  readonly kind: "in-memory"
  readonly library: ProtocolLibrary
  /** The branches of its handlers as they stand in the spec; `undefined` where they are not counted. */
  readonly branches: (() => readonly TakenBranch[]) | undefined
}

/** What the files of a library give. */
interface Imported {
  readonly library: ProtocolLibrary
  /** How often each counter was reached; of code that does not count, nothing. */
  readonly counters: Uint32Array | undefined
}

const importAll = (files: readonly WrittenFile[]): Promise<Imported> =>
  loadPassing(files, join(tmpdir(), "lockstep"), async (importModule) => {
    const { library } = await importModule<{ readonly library: ProtocolLibrary }>("library.ts")
    const protocol = await importModule<{ readonly [countersName]?: Uint32Array }>("protocol.ts")
    return { library, counters: protocol[countersName] }
  })

const byPlace = ({ place: one }: Branch, { place: other }: Branch): number =>
  one.file === other.file ? one.line - other.line || one.column - other.column : one.file < other.file ? -1 : 1

const counted = (branches: readonly CountedBranch[], counters: Uint32Array): (() => readonly TakenBranch[]) => {
  const sorted = branches.toSorted(byPlace)
  return () =>
    sorted.map(({ counter, less, ...branch }) => {
      const passed = less === undefined ? 0 : (counters[less] ?? 0)
      return { ...branch, taken: (counters[counter] ?? 0) - passed }
    })
}

/** Loads what was compiled; of its files nothing stays. */
export const loadCompiled = async ({ files, branches }: Compiled): Promise<InMemory> => {
  const { library, counters } = await importAll(files)
  return { kind: "in-memory", library, branches: branches && counters && counted(branches, counters) }
}
