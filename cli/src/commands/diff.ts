import { type UserError, userErrors } from "../messages.ts"
import { parse } from "../options.ts"

const options = { json: { type: "boolean" } } as const

/** What `lockstep diff --help` prints. */
export const help = `lockstep diff <old> <new>    say what a new version of a protocol breaks

Compares what two versions of a protocol send and store, field by field: whether their nodes can
talk to each other, and whether the new version reads what the old one stored.

  --json              say it as data

examples
  lockstep diff released/raft specs/consensus/raft
  lockstep diff old/protocol.ts new/protocol.ts --json

exit codes
  0 unchanged or compatible    3 breaking: the wire, the storage or both
  2 a mistake in the command or a spec
`

/** Compares the two specs that the command line names. */
export const run = async (argv: readonly string[]): Promise<number | UserError> => {
  const parsed = parse("diff", argv, options)
  if ("kind" in parsed) return parsed
  const { values, positionals } = parsed
  const [before, after] = positionals
  if (before === undefined || after === undefined || positionals.length > 2)
    return userErrors.pathCount(
      "diff",
      "two specs",
      positionals.length,
      "lockstep diff released/raft specs/consensus/raft",
    )
  const { runDiff } = await import("../diff/run.ts")
  return runDiff({ before, after, json: values.json ?? false })
}
