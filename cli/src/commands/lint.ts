import { formats } from "../lint/formats.ts"
import { pathsOf, readSettings } from "../config/read.ts"
import { isUserError, type UserError } from "../messages.ts"
import { parse, readFormat } from "../options.ts"

const options = { json: { type: "boolean" }, format: { type: "string" } } as const

/** What `lockstep lint --help` prints. */
export const help = `lockstep lint [paths]    find what a spec must not do, without exploring it

Follows each function that a handler or an action reaches, through the types: clocks, randomness,
input and output, hidden state, values changed in place, messages that nobody hears, timers that
are never armed; and what TypeScript says. A folder stands for every protocol.ts and model.ts in it
and below.

  --format <name>     pretty, json, sarif or github
  --json              the same as --format json

examples
  lockstep lint specs
  lockstep lint specs/consensus/raft/protocol.ts --json
  lockstep lint . --format sarif > lockstep.sarif

exit codes
  0 nothing to complain of    2 something to mend, in the command or in a spec
`

/** Analyses the protocols and algorithms that the command line names. */
export const run = async (argv: readonly string[]): Promise<number | UserError> => {
  const parsed = parse("lint", argv, options)
  if ("kind" in parsed) return parsed
  const { values, positionals: paths } = parsed
  const format = readFormat(formats, values)
  if (typeof format !== "string") return format
  const settings = await readSettings()
  if (isUserError(settings)) return settings
  const { runLint } = await import("../lint/run.ts")
  return runLint(pathsOf(paths, settings), format)
}
