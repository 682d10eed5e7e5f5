import { userErrorCode } from "../exit.ts"
import { json, pretty } from "../lint/diagnostics.ts"
import { findIn, type Findings } from "../lint/find.ts"
import { github } from "../lint/github.ts"
import { sarif } from "../lint/sarif.ts"
import type { UserError } from "../messages.ts"
import { parse, readFormat } from "../options.ts"

const options = { json: { type: "boolean" }, format: { type: "string" } } as const

const formats = ["pretty", "json", "sarif", "github"] as const
type Format = (typeof formats)[number]

/** What `lockstep lint --help` prints. */
export const help = `lockstep lint [paths]    find what a protocol must not do, without exploring it

Follows each function that a handler reaches, through the types: clocks, randomness, input and
output, hidden state, values changed in place, messages that nobody hears, timers that are never
armed. A folder stands for every protocol.ts and model.ts in it and below.

  --format <name>     pretty, json, sarif or github
  --json              the same as --format json

examples
  lockstep lint specs
  lockstep lint specs/consensus/raft/protocol.ts --json
  lockstep lint . --format sarif > lockstep.sarif

exit codes
  0 nothing to complain of    2 something to mend, in the command or in a spec
`

const counted = (count: number, name: string): string => `${count} ${name}${count === 1 ? "" : "s"}`

const told = ({ diagnostics, protocols }: Findings, format: Format): string => {
  if (format === "json") return json(diagnostics)
  if (format === "sarif") return sarif(diagnostics)
  if (format === "github") return github(diagnostics)
  if (diagnostics.length === 0) return `nothing to complain of in ${counted(protocols, "protocol")}\n`
  return `${pretty(diagnostics)}\n${counted(diagnostics.length, "diagnostic")} in ${counted(protocols, "protocol")}\n`
}

/** Analyses the protocols that the command line names. */
export const run = async (argv: readonly string[]): Promise<number | UserError> => {
  const parsed = parse("lint", argv, options)
  if ("kind" in parsed) return parsed
  const format = readFormat(formats, parsed.values)
  if (typeof format !== "string") return format
  const found = findIn(parsed.positionals.length === 0 ? ["."] : parsed.positionals)
  if (found.kind === "user-error") return found
  process.stdout.write(told(found, format))
  return found.diagnostics.length === 0 ? 0 : userErrorCode
}
