import { registerHooks } from "node:module"
import { fileURLToPath } from "node:url"
import { filesMentionedIn } from "./mentioned.ts"

const imports = new Map<string, Set<string>>()
let isRecording = false

const add = (parent: string, url: string): void => {
  const known = imports.get(parent) ?? new Set()
  imports.set(parent, known.add(url))
}

/** From here on it is known which module imports which, and what it would import if it were there. */
export const recordImports = (): void => {
  if (isRecording) return
  isRecording = true
  registerHooks({
    resolve: (specifier, context, next) => {
      const { parentURL } = context
      const isRelative = specifier.startsWith(".") && parentURL?.startsWith("file:")
      if (isRelative && parentURL !== undefined) add(parentURL, new URL(specifier, parentURL).href)
      const found = next(specifier, context)
      if (parentURL !== undefined) add(parentURL, found.url)
      return found
    },
  })
}

const isInstalled = (file: string): boolean => file.includes("/node_modules/")

const fileOf = (url: string): readonly string[] => (url.startsWith("file:") ? [fileURLToPath(url)] : [])

/** Files and all that they take types from, and so on; code that is installed brings none along, unless its types are taken. */
const withTypes = (files: readonly string[]): readonly string[] => {
  const open = new Set(files.filter((file) => !isInstalled(file)))
  for (const one of open) for (const mentioned of filesMentionedIn(one)) open.add(mentioned)
  return [...new Set([...files, ...open])]
}

/** The files that a module stands for: itself and all that it imports, types too, and so on. */
export const filesBehind = (url: string): readonly string[] => {
  const known = new Set([url])
  for (const one of known) for (const imported of imports.get(one) ?? []) known.add(imported)
  return withTypes([...known].flatMap(fileOf))
}

/** Every file that was imported, or would have been if it were there, except for the engine's own; what is installed does not change by a save. */
export const allImported = (): readonly string[] => {
  const urls = new Set([...imports.keys(), ...[...imports.values()].flatMap((all) => [...all])])
  return withTypes([...urls].flatMap(fileOf)).filter((file) => !isInstalled(file))
}
