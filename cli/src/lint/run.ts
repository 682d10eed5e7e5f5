import { userErrorCode } from "../exit.ts"
import type { UserError } from "../messages.ts"
import { github } from "../report/github.ts"
import { sarif } from "../report/sarif.ts"
import { json, pretty } from "./diagnostics.ts"
import { findIn, type Findings } from "./find.ts"
import { diagnosticFindings, lintRules } from "./findings.ts"
import type { Format } from "./formats.ts"

const counted = (count: number, name: string): string => `${count} ${name}${count === 1 ? "" : "s"}`

/** A mistake may hide the protocol that it is in: then it is about none. */
const subjects = ({ protocols, algorithms }: Findings): string => {
  const names = [
    ...(protocols > 0 ? [counted(protocols, "protocol")] : []),
    ...(algorithms > 0 ? [counted(algorithms, "algorithm")] : []),
  ]
  return names.length === 0 ? "" : ` in ${names.join(" and ")}`
}

const told = (findings: Findings, format: Format): string => {
  const { diagnostics } = findings
  if (format === "json") return json(diagnostics)
  if (format === "sarif") return sarif(diagnosticFindings(diagnostics), lintRules)
  if (format === "github") return github(diagnosticFindings(diagnostics))
  if (diagnostics.length === 0) return `nothing to complain of${subjects(findings)}\n`
  return `${pretty(diagnostics)}\n${counted(diagnostics.length, "diagnostic")}${subjects(findings)}\n`
}

/** Prints what is wrong with the protocols and algorithms that the paths stand for; the number is the exit code. */
export const runLint = (paths: readonly string[], format: Format): number | UserError => {
  const found = findIn(paths)
  if (found.kind === "user-error") return found
  process.stdout.write(told(found, format))
  return found.diagnostics.length === 0 ? 0 : userErrorCode
}
