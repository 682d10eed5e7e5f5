import { existsSync, readdirSync, statSync } from "node:fs"
import { join, normalize } from "node:path"
import { type UserError, userErrors } from "../messages.ts"

const isSearched = (name: string): boolean => !name.startsWith(".") && name !== "node_modules" && name !== "dist"

const modelFiles = (folder: string): string[] => {
  const own = join(folder, "model.ts")
  if (existsSync(own)) return [own]
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isSearched(entry.name))
    .flatMap((entry) => modelFiles(join(folder, entry.name)))
    .sort()
}

/** The files that a path stands for: itself, or every model.ts in it and below. */
export const filesOf = (path: string): string[] | UserError => {
  if (!existsSync(path)) return userErrors.noSuchPath(path)
  if (statSync(path).isDirectory()) return modelFiles(path)
  return /\.[cm]?[jt]s$/.test(path) ? [normalize(path)] : userErrors.notASpec(path)
}
