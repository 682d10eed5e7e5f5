import { codes, type Diagnostic } from "@lockstep/generator"
import type { Finding, Rule } from "../report/finding.ts"

/** What the analysis complains of, as findings. */
export const diagnosticFindings = (diagnostics: readonly Diagnostic[]): readonly Finding[] =>
  diagnostics.map(({ file, line, column, endColumn, code, reason, fix }) => ({
    level: "error",
    file,
    line,
    column,
    endColumn,
    code,
    reason,
    fix,
  }))

/** Everything that the analysis could complain of. */
export const lintRules: readonly Rule[] = Object.entries(codes).map(([id, text]) => ({ id, text }))
