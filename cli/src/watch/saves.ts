import { createHash } from "node:crypto"
import { readFileSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import { modelNames } from "@lockstep/generator/spec-file"
import { placesOfEntry } from "../load/files.ts"
import { isWithin, type Listener as FoldersListener, openFolders } from "./folders.ts"

/** What is told about files as they are saved. */
export interface Saves {
  /** From now on, these count, and what was saved to them after a moment; what was watched before is watched still. */
  readonly follow: (files: readonly string[], since: number) => void
  readonly end: () => void
}

const nothing = "nothing"

const contentOf = (file: string): string => {
  try {
    if (statSync(file).isDirectory()) return "folder"
    return createHash("sha256").update(readFileSync(file)).digest("hex")
  } catch {
    return nothing
  }
}

const savedMillis = (file: string): number => {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats?.isFile() ? stats.mtimeMs : 0
}

/** What is heard of saves. */
export interface Listener extends Pick<FoldersListener, "unwatched"> {
  readonly saved: (file: string) => void
}

/** Tells of files that come, change and go, and of models in folders that come. */
export const openSaves = ({ saved, unwatched }: Listener): Saves => {
  const contents = new Map<string, string>()
  const look = (file: string): void => {
    const [before, now] = [contents.get(file), contentOf(file)]
    if (before === undefined || before === now) return
    contents.set(file, now)
    saved(file)
  }
  const followOne = (file: string, since: number): void => {
    if (contents.has(file)) return
    contents.set(file, contentOf(file))
    folders.keep(dirname(file))
    if (savedMillis(file) > since) saved(file)
  }
  const follow = (files: readonly string[], since: number): void => files.forEach((file) => followOne(file, since))

  /** A folder whose model is awaited is one that models are looked for in, and below. */
  const isSearched = (folder: string): boolean =>
    modelNames.every((name) => contents.get(join(folder, name)) === nothing)

  /** What comes while a folder is read is found by reading it again, once it is watched. */
  const search = (path: string): void => {
    const known = contents.size
    follow(placesOfEntry(path), 0)
    if (contents.size > known) search(path)
  }

  const changed = (path: string): void => {
    for (const file of [...contents.keys()]) if (isWithin(path, file)) look(file)
    if (isSearched(dirname(path))) search(path)
  }
  const folders = openFolders({ changed, unwatched })
  return { follow, end: folders.end }
}
