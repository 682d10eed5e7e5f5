import { existsSync } from "node:fs"
import { analyse, type Change, compareSpecs, type Comparison } from "@lockstep/generator"
import { protocolFile } from "@lockstep/generator/spec-file"
import { breakingCode } from "../exit.ts"
import { refuse } from "../lint/refuse.ts"
import { unreadableFile } from "../load/files.ts"
import { noSubject } from "../load/subject.ts"
import { type UserError, userErrors } from "../messages.ts"
import { toJson } from "../report/json.ts"

/** What `lockstep diff` was asked to do. */
export interface DiffArguments {
  readonly before: string
  readonly after: string
  readonly json: boolean
}

const analysed = (path: string) => {
  if (!existsSync(path)) return userErrors.noSuchPath(path)
  const file = protocolFile(path)
  const unread = unreadableFile(file)
  if (unread !== undefined) return unread
  if (!/\.[cm]?ts$/.test(file)) return userErrors.notASpec(path)
  const analysis = analyse(file)
  if (analysis === null) return userErrors.noProtocol(path)
  const { subject, diagnostics } = analysis
  if (subject.kind === "refused") return noSubject(path, subject)
  return { kind: "analysed", spec: subject.spec, diagnostics } as const
}

const meanings: { readonly [Verdict in Comparison["verdict"]]: string } = {
  unchanged: "unchanged: not a byte differs",
  compatible: "compatible: each version reads what the other writes, and the new one what the old one stored",
  "wire-breaking": "wire-breaking: the two versions cannot talk to each other",
  "storage-breaking": "storage-breaking: the new version cannot read what the old one stored",
  breaking: "breaking: the two versions cannot talk to each other, and the new one cannot read what the old one stored",
}

const line = ({ effect, where, reason }: Change): string => `  ${effect.padEnd(16)}  ${where}: ${reason}\n`

const text = ({ verdict, changes }: Comparison): string =>
  `${changes.map(line).join("")}${changes.length > 0 ? "\n" : ""}${meanings[verdict]}\n`

/** Compares two versions of a spec by their bytes: on the wire and in storage. */
export const runDiff = ({ before, after, json }: DiffArguments): number | UserError => {
  const old = analysed(before)
  if (old.kind === "user-error") return old
  const now = analysed(after)
  if (now.kind === "user-error") return now
  const diagnostics = [...old.diagnostics, ...now.diagnostics]
  if (diagnostics.length > 0) return refuse(diagnostics, json)
  const comparison = compareSpecs(old.spec, now.spec)
  process.stdout.write(json ? toJson(comparison) : text(comparison))
  return comparison.verdict === "unchanged" || comparison.verdict === "compatible" ? 0 : breakingCode
}
