import { rmSync } from "node:fs"
import { registerHooks } from "node:module"
import { basename, dirname, join } from "node:path"
import { pathToFileURL } from "node:url"
import { moduleManifest } from "./3-write/manifest.ts"
import type { WrittenFile } from "./3-write/write.ts"
import { makeTemporaryFolder, writeText } from "./files.ts"

const folderUrl = (folder: string): string => `${pathToFileURL(folder).href}/`

const moved = (url: string, from: string, to: string): string =>
  url.startsWith(from) ? to + url.slice(from.length) : url

/**
 * Modules of a folder go by the address of another one until that is taken back. Node keeps by its address what it has compiled: under
 * an address that is another one in each process, it would keep all that ever was, and never find it again.
 */
const addressAs = (folder: string, address: string): { readonly deregister: () => void } =>
  registerHooks({
    resolve: (specifier, context, next) => {
      const { parentURL } = context
      const found = next(
        specifier,
        parentURL === undefined ? context : { ...context, parentURL: moved(parentURL, address, folder) },
      )
      return { ...found, url: moved(found.url, folder, address) }
    },
    load: (url, context, next) => next(moved(url, address, folder), context),
  })

/** No address is given twice in a process, which loads a module once. */
let loads = 0

/** Loads modules by their names from files that are written beside a folder, and are taken away again. */
export const loadPassing = async <Loaded>(
  files: readonly WrittenFile[],
  out: string,
  load: (importModule: <Module>(name: string) => Promise<Module>) => Promise<Loaded>,
): Promise<Loaded> => {
  const prefix = join(dirname(out), `.${basename(out)}-`)
  const folder = makeTemporaryFolder(prefix)
  const hooks = addressAs(folderUrl(folder), folderUrl(`${prefix}${++loads}`))
  try {
    for (const { path, text } of [moduleManifest, ...files]) writeText(join(folder, path), text)
    return await load((name) => import(pathToFileURL(join(folder, name)).href))
  } finally {
    hooks.deregister()
    rmSync(folder, { recursive: true, force: true })
  }
}
