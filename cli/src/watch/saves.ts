import { createHash } from "node:crypto"
import { type FSWatcher, readFileSync, statSync, watch } from "node:fs"
import { dirname, join } from "node:path"

/** What is told about files as they are saved. */
export interface Saves {
  /** From now on, these count, and what was saved to them after a moment; what was watched before is watched still. */
  readonly follow: (files: readonly string[], since: number) => void
  readonly end: () => void
}

const contentOf = (file: string): string => {
  try {
    return createHash("sha256").update(readFileSync(file)).digest("hex")
  } catch {
    return "nothing"
  }
}

const savedMillis = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0

/** Folders are watched and not files, since many an editor saves by putting a new file into the place of the old one. */
export const openSaves = (saved: (file: string) => void): Saves => {
  const contents = new Map<string, string>()
  const folders = new Map<string, FSWatcher>()
  const look = (file: string): void => {
    const [before, now] = [contents.get(file), contentOf(file)]
    if (before === undefined || before === now) return
    contents.set(file, now)
    saved(file)
  }
  const open = (folder: string): void => {
    if (folders.has(folder)) return
    try {
      folders.set(
        folder,
        watch(folder, (_event, name) => {
          if (name === null) for (const known of contents.keys()) look(known)
          else look(join(folder, name))
        }),
      )
    } catch {
      // A folder that is not there cannot be saved to.
    }
  }
  const follow = (file: string, since: number): void => {
    if (contents.has(file)) return
    contents.set(file, contentOf(file))
    open(dirname(file))
    if (savedMillis(file) > since) saved(file)
  }
  return {
    follow: (files, since) => files.forEach((file) => follow(file, since)),
    end: () => folders.forEach((one) => one.close()),
  }
}
