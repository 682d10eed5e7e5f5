import { existsSync, type FSWatcher, watch } from "node:fs"
import { dirname, join, sep } from "node:path"

/** Folders that are watched, also after they have gone and come back. */
export interface Folders {
  readonly keep: (folder: string) => void
  readonly end: () => void
}

/** What is heard of folders. */
export interface Listener {
  /** The path of whatever came, changed or went. */
  readonly changed: (path: string) => void
  /** Why the first folder that is there and cannot be watched cannot be; others follow for the same reason. */
  readonly unwatched: (reason: string) => void
}

/** Whether a path is a place or stands below it. */
export const isWithin = (place: string, path: string): boolean =>
  path === place || path.startsWith(place.endsWith(sep) ? place : place + sep)

/** A folder and those above it, up to one that the command's own is in: whichever of them goes or is renamed, what is in it goes. */
const chainOf = (folder: string): readonly string[] => {
  const above = dirname(folder)
  return isWithin(folder, process.cwd()) || above === folder ? [folder] : [...chainOf(above), folder]
}

/**
 * Tells of whatever changes in a folder. Folders are watched and not files, since many an editor saves by putting a new file
 * into the place of the old one.
 */
export const openFolders = ({ changed, unwatched }: Listener): Folders => {
  /** Without a watcher where there is no such folder now. */
  const watchers = new Map<string, FSWatcher | undefined>()
  let tell = unwatched

  const open = (folder: string): FSWatcher | undefined => {
    try {
      const watcher = watch(folder, (_event, name) => told(name === null ? folder : join(folder, name)))
      return watcher.on("error", () => watcher.close())
    } catch (error) {
      if (!existsSync(folder)) return undefined
      tell(error instanceof Error ? error.message : String(error))
      tell = () => {}
      return undefined
    }
  }
  const reopen = (folder: string): void => {
    watchers.get(folder)?.close()
    watchers.set(folder, open(folder))
  }
  /** Under the name of a folder there may be another one now, which nobody watches. */
  const told = (path: string): void => {
    for (const folder of [...watchers.keys()]) if (isWithin(path, folder)) reopen(folder)
    changed(path)
  }
  return {
    keep: (folder) => chainOf(folder).forEach((one) => watchers.has(one) || reopen(one)),
    end: () => watchers.forEach((watcher) => watcher?.close()),
  }
}
