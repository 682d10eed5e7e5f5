import { resolve } from "node:path"
import { pathToFileURL } from "node:url"

let loading: string | undefined

/** The file of the user's that is being loaded. */
export const fileLoading = (): string | undefined => loading

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Loads a file of the user's; what it rejects, and nobody hears, comes out a turn later. */
export const loadModule = async (file: string): Promise<{ readonly [name: string]: unknown }> => {
  loading = file
  try {
    const module: { readonly [name: string]: unknown } = await import(pathToFileURL(resolve(file)).href)
    await turn()
    return module
  } finally {
    loading = undefined
  }
}
