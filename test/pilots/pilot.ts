import { globSync, readFileSync } from "node:fs"
import { dirname } from "node:path"
import { type Checkable, checkableOf } from "@lockstep/checker"
import type { AnyProperties, Mutant } from "@lockstep/language"

/** A protocol of the library, with everything that is kept in its folder. */
export interface Pilot {
  /** Its family and its own name, as its folder is called. */
  readonly name: string
  readonly instances: readonly (readonly [name: string, model: Checkable])[]
  readonly mutants: readonly (readonly [name: string, mutant: Mutant])[]
}

type Exports = { readonly [name: string]: unknown }

const specs = new URL("../../specs/", import.meta.url)

const isMutant = (value: unknown): value is Mutant =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "mutant"

const load = async (name: string): Promise<Pilot> => {
  const models: Exports = await import(new URL(`${name}/model.ts`, specs).href)
  const mutants: Exports = await import(new URL(`${name}/mutants.ts`, specs).href)
  return {
    name,
    instances: Object.entries(models).flatMap(([instance, value]) => {
      const model = checkableOf(value)
      return model === undefined ? [] : [[instance, model] as const]
    }),
    mutants: Object.entries(mutants).flatMap(([mutant, value]) => (isMutant(value) ? [[mutant, value] as const] : [])),
  }
}

const foldersOf = (family: string): string[] =>
  globSync(`${family}/*/model.ts`, { cwd: specs }).map((file) => dirname(file))

/** The families of protocols that there are. */
export const families = (): string[] => [...new Set(foldersOf("*").map((folder) => dirname(folder)))].sort()

/** Every protocol of a family. */
export const pilotsOf = (family: string): Promise<Pilot[]> => Promise.all(foldersOf(family).sort().map(load))

export const readmeOf = ({ name }: Pilot): string => readFileSync(new URL(`${name}/README.md`, specs), "utf8")

const kinds = ["always", "step", "never", "reachable", "refines", "history"] as const

const namesOf = (properties: AnyProperties): string[] => [
  ...kinds.flatMap((kind) => Object.keys(properties[kind] ?? {})),
  ...(properties.ends === undefined ? [] : ["ends"]),
]

/** The properties of the protocol itself and of each of its instances. */
export const propertiesOf = ({ instances }: Pilot): ReadonlySet<string> =>
  new Set(
    instances.flatMap(([, model]) => [...("protocol" in model ? namesOf(model.protocol) : []), ...namesOf(model)]),
  )
