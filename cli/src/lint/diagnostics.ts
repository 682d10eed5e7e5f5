import type { Diagnostic } from "@lockstep/generator"
import { formatMessage } from "../format-message.ts"
import { fileName } from "../report/file-name.ts"
import { toJson } from "../report/json.ts"
import { excerptAt } from "../source/excerpt.ts"

const told = (diagnostic: Diagnostic): string => {
  const { file, line, column, code, reason, fix } = diagnostic
  const place = `${fileName(file)}:${line}:${column}`
  return formatMessage({ code, place, reason, fix, excerpt: excerptAt(diagnostic) })
}

/** Diagnostics for people: each with its line and a mark under what is meant. */
export const pretty = (diagnostics: readonly Diagnostic[]): string => diagnostics.map(told).join("\n")

/** A diagnostic for programs. */
export const plain = ({ file, line, column, endColumn, code, reason, fix }: Diagnostic) => ({
  file: fileName(file),
  line,
  column,
  endColumn,
  code,
  reason,
  fix,
})

/** Diagnostics for programs. */
export const json = (diagnostics: readonly Diagnostic[]): string => toJson(diagnostics.map(plain))
