import { pathToFileURL } from "node:url"
import { checkableOf } from "@lockstep/checker"
import type { AnyModel } from "@lockstep/language"
import type { Instance } from "../4-validate/validate.ts"

const isModel = (value: unknown): value is AnyModel => {
  const checkable = checkableOf(value)
  return checkable?.kind === "model" && !(typeof value === "object" && value !== null && "breaks" in value)
}

const defaultInstance = "quick"

/** The instances that a file exports: those that were asked for, or the quick one, or all. */
export const instancesIn = async (
  file: string,
  wanted: readonly string[] | "all" | undefined,
): Promise<readonly Instance[]> => {
  const module: { readonly [name: string]: unknown } = await import(pathToFileURL(file).href)
  const all = Object.entries(module).flatMap(([name, value]) => (isModel(value) ? [{ name, model: value }] : []))
  if (wanted === "all") return all
  if (wanted !== undefined) return all.filter(({ name }) => wanted.includes(name))
  const quick = all.filter(({ name }) => name === defaultInstance)
  return quick.length > 0 ? quick : all
}
