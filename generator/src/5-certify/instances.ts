import { existsSync, statSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { checkableOf } from "@lockstep/checker"
import type { AnyModel } from "@lockstep/language"
import type { Instance } from "../4-validate/validate.ts"

/** The file that says most about a protocol: its models where it has some. */
export const specFile = (path: string): string => {
  const full = resolve(path)
  const isFolder = existsSync(full) && statSync(full).isDirectory()
  const folder = isFolder ? full : dirname(full)
  const model = join(folder, "model.ts")
  const isProtocol = isFolder || basename(full) === "protocol.ts"
  if (isProtocol && existsSync(model)) return model
  return isFolder ? join(folder, "protocol.ts") : full
}

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
