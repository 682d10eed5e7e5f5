import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { findPackageJSON } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Report } from "@lockstep/checker"
import type { NoSubject } from "./1-read/subject.ts"
import type { WrittenFile } from "./3-write/write.ts"
import { loadLibrary } from "./4-validate/load.ts"
import type { Mismatch } from "./4-validate/mismatch.ts"
import { uncomparedIn } from "./4-validate/uncompared.ts"
import { type Explored, exploreAll, type Validated, validate } from "./4-validate/validate.ts"
import { type Unlike, unlikeIn } from "./4-validate/misfits.ts"
import { type FailingView, failingView } from "./4-validate/views.ts"
import {
  type Certificate,
  certificateName,
  certificateOf,
  certificateText,
  type Form,
  type ImportExtension,
} from "./5-certify/certificate.ts"
import { certificateIn, type Drifted, holdsLibrary, uncertified } from "./5-certify/drift.ts"
import { instancesIn } from "./5-certify/instances.ts"
import { complete } from "./5-certify/complete.ts"
import { needsManifest } from "./3-write/manifest.ts"
import type { Draft } from "./draft.ts"
import { draftBeside } from "./draft-beside.ts"
import type { Diagnostic } from "./diagnostic.ts"
import { folderNamed, makeFolder, writeText } from "./files.ts"
import { specFile } from "./spec-file.ts"

export { describeMismatch } from "./4-validate/mismatch.ts"

/** How a library is generated. */
export interface GenerateOptions {
  /** The folder that it goes to. */
  readonly out: string
  readonly importExtension?: ImportExtension
  readonly form?: Form
  /** The instances to check and compare on; left out, the one called quick, or all where there is none. */
  readonly instances?: readonly string[] | "all"
  /** `false` leaves out the tests, which need vitest and fast-check. */
  readonly tests?: boolean
  /** Write without a check: the certificate will say so. */
  readonly unchecked?: boolean
  /** For tests of the validation: what becomes of the text before it is compared. */
  readonly sabotage?: (files: readonly WrittenFile[]) => readonly WrittenFile[]
}

/** A library that stands in its folder. */
export interface Generated {
  readonly kind: "generated"
  readonly out: string
  readonly files: readonly WrittenFile[]
  /** The functions that start nodes for a service that does not use Effect, role by role. */
  readonly openers: readonly string[]
  readonly certificate: Certificate
  /** How many pairs of a state and an input were compared. */
  readonly pairs: number
  /** How many values were written and read again. */
  readonly values: number
}

/** Why there is no library: nothing was written. */
export type Refused = { readonly kind: "refused" } & (
  | NoSubject
  | { readonly why: "diagnostics"; readonly diagnostics: readonly Diagnostic[] }
  /** The code could not run where it will stand: `@lockstep/runtime` is not installed there. */
  | { readonly why: "no-runtime" }
  /** There is no instance to check. */
  | { readonly why: "unchecked" }
  | { readonly why: "failing"; readonly instance: string; readonly report: Report }
  | { readonly why: "failing-view"; readonly failing: FailingView }
  | { readonly why: "unlike-its-type"; readonly unlike: Unlike }
  | { readonly why: "mismatch"; readonly mismatches: readonly Mismatch[] }
)

const extensionOf = ({ form, importExtension }: Pick<GenerateOptions, "form" | "importExtension">): ImportExtension =>
  form === "js" ? ".js" : (importExtension ?? ".ts")

/** Whether code that stands in a folder, which need not be there yet, finds the runtime. */
const findsRuntime = (out: string): boolean => {
  try {
    return findPackageJSON("@lockstep/runtime", pathToFileURL(join(out, "index.js"))) !== undefined
  } catch {
    return false
  }
}

/** Explores what a spec has instances of; `null` when there are none. */
const explore = async (
  file: string,
  { instances: wanted }: GenerateOptions,
  signal: AbortSignal,
): Promise<readonly Explored[] | null> => {
  const instances = await instancesIn(file, wanted)
  return instances.length === 0 ? null : exploreAll(instances, signal)
}

/** What was drafted and explored. */
interface Both {
  readonly kind: "both"
  readonly draft: Draft
  readonly explored: readonly Explored[]
}

