import { existsSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { loadFailure } from "../load/failure.ts"
import { loadModule } from "../load/module.ts"
import { type UserError, userErrors } from "../messages.ts"
import { lineOfName } from "../source/comment.ts"
import { linesOf } from "../source/lines.ts"
import type { Config } from "./config.ts"
import { validate } from "./validate.ts"

/** What holds here, and where that is said. */
export interface Settings {
  /** The configuration's file, from where the command runs; `undefined` where there is none. */
  readonly file: string | undefined
  readonly config: Config
  /** A path of the configuration, as it is called from where the command runs. */
  readonly path: (configured: string) => string
  /** Where the configuration says something that these names lead to. */
  readonly placeOf: (names: readonly string[]) => string
}

const names = ["lockstep.config.ts", "lockstep.config.mts"]

const find = (folder: string): string | undefined => {
  const found = names.map((name) => join(folder, name)).find((file) => existsSync(file))
  return found ?? (dirname(folder) === folder ? undefined : find(dirname(folder)))
}

/** Where the configuration of a folder is, or would be if there were one; nobody looks for it above a package. */
export const placesOfConfig = (folder = process.cwd()): readonly string[] => {
  const own = names.map((name) => join(folder, name))
  const isLast = [...own, join(folder, "package.json")].some((file) => existsSync(file)) || dirname(folder) === folder
  return isLast ? own : [...own, ...placesOfConfig(dirname(folder))]
}

const fromHere = (path: string): string => relative(process.cwd(), path).replaceAll("\\", "/") || "."

/** The innermost name of some that lead to a place, and that stands on one line alone. */
const placeOf = (file: string, path: readonly string[]): string => {
  const lines = linesOf(file)
  const found = path.map((name) => lineOfName(lines, name)).findLast((line) => line !== undefined)
  return found === undefined ? fromHere(file) : `${fromHere(file)}:${found + 1}`
}

const load = async (file: string): Promise<Config | UserError> => {
  try {
    const read = validate((await loadModule(fromHere(file)))["default"])
    if (!("reason" in read)) return read
    return userErrors.badConfig(placeOf(file, read.path), read.reason, read.fix)
  } catch (error) {
    return loadFailure(fromHere(file), error)
  }
}

/** Reads the configuration of the folder that the command runs in, or of the nearest one above. */
export const readSettings = async (): Promise<Settings | UserError> => {
  const file = find(process.cwd())
  if (file === undefined) return { file, config: {}, path: (configured) => configured, placeOf: () => "" }
  const config = await load(file)
  if ("kind" in config) return config
  const path = (configured: string): string => fromHere(resolve(dirname(file), configured))
  return { file: fromHere(file), config, path, placeOf: (names) => placeOf(file, names) }
}

/** What a command reads: what it is given, or what is configured, or the folder that it runs in. */
export const pathsOf = (given: readonly string[], { config, path }: Settings): readonly string[] => {
  if (given.length > 0) return given
  return config.specs === undefined ? ["."] : config.specs.map(path)
}

/** Whether a command reads all that its configuration is about, and not only a part of it. */
export const readsAll = (given: readonly string[], { config, file }: Settings): boolean =>
  given.length === 0 && file !== undefined && (config.specs !== undefined || dirname(file) === ".")
