import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { dirname, resolve } from "node:path"

/** A file or folder that somebody named cannot be written. */
export class Unwritable extends Error {
  readonly path: string
  readonly reason: string

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`)
    this.path = path
    this.reason = reason
  }
}

const attempt = <Made>(path: string, write: () => Made): Made => {
  try {
    return write()
  } catch (error) {
    throw new Unwritable(path, error instanceof Error ? error.message : String(error))
  }
}

/** The whole path of a folder that somebody named: an empty name would stand for the one that the process runs in. */
export const folderNamed = (path: string): string => {
  if (path === "") throw new Unwritable('""', "it names no folder")
  return resolve(path)
}

/** One folder after the other: asked for all at once, Node never comes back from places like /proc. */
const makeEach = (folder: string): void => {
  if (existsSync(folder)) return
  if (dirname(folder) !== folder) makeEach(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    /** Another process may have been faster. */
    if (!existsSync(folder)) throw error
  }
}

/** Makes a folder, and those that it stands in. */
export const makeFolder = (folder: string): void => attempt(folder, () => makeEach(folder))

/** Makes a folder of a name that nobody has yet, and those that it stands in. */
export const makeTemporaryFolder = (prefix: string): string =>
  attempt(dirname(prefix), () => {
    makeEach(dirname(prefix))
    return mkdtempSync(prefix)
  })

/** Writes a file, and makes the folders to it. */
export const writeText = (file: string, text: string): void =>
  attempt(file, () => {
    makeEach(dirname(file))
    writeFileSync(file, text)
  })

/** Takes a file away, and says whether there was one; what only looks like a file, as a device does, stays. */
export const removeFile = (file: string): boolean =>
  attempt(file, () => {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return false
    rmSync(file)
    return true
  })
