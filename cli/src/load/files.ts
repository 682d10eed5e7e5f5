import { accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs"
import { basename, join, normalize, relative, resolve } from "node:path"
import { isGenerated, modelNames, protocolNames } from "@lockstep/generator/spec-file"
import { unreadable, type UserError, userErrors } from "../messages.ts"

const isSearched = (name: string): boolean => !name.startsWith(".") && name !== "node_modules" && name !== "dist"

/** What is seen of a folder and those below it. */
interface Searched {
  readonly folders: readonly string[]
  /** Links to folders: what they lead to is among the folders, under the name of its own. */
  readonly links: readonly string[]
}

const filesNamed = (folder: string, names: readonly string[]): readonly string[] =>
  names.map((name) => join(folder, name))

const hasModel = (folder: string): boolean => filesNamed(folder, modelNames).some((file) => existsSync(file))

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory()

/** Each folder once, however many links lead to it, back to where they stand among them; below a last one none is looked for. */
const searchedIn = (folder: string, isLast: (folder: string) => boolean): Searched => {
  const known = new Set<string>()
  const folders: string[] = []
  const links: string[] = []
  const visit = (one: string): void => {
    const real = realpathSync(one)
    if (known.has(real)) return
    known.add(real)
    folders.push(one)
    if (isLast(one)) return
    for (const entry of readdirSync(one, { withFileTypes: true })) {
      const path = join(one, entry.name)
      if (!isSearched(entry.name)) continue
      if (entry.isDirectory()) visit(path)
      else if (entry.isSymbolicLink() && isFolder(path)) links.push(path)
    }
  }
  visit(folder)
  for (const link of links) visit(relative(process.cwd(), realpathSync(link)) || ".")
  return { folders, links }
}

/** A folder that holds a model is not searched any further. */
const searchForModels = (folder: string): Searched => searchedIn(folder, hasModel)

/** Why a file that is there tells nothing; `undefined` where it can be read, or is not there. */
export const unreadableFile = (file: string): UserError | undefined => {
  if (!existsSync(file)) return undefined
  try {
    accessSync(file, constants.R_OK)
    return undefined
  } catch (error) {
    return userErrors.unreadablePath(file, unreadable(error))
  }
}

/** What may not be read is no library that may be passed over: whoever opens it says so. */
const isOfLibrary = (file: string): boolean =>
  unreadableFile(file) === undefined && isGenerated(readFileSync(file, "utf8"))

/** The files of a spec that stand in folders: a generated library, which has files of these names, is none. */
const specsAmong = (folders: readonly string[], names: readonly string[]): string[] =>
  folders.flatMap((one) => filesNamed(one, names)).filter((file) => existsSync(file) && !isOfLibrary(file))

const modelFiles = (folder: string): string[] => specsAmong(searchForModels(folder).folders, modelNames).sort()

const specFiles = (folder: string): string[] =>
  specsAmong(searchedIn(folder, () => false).folders, [...modelNames, ...protocolNames])

const searched = (path: string, search: (folder: string) => string[]): string[] | UserError => {
  try {
    return search(path)
  } catch (error) {
    return userErrors.unreadablePath(path, unreadable(error))
  }
}

const filesOn = (path: string, search: (folder: string) => string[]): string[] | UserError => {
  if (!existsSync(path)) return userErrors.noSuchPath(path)
  if (statSync(path).isDirectory()) return searched(path, search)
  return /\.[cm]?[jt]s$/.test(path) ? [normalize(path)] : userErrors.notASpec(path)
}

const filesIn = (path: string, search: (folder: string) => string[]): string[] | UserError => {
  const files = filesOn(path, search)
  if (!Array.isArray(files)) return files
  return files.map(unreadableFile).find((reason) => reason !== undefined) ?? files
}

/** The files of models that a path stands for: itself, or every model.ts in it and below. */
export const filesOf = (path: string): string[] | UserError => filesIn(path, modelFiles)

/** The files of protocols that a path stands for: itself, or every model.ts and protocol.ts in it and below. */
export const specFilesOf = (path: string): string[] | UserError => filesIn(path, specFiles)

const modelPlaces = (path: string): readonly string[] => {
  const places = searched(path, (folder) => {
    const { folders, links } = searchForModels(folder)
    return [...folders.flatMap((one) => filesNamed(one, modelNames)), ...links]
  })
  return Array.isArray(places) ? places.map((place) => resolve(place)) : []
}

/** What decides which models a path stands for: itself, and every model.ts that is in it and below, or could be. */
export const placesOf = (path: string): readonly string[] => [resolve(path), ...modelPlaces(path)]

/** Every model.ts that is, or could be, in what has come to a folder that is searched. */
export const placesOfEntry = (path: string): readonly string[] => (isSearched(basename(path)) ? modelPlaces(path) : [])
