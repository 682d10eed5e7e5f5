import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Codec } from "@lockstep/runtime"
import { analyse, type Spec, type Unit, unitsOf, writeCodecs, type WrittenCodecs } from "../../src/index.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))
const folder = fileURLToPath(new URL("../dist/codecs/", import.meta.url))

const files: Readonly<Record<string, string>> = {
  election: "specs/consensus/election/protocol.ts",
  raft: "specs/consensus/raft/protocol.ts",
  "two-phase-commit": "specs/transactions/two-phase-commit/protocol.ts",
  "order-saga": "specs/transactions/order-saga/protocol.ts",
  "abd-register": "specs/replication/abd-register/protocol.ts",
  "fencing-lock": "specs/coordination/fencing-lock/protocol.ts",
  "hybrid-logical-clock": "specs/time/hybrid-logical-clock/protocol.ts",
  "circuit-breaker": "specs/resilience/circuit-breaker/protocol.ts",
  recursive: "generator/test/fixtures/recursive.ts",
  shapes: "generator/test/specs/shapes.ts",
}

/** The protocols whose codecs are written, compiled and run. */
export const pilots: readonly string[] = Object.keys(files)

/** A protocol with what was written for it. */
export interface Pilot {
  readonly name: string
  readonly spec: Spec
  readonly units: readonly Unit[]
  readonly written: WrittenCodecs
  /** Where the two files stand. */
  readonly paths: { readonly types: string; readonly codec: string }
}

/** Reads the spec in a file of the workspace. */
export const specIn = (file: string): Spec => {
  const [spec] = analyse(root + file)?.specs ?? []
  if (spec === undefined) throw new Error(`${file} holds no protocol`)
  return spec
}

/** Other tests may read the same file at this moment. */
const writeWhole = (path: string, text: string): void => {
  if (existsSync(path) && readFileSync(path, "utf8") === text) return
  writeFileSync(`${path}.${process.pid}`, text)
  renameSync(`${path}.${process.pid}`, path)
}

/** Writes the codecs of a spec into a folder that is nobody's. */
export const writePilot = (name: string, spec: Spec): Pilot => {
  const written = writeCodecs(spec, { root })
  const paths = { types: `${folder}${name}/types.ts`, codec: `${folder}${name}/codec.ts` }
  mkdirSync(folder + name, { recursive: true })
  writeWhole(paths.types, written.types)
  writeWhole(paths.codec, written.codec)
  return { name, spec, units: unitsOf(spec), written, paths }
}

/** Reads a protocol and writes its codecs. */
export const openPilot = (name: string): Pilot => writePilot(name, specIn(files[name] ?? name))

/** A unit of a protocol with the codec that was written for it. */
export interface Running {
  readonly unit: Unit
  readonly codec: Codec<unknown>
}

/** The one place that believes that a written file exports what it should: the tests find out whether it does. */
export const run = async ({ units, paths }: Pilot): Promise<readonly Running[]> => {
  const module = (await import(paths.codec)) as Readonly<Record<string, Codec<unknown>>>
  return units.map((unit) => {
    const codec = module[unit.name]
    if (codec === undefined) throw new Error(`${paths.codec} has no codec ${unit.name}`)
    return { unit, codec }
  })
}
