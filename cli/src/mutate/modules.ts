import { readFileSync } from "node:fs"
import { registerHooks } from "node:module"
import { fileURLToPath } from "node:url"
import { type Checkable, checkableOf } from "@lockstep/checker"
import { mutated, type Mutation } from "@lockstep/generator"

/** The changes whose modules were asked for, by the number that stands in their addresses. */
const changes = new Map<string, Mutation>()
const word = "mutant"

const numberIn = (url: string | undefined): string | null =>
  url?.startsWith("file:") ? new URL(url).searchParams.get(word) : null

/** A changed module imports what stands beside it in the changed form; packages stay as they are. */
registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context)
    const number = numberIn(context.parentURL)
    if (number === null || !found.url.startsWith("file:") || !specifier.startsWith(".")) return found
    return { ...found, url: `${found.url}?${word}=${number}` }
  },
  load: (url, context, next) => {
    const mutation = changes.get(numberIn(url) ?? "")
    if (mutation === undefined) return next(url, context)
    const file = fileURLToPath(url.replace(/\?.*$/, ""))
    const text = readFileSync(file, "utf8")
    const source = file === mutation.file ? mutated(text, mutation) : text
    return { format: "module-typescript", source, shortCircuit: true }
  },
})

/** Loads the models of a module with one change made, without writing anything. */
export const loadMutated = async (
  url: string,
  number: number,
  mutation: Mutation,
): Promise<ReadonlyMap<string, Checkable>> => {
  changes.set(String(number), mutation)
  const module: { readonly [name: string]: unknown } = await import(`${url}?${word}=${number}`)
  changes.delete(String(number))
  return new Map(
    Object.entries(module).flatMap(([name, value]) => {
      const model = checkableOf(value)
      return model === undefined ? [] : [[name, model] as const]
    }),
  )
}
