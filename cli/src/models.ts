import { existsSync, readdirSync, statSync } from "node:fs"
import { basename, dirname, join, relative, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { type Checkable, checkableOf } from "@lockstep/checker"
import { type UserError, userErrors } from "./trouble.ts"

/** One model to check, and where it is written. */
export interface Instance {
  readonly file: string
  /** The folder's name, which is the protocol's. */
  readonly title: string
  readonly name: string
  readonly model: Checkable
}

const modelFiles = (folder: string): string[] => {
  const own = join(folder, "model.ts")
  if (existsSync(own)) return [own]
  return readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && !["node_modules", "dist"].includes(entry.name) && !entry.name.startsWith("."),
    )
    .flatMap((entry) => modelFiles(join(folder, entry.name)))
    .sort()
}

const placeOf = (error: Error, file: string): string => {
  const place = /((?:file:\/\/)?\/[^\s()]+\.[cm]?[jt]s:\d+(?::\d+)?)/.exec(error.stack ?? "")?.[1]
  return place === undefined ? file : relative(process.cwd(), place.replace("file://", ""))
}

const load = async (file: string): Promise<Instance[] | UserError> => {
  try {
    const module: { readonly [name: string]: unknown } = await import(pathToFileURL(resolve(file)).href)
    const title = basename(dirname(resolve(file)))
    return Object.entries(module).flatMap(([name, value]) => {
      const model = checkableOf(value)
      return model === undefined ? [] : [{ file, title, name, model }]
    })
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return userErrors.cannotLoad(placeOf(error, file), error.message)
  }
}

const filesOf = (path: string): string[] | UserError => {
  if (!existsSync(path)) return userErrors.noSuchPath(path)
  return statSync(path).isDirectory() ? modelFiles(path) : [path]
}

/** An instance of this name takes its time and runs only when it is asked for. */
const onRequest = "nightly"

/** Loads the models that a path stands for. */
export const loadModels = async (path: string, wanted: string | undefined): Promise<Instance[] | UserError> => {
  const files = filesOf(path)
  if (!Array.isArray(files)) return files
  const all: Instance[] = []
  for (const file of files) {
    const loaded = await load(file)
    if (!Array.isArray(loaded)) return loaded
    all.push(...loaded)
  }
  if (all.length === 0) return userErrors.noModels(path)
  const chosen = all.filter(({ name }) => (wanted === undefined ? name !== onRequest : name === wanted))
  return chosen.length > 0 ? chosen : userErrors.noInstance(wanted ?? "", [...new Set(all.map(({ name }) => name))])
}
