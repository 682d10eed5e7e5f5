import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { findPackageJSON } from "node:module"
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import type { Report } from "@lockstep/checker"
import { openProgram } from "./1-read/program.ts"
import { readSpecs } from "./1-read/read.ts"
import type { Spec } from "./1-read/spec.ts"
import { verify } from "./2-verify/verify.ts"
import { type Written, type WrittenFile, writeFiles } from "./3-write/write.ts"
import type { Mismatch } from "./4-validate/mismatch.ts"
import { type Validated, validate } from "./4-validate/validate.ts"
import {
  type Certificate,
  certificateName,
  certificateOf,
  certificateText,
  type Form,
  type ImportExtension,
} from "./5-certify/certificate.ts"
import { certificateIn, type Drifted, driftIn, uncertified } from "./5-certify/drift.ts"
import { inForm, withTests } from "./5-certify/form.ts"
import { instancesIn, specFile } from "./5-certify/instances.ts"
import type { Diagnostic } from "./diagnostic.ts"

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
  readonly certificate: Certificate
  /** How many pairs of a state and an input were compared. */
  readonly pairs: number
  /** How many values were written and read again. */
  readonly values: number
}

/** Why there is no library: nothing was written. */
export type Refused = { readonly kind: "refused" } & (
  | { readonly why: "no-protocol" }
  | { readonly why: "diagnostics"; readonly diagnostics: readonly Diagnostic[] }
  /** The code could not run where it will stand: `@lockstep/runtime` is not installed there. */
  | { readonly why: "no-runtime" }
  /** There is no instance to check. */
  | { readonly why: "unchecked" }
  | { readonly why: "failing"; readonly instance: string; readonly report: Report }
  | { readonly why: "mismatch"; readonly mismatches: readonly Mismatch[] }
)

interface Prepared {
  readonly kind: "prepared"
  readonly file: string
  readonly spec: Spec
  readonly written: Written
}

const extensionOf = ({ form, importExtension }: Pick<GenerateOptions, "form" | "importExtension">): ImportExtension =>
  form === "js" ? ".js" : (importExtension ?? ".ts")

/** Reads a spec and writes its library, in memory. */
const prepare = (path: string, out: string, extension: ImportExtension): Prepared | Refused => {
  const file = specFile(path)
  const program = openProgram(file)
  const specs = program === null ? [] : readSpecs(program)
  const [spec] = specs
  if (program === null || spec === undefined) return { kind: "refused", why: "no-protocol" }
  const diagnostics = verify(program, specs)
  if (diagnostics.length > 0) return { kind: "refused", why: "diagnostics", diagnostics }
  return { kind: "prepared", file, spec, written: writeFiles(program, spec, { out, extension }) }
}

/** Whether code that stands in a folder, which need not be there yet, finds the runtime. */
const findsRuntime = (out: string): boolean => {
  try {
    return findPackageJSON("@lockstep/runtime", pathToFileURL(join(out, "index.js"))) !== undefined
  } catch {
    return false
  }
}

const firstFailing = (validated: readonly Validated[]): Validated | undefined =>
  validated.find(({ report }) => report.verdict !== "verified")

/** Checks a spec and compares its library with it. */
const prove = async (
  { file, spec, written }: Prepared,
  options: GenerateOptions,
): Promise<readonly Validated[] | Refused> => {
  if (options.unchecked === true) return []
  if (!findsRuntime(options.out)) return { kind: "refused", why: "no-runtime" }
  const instances = await instancesIn(file, options.instances)
  if (instances.length === 0) return { kind: "refused", why: "unchecked" }
  const files = options.sabotage?.(written.files) ?? written.files
  const { instances: validated, mismatches } = await validate(spec, { ...written, files }, instances, options.out)
  const failing = firstFailing(validated)
  if (failing !== undefined)
    return { kind: "refused", why: "failing", instance: failing.instance.name, report: failing.report }
  return mismatches.length > 0 ? { kind: "refused", why: "mismatch", mismatches } : validated
}

/** Puts the files into their folder, and takes away what an earlier certificate names and this one does not. */
const putInto = (out: string, files: readonly WrittenFile[], certificate: Certificate): void => {
  const earlier = Object.keys(certificateIn(out)?.files ?? {})
  mkdirSync(out, { recursive: true })
  for (const path of earlier) if (!(path in certificate.files)) rmSync(join(out, path), { force: true })
  for (const { path, text } of [...files, { path: certificateName, text: certificateText(certificate) }]) {
    const file = join(out, path)
    if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text)
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
  const out = resolve(options.out)
  const form = options.form ?? "ts"
  const importExtension = extensionOf(options)
  /** What is compared are the TypeScript files: JavaScript is what the compiler makes of them. */
  const prepared = prepare(path, out, ".ts")
  if (prepared.kind === "refused") return prepared
  const validated = await prove(prepared, { ...options, out })
  if (isRefused(validated)) return validated
  const final = importExtension === ".ts" ? prepared : prepare(path, out, importExtension)
  if (final.kind === "refused") return final
  const files = inForm(withTests(final.written.files, options.tests ?? true), form)
  const certificate = certificateOf(final.written, files, validated, { form, importExtension })
  putInto(out, files, certificate)
  return {
    kind: "generated",
    out,
    files,
    certificate,
    pairs: total(validated, "pairs"),
    values: total(validated, "values"),
  }
}

/** What in a folder is not what the spec gives, or what its certificate speaks of; nothing, if all is well. */
export const checkDrift = (path: string, { out }: Pick<GenerateOptions, "out">): readonly Drifted[] | Refused => {
  const folder = resolve(out)
  const certificate = certificateIn(folder)
  if (certificate === null) return uncertified(folder)
  const prepared = prepare(path, folder, certificate.importExtension)
  if (prepared.kind === "refused") return prepared
  return [...driftIn(folder, prepared.written, certificate), ...uncertified(folder)]
}

/** Whether the code in a folder is the code that its certificate speaks of; what is not, otherwise. */
export const checkCertificate = (out: string): readonly Drifted[] => uncertified(resolve(out))
