import type { UserError } from "../messages.ts"
import { userErrors } from "../messages.ts"
import { parse, readFormat, readNumbers } from "../options.ts"

const options = {
  object: { type: "string" },
  consistency: { type: "string" },
  "per-key": { type: "boolean" },
  budget: { type: "string" },
  json: { type: "boolean" },
  format: { type: "string" },
} as const

const quantities = [["budget", "budgetMillis", /^([1-9]\d{0,8})(ms|s|min|h)$/, "--budget 10s"]] as const

/** What `lockstep judge --help` prints. */
export const help = `lockstep judge <history>    say whether what clients saw can be explained

Reads what clients called and were answered, one event or operation a line (docs/judge.md says
how), and looks for orders of the operations in which an object gives these answers.

  --object <name>       register, kv, text, list, lock, counter or set, or one of your own:
                        model.ts#name (default: register)
  --consistency <name>  linearizable, sequential, causal, read-your-writes, monotonic-reads,
                        monotonic-writes or convergent (default: linearizable)
  --per-key             judge what is about each key by itself; linearizable does so anyway
  --budget <10s>        stop, unknown, after this long (default: 10s)
  --format <name>       pretty, json or html
  --json                the same as --format json

examples
  lockstep judge test/histories/etcd/etcd_002.log
  lockstep judge test/histories/kv/c10-ok.txt --object kv
  lockstep judge history.jsonl --object specs/consensus/raft/model.ts#log --format html > page.html

exit codes
  0 can be explained                          4 cannot
  2 a mistake in the command or the history   7 unknown: the budget ran out, or nothing to judge
`

/** Judges the recording that the command line names. */
export const run = async (argv: readonly string[]): Promise<number | UserError> => {
  const parsed = parse("judge", argv, options)
  if ("kind" in parsed) return parsed
  const { values, positionals } = parsed
  const [path] = positionals
  if (path === undefined || positionals.length > 1)
    return userErrors.pathCount("judge", "one history", positionals.length, "lockstep judge history.jsonl")
  const { formats, runJudge } = await import("../judge/run.ts")
  const format = readFormat(formats, values)
  if (typeof format !== "string") return format
  const numbers = readNumbers(quantities, values)
  if ("kind" in numbers) return numbers
  const { consistencies } = await import("@lockstep/judge")
  const { consistency: wanted = "linearizable", object = "register" } = values
  const consistency = consistencies.find((known) => known === wanted)
  if (consistency === undefined) return userErrors.unknownChoice("consistency", wanted, consistencies)
  return runJudge({
    path,
    object,
    consistency,
    format,
    perKey: values["per-key"] ?? false,
    budgetMillis: numbers.budgetMillis ?? 10_000,
  })
}
