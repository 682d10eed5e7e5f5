import { fileURLToPath, pathToFileURL } from "node:url"
import { checkableOf } from "@lockstep/checker"
import { loadInMemory } from "@lockstep/generator"
import type { AnyModel } from "@lockstep/language"
import { type Simulation, simulator, type Simulator } from "../src/index.ts"

/** The protocols that everything is shown on. */
export const pilots = [
  "consensus/election",
  "consensus/raft",
  "coordination/fencing-lock",
  "replication/abd-register",
  "resilience/circuit-breaker",
  "time/hybrid-logical-clock",
  "transactions/order-saga",
  "transactions/two-phase-commit",
] as const
export type Pilot = (typeof pilots)[number]

const specs = fileURLToPath(new URL("../../specs/", import.meta.url))

/** The models or mutants of a pilot, by name. */
export const exportsOf = async (
  pilot: Pilot,
  file: "model" | "mutants",
): Promise<{ readonly [name: string]: unknown }> => import(pathToFileURL(`${specs}${pilot}/${file}.ts`).href)

const modelOf = (value: unknown): AnyModel => {
  const model = checkableOf(value)
  if (model?.kind !== "model") throw new Error("this is no model of a protocol")
  return model
}

/** A simulator of the code that is generated from a pilot; `url` is where another runtime is. */
export const simulatorOf = async (
  pilot: Pilot,
  instance = "quick",
  { url, ...more }: Partial<Simulation> & { readonly url?: string } = {},
): Promise<Simulator> => {
  const file = `${specs}${pilot}/model.ts`
  const loaded = await loadInMemory(file, url === undefined ? {} : { runtime: url })
  if (loaded.kind !== "in-memory") throw new Error(`${pilot} is not compiled: ${loaded.why}`)
  const model = modelOf((await exportsOf(pilot, "model"))[instance])
  return simulator({ model, library: loaded.library, ...more })
}

/** A simulator of the code that is generated from a broken pilot, and the property that it breaks. */
export const mutantOf = async (
  pilot: Pilot,
  name: string,
  more: Partial<Simulation> = {},
): Promise<{ readonly simulator: Simulator; readonly breaks: string }> => {
  const file = `${specs}${pilot}/mutants.ts`
  const found = (await exportsOf(pilot, "mutants"))[name]
  const model = modelOf(found)
  const mutant = { protocol: model.protocol, url: pathToFileURL(file).href, name }
  const loaded = await loadInMemory(file, { mutant })
  if (loaded.kind !== "in-memory") throw new Error(`${name} is not compiled: ${loaded.why}`)
  const breaks = typeof found === "object" && found !== null && "breaks" in found ? String(found.breaks) : ""
  return { simulator: simulator({ model, library: loaded.library, ...more }), breaks }
}

/** A simulator of the code of the spec as it is, in the smallest model that states a goal. */
export const unbrokenOf = async (pilot: Pilot, goal: string): Promise<Simulator> => {
  const models = Object.values(await exportsOf(pilot, "model")).map(modelOf)
  const model = models.find(({ reachable, protocol }) => goal in { ...protocol.reachable, ...reachable })
  if (model === undefined) throw new Error(`no model of ${pilot} states ${goal}`)
  const loaded = await loadInMemory(`${specs}${pilot}/model.ts`)
  if (loaded.kind !== "in-memory") throw new Error(`${pilot} is not compiled: ${loaded.why}`)
  return simulator({ model, library: loaded.library })
}
