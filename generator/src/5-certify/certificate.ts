import { basename } from "node:path"
import type { Report } from "@lockstep/checker"
import type { AnyModel } from "@lockstep/language"
import { hashOf } from "../3-write/hash.ts"
import type { Written, WrittenFile } from "../3-write/write.ts"
import { version } from "../3-write/version.ts"
import type { Validated } from "../4-validate/validate.ts"

/** The languages that a library can be written in. */
export type Form = "ts" | "js"

/** How the files of a library name each other. */
export type ImportExtension = ".ts" | ".js" | ""

/** What is known of one instance: what was explored, under which faults, and what held. */
export interface CertifiedInstance {
  readonly name: string
  readonly nodes: AnyModel["nodes"]
  readonly network: AnyModel["network"] | null
  readonly crashes: AnyModel["crashes"] | null
  readonly clocks: AnyModel["clocks"] | null
  readonly clients: AnyModel["clients"] | null
  readonly activities: readonly string[]
  readonly symmetry: AnyModel["symmetry"] | null
  /** Whether a bound of the model's own keeps the search from going further. */
  readonly isBounded: boolean
  readonly verdict: Report["verdict"]
  readonly properties: readonly { readonly kind: string; readonly name: string; readonly outcome: string }[]
  readonly states: number
  readonly transitions: number
  readonly depth: number
  /** Pairs of a state and an input on which the code did what the spec does. */
  readonly pairs: number
  /** Values that were the same after they had been written and read. */
  readonly values: number
}

/** What was done to make sure that a library does what its spec says. */
export interface Certificate {
  readonly protocol: string
  readonly lockstep: string
  /** `false` for a library that was written without a check: nothing is known of it. */
  readonly isChecked: boolean
  readonly form: Form
  readonly importExtension: ImportExtension
  readonly specHash: string
  /** Everything that the spec and its models are written in. */
  readonly sources: { readonly [path: string]: string }
  readonly instances: readonly CertifiedInstance[]
  /** Handlers that no instance runs, so that their code was compared with nothing; left out where there is none. */
  readonly uncompared?: readonly string[]
  /** The hash of each file beside this one. */
  readonly files: { readonly [path: string]: string }
  /** The hash of all of that. No signature: it shows what a hand or a merge has changed, and not who wanted to deceive. */
  readonly seal: string
}

export const certificateName = "certificate.json"

const certified = ({ instance, report, pairs, values }: Validated): CertifiedInstance => {
  const { model, name } = instance
  return {
    name,
    nodes: model.nodes,
    network: model.network ?? null,
    crashes: model.crashes ?? null,
    clocks: model.clocks ?? null,
    clients: model.clients ?? null,
    activities: Object.keys(model.activities ?? {}),
    symmetry: model.symmetry ?? null,
    isBounded: model.within !== undefined,
    verdict: report.verdict,
    properties: report.properties.map(({ kind, name, outcome }) => ({ kind, name, outcome })),
    states: report.states,
    transitions: report.transitions,
    depth: report.depth,
    pairs,
    values,
  }
}

/** The hashes of files, by path. */
export const hashesOf = (files: readonly WrittenFile[]): { readonly [path: string]: string } =>
  Object.fromEntries(files.map(({ path, text }) => [path, hashOf(text)]))

/** The seal that a certificate should have. */
export const sealOf = ({ seal: _, ...content }: Partial<Certificate>): string => hashOf(JSON.stringify(content))

const sealed = (content: Omit<Certificate, "seal">): Certificate => ({ ...content, seal: sealOf(content) })

/** Writes down what is known of a library. */
export const certificateOf = (
  { name, specHash, sources }: Written,
  files: readonly WrittenFile[],
  validated: readonly Validated[],
  { form, importExtension, uncompared = [] }: Pick<Certificate, "form" | "importExtension" | "uncompared">,
): Certificate =>
  sealed({
    protocol: name,
    lockstep: version,
    isChecked: validated.length > 0,
    form,
    importExtension,
    specHash,
    sources,
    instances: validated.map(certified),
    ...(uncompared.length > 0 && { uncompared }),
    files: hashesOf(files),
  })

export const certificateText = (certificate: Certificate): string => `${JSON.stringify(certificate, null, 2)}\n`

const isRecord = (value: unknown): value is { readonly [field: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const areTexts = (values: readonly unknown[]): boolean => values.every((value) => typeof value === "string")

/** Files that a certificate names are taken away with it, so that none may stand elsewhere. */
const standsBeside = (path: string): boolean => path === basename(path) && path !== ".."

const isCertificate = (value: unknown): value is Certificate => {
  if (!isRecord(value)) return false
  const { protocol, lockstep, isChecked, form, importExtension, specHash, sources, instances, files } = value
  return (
    areTexts([protocol, lockstep, specHash]) &&
    typeof isChecked === "boolean" &&
    (form === "ts" || form === "js") &&
    (importExtension === ".ts" || importExtension === ".js" || importExtension === "") &&
    isRecord(sources) &&
    areTexts(Object.values(sources)) &&
    Array.isArray(instances) &&
    isRecord(files) &&
    areTexts(Object.values(files)) &&
    Object.keys(files).every(standsBeside)
  )
}

/** Reads a certificate; `null` when the text is none. */
export const readCertificate = (text: string): Certificate | null => {
  try {
    const value: unknown = JSON.parse(text)
    return isCertificate(value) ? value : null
  } catch {
    return null
  }
}