/** Drafts the library and explores the spec at the same time: neither needs what the other finds. */
const draftAndExplore = async (
  path: string,
  options: GenerateOptions,
  extension: ImportExtension,
): Promise<Both | Refused> => {
  const isChecked = options.unchecked !== true
  const refused = new AbortController()
  const drafting = draftBeside(path, { out: options.out, extension, form: options.form ?? "ts" })
  const exploring = isChecked ? explore(specFile(path), options, refused.signal) : Promise.resolve([])
  /** A spec that the analysis refuses may throw where it runs: the reason is what the analysis says. */
  exploring.catch(() => {})
  try {
    const drafted = await drafting
    if (drafted.kind === "refused") return drafted
    if (isChecked && !findsRuntime(options.out)) return { kind: "refused", why: "no-runtime" }
    const explored = await exploring
    return explored === null ? { kind: "refused", why: "unchecked" } : { kind: "both", draft: drafted, explored }
  } finally {
    refused.abort()
  }
}

/** Compares a draft with what was explored, in the form in which it will be written. */
const prove = async (
  { written, outline }: Draft,
  explored: readonly Explored[],
  { out, form = "ts", sabotage = (files) => files }: GenerateOptions,
): Promise<readonly Validated[] | Refused> => {
  const failing = explored.find(({ report }) => report.verdict !== "verified")
  if (failing !== undefined)
    return { kind: "refused", why: "failing", instance: failing.instance.name, report: failing.report }
  if (explored.length === 0) return []
  const view = failingView(explored)
  if (view !== undefined) return { kind: "refused", why: "failing-view", failing: view }
  const unlike = unlikeIn(explored, outline)
  if (unlike !== undefined) return { kind: "refused", why: "unlike-its-type", unlike }
  const loaded = await loadLibrary(outline, sabotage(written.files), out, `.${form}`)
  const { instances, mismatches } = validate(loaded, outline, written.specHash, explored)
  return mismatches.length > 0 ? { kind: "refused", why: "mismatch", mismatches } : instances
}

const holds = (file: string, text: string): boolean =>
  existsSync(file) && statSync(file).isFile() && readFileSync(file, "utf8") === text

/** Puts the files into their folder, and takes away what an earlier certificate names and this one does not. */
const putInto = (out: string, files: readonly WrittenFile[], certificate: Certificate): void => {
  const earlier = Object.keys(certificateIn(out)?.files ?? {})
  makeFolder(out)
  for (const path of earlier) if (!(path in certificate.files)) rmSync(join(out, path), { force: true })
  for (const { path, text } of [...files, { path: certificateName, text: certificateText(certificate) }]) {
    const file = join(out, path)
    if (!holds(file, text)) writeText(file, text)
  }
}

const isRefused = (value: readonly Validated[] | Refused): value is Refused => "kind" in value

const total = (validated: readonly Validated[], count: "pairs" | "values"): number =>
  validated.reduce((sum, one) => sum + one[count], 0)

/**
 * Compiles a spec to a library: reads and verifies it, writes the code, checks the spec, compares the code with it on every pair of a
 * state and an input that the checker comes to, and certifies what was done. Writes nothing when any of that fails.
 */
export const generate = async (path: string, options: GenerateOptions): Promise<Generated | Refused> => {
  const given = { ...options, out: folderNamed(options.out) }
  const { out, form = "ts" } = given
  const importExtension = extensionOf(options)
  /** Names without an ending are for bundlers: what is compared has those that can be loaded. */
  const both = await draftAndExplore(path, given, `.${form}`)
  if (both.kind === "refused") return both
  const validated = await prove(both.draft, both.explored, given)
  if (isRefused(validated)) return validated
  const final =
    importExtension === `.${form}` ? both.draft : await draftBeside(path, { out, extension: importExtension, form })
  if (final.kind === "refused") return final
  const files = complete(final.written.files, { tests: options.tests ?? true, manifest: needsManifest(out) })
  const uncompared = uncomparedIn(both.explored)
  const certificate = certificateOf(final.written, files, validated, { form, importExtension, uncompared })
  putInto(out, files, certificate)
  return {
    kind: "generated",
    out,
    files,
    openers: final.written.openers,
    certificate,
    pairs: total(validated, "pairs"),
    values: total(validated, "values"),
  }
}

/** Whether the code in a folder is the code that its certificate speaks of; what is not, otherwise. */
export const checkCertificate = (out: string): readonly Drifted[] => uncertified(folderNamed(out))

/** Whether a folder may be written to: it holds nothing, or what was written earlier, be it damaged. */
export const mayHoldLibrary = (out: string): boolean => {
  if (!existsSync(out)) return true
  if (!statSync(out).isDirectory()) return false
  return readdirSync(out).length === 0 || holdsLibrary(out)
}
