import { readFileSync, realpathSync } from "node:fs"
import { registerHooks } from "node:module"
import { fileURLToPath } from "node:url"
import { type Checkable, checkableOf } from "@lockstep/checker"
import { mutated, type Mutation } from "@lockstep/generator"

/** The changes whose modules were asked for, by the number that stands in their addresses. */
const changes = new Map<string, Mutation>()
const word = "mutant"

const numberIn = (url: string | undefined): string | null =>
  url?.startsWith("file:") ? new URL(url).searchParams.get(word) : null

/** What is installed stays as it is. So does the language, wherever it stands: the checker knows its collections by their classes. */
const staysAsItIs = (specifier: string, url: string): boolean =>
  !url.startsWith("file:") || url.includes("/node_modules/") || /^@lockstep\/language(?:\/|$)/.test(specifier)

/** A changed module imports in the changed form whatever may hold the change: by a path, by a #name, or from a package of its workspace. */
registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context)
    const number = numberIn(context.parentURL)
    if (number === null || staysAsItIs(specifier, found.url)) return found
    return { ...found, url: `${found.url}?${word}=${number}` }
  },
  load: (url, context, next) => {
    const mutation = changes.get(numberIn(url) ?? "")
    const file = url.startsWith("file:") ? fileURLToPath(url.replace(/\?.*$/, "")) : url
    if (mutation === undefined || file !== mutation.file) return next(url, context)
    return { format: "module-typescript", source: mutated(readFileSync(file, "utf8"), mutation), shortCircuit: true }
  },
})

/** Loads the models of a module with one change made, without writing anything. */
export const loadMutated = async (
  url: string,
  number: number,
  mutation: Mutation,
): Promise<ReadonlyMap<string, Checkable>> => {
  changes.set(String(number), { ...mutation, file: realpathSync(mutation.file) })
  const module: { readonly [name: string]: unknown } = await import(`${url}?${word}=${number}`)
  changes.delete(String(number))
  return new Map(
    Object.entries(module).flatMap(([name, value]) => {
      const model = checkableOf(value)
      return model === undefined ? [] : [[name, model] as const]
    }),
  )
}
