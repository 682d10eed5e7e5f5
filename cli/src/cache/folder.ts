import { existsSync } from "node:fs"
import { homedir } from "node:os"
import { dirname, join } from "node:path"

const modulesAbove = (folder: string): string | undefined => {
  const modules = join(folder, "node_modules")
  if (existsSync(modules)) return modules
  return dirname(folder) === folder ? undefined : modulesAbove(dirname(folder))
}

/** Where answers are kept when nobody says where: with the installed packages, or with the user's other caches. */
const usualFolder = (): string => {
  const modules = modulesAbove(process.cwd())
  if (modules !== undefined) return join(modules, ".cache", "lockstep")
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "lockstep")
}

/** The folder for answers, by what is said of it in the environment and in the configuration; `undefined` for none. */
export const cacheFolder = (configured: string | false | undefined): string | undefined => {
  const said = process.env["LOCKSTEP_CACHE"]
  if (said === "off" || (said === undefined && configured === false)) return undefined
  return said || configured || usualFolder()
}
