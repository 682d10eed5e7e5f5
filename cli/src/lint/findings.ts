import { codes, type Diagnostic } from "@lockstep/generator"
import type { Finding, Rule } from "../report/finding.ts"
import { plain } from "./diagnostics.ts"

/** What the analysis complains of, as findings. */
export const diagnosticFindings = (diagnostics: readonly Diagnostic[]): readonly Finding[] =>
  diagnostics.map((diagnostic) => ({ level: "error", ...plain(diagnostic), file: diagnostic.file }))

/** Everything that the analysis could complain of. */
export const lintRules: readonly Rule[] = Object.entries(codes).map(([id, text]) => ({ id, text }))
