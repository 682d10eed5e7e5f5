import { readFileSync, realpathSync } from "node:fs"
import { resolve } from "node:path"
import type { Analysis, Diagnostic, Place } from "@lockstep/generator"
import { analyse } from "@lockstep/generator/analyse"
import { specFilesOf } from "../load/files.ts"
import { type UserError, userErrors } from "../messages.ts"

/** What is wrong with the protocols and algorithms of some files, and how many there are. */
export interface Findings {
  readonly kind: "findings"
  readonly protocols: number
  readonly algorithms: number
  readonly diagnostics: readonly Diagnostic[]
}

const keyOf = ({ file, line, column, code, reason }: Diagnostic): string =>
  [file, line, column, code, reason].join("\0")

const placeText = ({ file, line, column }: Place): string => `${file}:${line}:${column}`

const namesLanguage = (file: string): boolean => readFileSync(file, "utf8").includes("@lockstep/language")

/** A project has other files called model.ts. Where one names the language, a mistake in it may hide its protocol. */
const complaintsOf = (file: string, { specs, algorithms, diagnostics }: Analysis): readonly Diagnostic[] => {
  if (specs.length + algorithms.length > 0) return diagnostics
  return namesLanguage(file) ? diagnostics.filter((one) => resolve(one.file) === realpathSync(file)) : []
}

/** A folder's model.ts imports its protocol.ts, which is then known and need not be read again. */
const analyseAll = (files: readonly string[]): Findings => {
  const protocols = new Set<string>()
  const algorithms = new Set<string>()
  const known = new Set<string>()
  const diagnostics = new Map<string, Diagnostic>()
  for (const file of files) {
    if (known.has(resolve(file))) continue
    const analysis = analyse(file)
    if (analysis === null) continue
    for (const spec of analysis.specs) {
      known.add(spec.file)
      protocols.add(`${spec.file} ${spec.name}`)
    }
    for (const place of analysis.algorithms) {
      known.add(place.file)
      algorithms.add(placeText(place))
    }
    for (const diagnostic of complaintsOf(file, analysis)) diagnostics.set(keyOf(diagnostic), diagnostic)
  }
  return {
    kind: "findings",
    protocols: protocols.size,
    algorithms: algorithms.size,
    diagnostics: [...diagnostics.values()],
  }
}

/** Says what is wrong with the protocols and algorithms that the paths stand for. */
export const findIn = (paths: readonly string[]): Findings | UserError => {
  const all: string[] = []
  for (const path of paths) {
    const files = specFilesOf(path)
    if (!Array.isArray(files)) return files
    if (files.length === 0) return userErrors.noSpec(path)
    all.push(...files)
  }
  const found = analyseAll(all)
  const isAboutNothing = found.protocols + found.algorithms + found.diagnostics.length === 0
  return isAboutNothing ? userErrors.noSpec(paths.join(", ")) : found
}
