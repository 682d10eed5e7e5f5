import { realpathSync } from "node:fs"
import { basename, dirname, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { type Checkable, checkableOf, formFault } from "@lockstep/checker"
import { isRecord } from "../forms.ts"
import { type UserError, userErrors } from "../messages.ts"
import { lineOfName } from "../source/comment.ts"
import { linesOf } from "../source/lines.ts"
import { loadFailure } from "./failure.ts"
import { filesOf } from "./files.ts"
import { recordImports } from "./imports.ts"
import { loadModule } from "./module.ts"

/** One model to check, and where it is written. */
export interface Instance {
  readonly file: string
  readonly url: string
  /** What the protocol is called: its folder, or the file where that is no model.ts. */
  readonly title: string
  readonly name: string
  readonly model: Checkable
  /** Whether it is a protocol as it is meant: neither an algorithm nor a mutant, which nobody would compile. */
  readonly isProtocol: boolean
  /** The property that a mutant is made to break. */
  readonly breaks?: string
}

/** An instance of this name takes its time and runs only when it is asked for. */
const onRequest = "nightly"

const titleOf = (file: string): string => {
  const name = basename(file).replace(/\.[cm]?[jt]s$/, "")
  return name === "model" || name === "mutants" ? basename(dirname(resolve(file))) : name
}

const isModel = (value: unknown): boolean => isRecord(value) && value["kind"] === "model"

const brokenBy = (value: unknown): string | undefined =>
  isRecord(value) && value["kind"] === "mutant" && typeof value["breaks"] === "string" ? value["breaks"] : undefined

/** Whoever goes on with an instance may rely on its form. */
const misshapen = ({ file, name, model }: Instance): UserError | undefined => {
  try {
    const fault = formFault(model)
    if (fault === undefined) return undefined
    const line = lineOfName(linesOf(resolve(file)), name)
    const place = line === undefined ? file : `${file}:${line + 1}`
    return userErrors.badModel(place, name, `${fault.handler} ${fault.reason}`, fault.fix)
  } catch (error) {
    return loadFailure(file, error)
  }
}

/** What imports it, and what it imports, know a module by the place that a link to it leads to. */
const urlOf = (file: string): string => pathToFileURL(realpathSync(file)).href

const load = async (file: string): Promise<Instance[] | UserError> => {
  const url = urlOf(file)
  try {
    const module = await loadModule(file)
    return Object.entries(module).flatMap(([name, value]): Instance[] => {
      const model = checkableOf(value)
      if (model === undefined) return []
      const breaks = brokenBy(value)
      const isProtocol = isModel(value)
      return [{ file, url, title: titleOf(file), name, model, isProtocol, ...(breaks !== undefined && { breaks }) }]
    })
  } catch (error) {
    return loadFailure(file, error)
  }
}

const loadPath = async (path: string): Promise<Instance[] | UserError> => {
  const files = filesOf(path)
  if (!Array.isArray(files)) return files
  const all: Instance[] = []
  for (const file of files) {
    const loaded = await load(file)
    if (!Array.isArray(loaded)) return loaded
    all.push(...loaded)
  }
  return all.length === 0 ? userErrors.noModels(path) : all
}

/** What is to be checked, and what waits until it is named. */
export interface Chosen {
  readonly kind: "chosen"
  readonly instances: readonly Instance[]
  /** All others that the paths stand for. */
  readonly unasked: readonly Instance[]
  /** The files of instances that `wanted` left out. */
  readonly partial: ReadonlySet<string>
  readonly skipped: readonly Instance[]
}

const choose = (instances: readonly Instance[], wanted: string | undefined): Chosen => {
  const chosen = instances.filter(({ name }) => (wanted === undefined ? name !== onRequest : name === wanted))
  const unasked = instances.filter((instance) => !chosen.includes(instance))
  const partial = new Set(wanted === undefined ? [] : unasked.map(({ file }) => file))
  return { kind: "chosen", instances: chosen, unasked, partial, skipped: wanted === undefined ? unasked : [] }
}

/** Loads the instances that the paths stand for; `wanted` chooses among them by name. */
export const loadInstances = async (
  paths: readonly string[],
  wanted: string | undefined,
): Promise<Chosen | UserError> => {
  recordImports()
  const all = new Map<string, Instance>()
  for (const path of paths) {
    const loaded = await loadPath(path)
    if (!Array.isArray(loaded)) return loaded
    for (const instance of loaded) all.set(`${instance.url} ${instance.name}`, instance)
  }
  const chosen = choose([...all.values()], wanted)
  if (chosen.instances.length > 0) return chosen.instances.map(misshapen).find((wrong) => wrong !== undefined) ?? chosen
  if (wanted === undefined) return userErrors.onlyOnRequest(onRequest)
  return userErrors.unknownInstance(wanted, [...new Set([...all.values()].map(({ name }) => name))])
}
