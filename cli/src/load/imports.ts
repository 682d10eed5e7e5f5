import { registerHooks } from "node:module"
import { fileURLToPath } from "node:url"

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

/** The files that a module stands for: itself and all that it imports, and so on. */
export const filesBehind = (url: string): readonly string[] => {
  const known = new Set([url])
  for (const one of known) for (const imported of imports.get(one) ?? []) known.add(imported)
  return [...known].filter((one) => one.startsWith("file:")).map((one) => fileURLToPath(one))
}

const isInstalled = (url: string): boolean => url.includes("/node_modules/")

/** Every file that was imported, or would have been if it were there, except for what is installed and the engine's own. */
export const allImported = (): readonly string[] => {
  const urls = new Set([...imports.keys(), ...[...imports.values()].flatMap((all) => [...all])])
  return [...urls].filter((one) => one.startsWith("file:") && !isInstalled(one)).map((one) => fileURLToPath(one))
}
