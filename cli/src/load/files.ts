import { existsSync, readdirSync, statSync } from "node:fs"
import { basename, join, normalize, resolve } from "node:path"
import { unreadable, type UserError, userErrors } from "../messages.ts"

const isSearched = (name: string): boolean => !name.startsWith(".") && name !== "node_modules" && name !== "dist"

/** Each folder that may hold a model: one that does is not searched any further. */
const placesIn = (folder: string): string[] => {
  const own = join(folder, "model.ts")
  if (existsSync(own)) return [own]
  const below = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isSearched(entry.name))
    .flatMap((entry) => placesIn(join(folder, entry.name)))
  return [own, ...below]
}

const modelFiles = (folder: string): string[] => placesIn(folder).filter(existsSync).sort()

const specNames = ["model.ts", "protocol.ts"]

const specFiles = (folder: string): string[] => [
  ...specNames.map((name) => join(folder, name)).filter((file) => existsSync(file)),
  ...readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isSearched(entry.name))
    .flatMap((entry) => specFiles(join(folder, entry.name)))
    .sort(),
]

const searched = (path: string, search: (folder: string) => string[]): string[] | UserError => {
  try {
    return search(path)
  } catch (error) {
    return userErrors.unreadablePath(path, unreadable(error))
  }
}

const filesIn = (path: string, search: (folder: string) => string[]): string[] | UserError => {
  if (!existsSync(path)) return userErrors.noSuchPath(path)
  if (statSync(path).isDirectory()) return searched(path, search)
  return /\.[cm]?[jt]s$/.test(path) ? [normalize(path)] : userErrors.notASpec(path)
}

/** The files of models that a path stands for: itself, or every model.ts in it and below. */
export const filesOf = (path: string): string[] | UserError => filesIn(path, modelFiles)

/** The files of protocols that a path stands for: itself, or every model.ts and protocol.ts in it and below. */
export const specFilesOf = (path: string): string[] | UserError => filesIn(path, specFiles)

const modelPlaces = (path: string): readonly string[] => {
  const places = searched(path, placesIn)
  return Array.isArray(places) ? places.map((place) => resolve(place)) : []
}

/** What decides which models a path stands for: itself, and every model.ts that is in it and below, or could be. */
export const placesOf = (path: string): readonly string[] => [resolve(path), ...modelPlaces(path)]

/** Every model.ts that is, or could be, in what has come to a folder that is searched. */
export const placesOfEntry = (path: string): readonly string[] => (isSearched(basename(path)) ? modelPlaces(path) : [])
