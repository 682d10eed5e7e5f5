import { availableParallelism } from "node:os"
import { workersQuantity } from "../check/limits.ts"
import { pathsOf, readSettings } from "../config/read.ts"
import type { UserError } from "../messages.ts"
import { limitLoading } from "../load/module.ts"
import type { MutateArguments } from "../mutate/run.ts"
import { parse, readNumbers } from "../options.ts"

const options = {
  instance: { type: "string", multiple: true },
  threshold: { type: "string" },
  workers: { type: "string" },
  timeout: { type: "string" },
  json: { type: "boolean" },
} as const

const quantities = [
  ["threshold", "threshold", /^(\d{1,2}|100)$/, "--threshold 90"],
  workersQuantity,
  ["timeout", "timeoutMillis", /^([1-9]\d{0,8})(ms|s|min|h)$/, "--timeout 10min"],
] as const

/** What `lockstep mutate --help` prints. */
export const help = `lockstep mutate [paths]    change the handlers of protocols, and see whether their models notice

Drops guards, flips comparisons, lets a quorum have one too few, makes durable fields volatile, forgets
effects and writes, one change at a time and never on disk. Each is checked; what no property, goal or
fault notices survives, and tells what the model does not speak of. Changes that alter no state and no
step are left out of the score, and so are those that a survivors.json beside the model explains:
[{ "before": "…", "after": "…", "because": "…" }].

  --instance <name>   check on this one, and on others named so (default: quick, and all
                      that have no more than 20,000 states)
  --threshold <n>     how many of a hundred changes must be noticed (default: 90)
  --workers <n>       changes that are tried at once (default: all cores)
  --timeout <10min>   stop after this long; what is not tried is not counted
  --json              say it as data

examples
  lockstep mutate specs/consensus/election
  lockstep mutate specs/consensus/raft --instance quick --instance doubled --threshold 80

exit codes
  0 enough is noticed
  2 a mistake in the command or a spec
  6 the score lies below the threshold, whatever is not tried yet, or no change counts
  7 time ran out before every change was tried, and the threshold can still be reached
`

const read = async (argv: readonly string[]): Promise<MutateArguments | UserError> => {
  const parsed = parse("mutate", argv, options)
  if ("kind" in parsed) return parsed
  const { values, positionals } = parsed
  const numbers = readNumbers(quantities, values)
  if ("kind" in numbers) return numbers
  const settings = await readSettings()
  if ("kind" in settings) return settings
  const { threshold = 90, workers = availableParallelism(), timeoutMillis } = numbers
  limitLoading(timeoutMillis)
  return {
    paths: pathsOf(positionals, settings),
    instances: values.instance ?? [],
    threshold,
    workers,
    json: values.json ?? false,
    ...(timeoutMillis !== undefined && { timeoutMillis }),
  }
}

/** Tries out changes to the protocols that the command line names. */
export const run = async (argv: readonly string[]): Promise<number | UserError> => {
  const asked = await read(argv)
  if ("kind" in asked) return asked
  const { runMutate } = await import("../mutate/run.ts")
  return runMutate(asked)
}
