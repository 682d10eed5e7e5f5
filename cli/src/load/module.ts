import { createRequire } from "node:module"
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { underClock } from "@lockstep/checker/clock"

type Module = { readonly [name: string]: unknown }

let loading: string | undefined

/** The file of the user's that is being loaded. */
export const fileLoading = (): string | undefined => loading

/** A machine that is busy takes long for what is in order, too. */
const leastMillis = 10_000
let limitMillis: number | undefined

/** From now on, what does not come to an end while it is loaded is cut off after this long, or a little longer. */
export const limitLoading = (millis: number | undefined): void => {
  limitMillis = millis === undefined ? undefined : Math.max(millis, leastMillis)
}

const require = createRequire(import.meta.url)
const isAsync = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_REQUIRE_ASYNC_MODULE"

const importModule = (file: string): Promise<Module> => import(pathToFileURL(file).href)

const moduleOf = async (file: string): Promise<Module> => {
  if (limitMillis === undefined) return importModule(file)
  try {
    /** Only what is loaded in one go can be cut off. */
    return underClock(() => require(file) as Module, limitMillis)
  } catch (error) {
    /** What awaits something at its top is found to do so before any of it runs. */
    if (isAsync(error)) return importModule(file)
    throw error
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Loads a file of the user's; what it rejects, and nobody hears, comes out a turn later. */
export const loadModule = async (file: string): Promise<Module> => {
  loading = file
  try {
    const module = await moduleOf(resolve(file))
    await turn()
    return module
  } finally {
    loading = undefined
  }
}
