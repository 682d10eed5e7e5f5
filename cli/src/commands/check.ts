import { type CheckArguments, formats, runChecks } from "../check/run.ts"
import type { UserError } from "../messages.ts"
import { parse, readFormat, readNumbers } from "../options.ts"

const options = {
  instance: { type: "string" },
  workers: { type: "string" },
  memory: { type: "string" },
  timeout: { type: "string" },
  exact: { type: "boolean" },
  "no-lint": { type: "boolean" },
  json: { type: "boolean" },
  format: { type: "string" },
  seed: { type: "string" },
} as const

const quantities = [
  ["workers", "workers", /^([1-9]\d{0,2})$/, "--workers 2"],
  ["memory", "memoryBytes", /^([1-9]\d{0,8})([kmg])b?$/, "--memory 4g"],
  ["timeout", "timeoutMillis", /^([1-9]\d{0,8})(ms|s|min|h)$/, "--timeout 60s"],
  ["seed", "seed", /^(\d{1,9})$/, "--seed 7"],
] as const

/** What `lockstep check --help` prints. */
export const help = `lockstep check [paths]    explore every behaviour of the models in files or folders

A folder stands for its model.ts, or for every model.ts below it. Each export that is a
model or an algorithm is an instance; one called nightly runs only when it is named.

  --instance <name>   only the instances of this name
  --workers <n>       threads (default: all cores)
  --memory <4g>       stop, inconclusive, when the search keeps more than this
                      (default: three quarters of the machine's memory)
  --timeout <60s>     stop, inconclusive, after this long (ms, s, min, h)
  --exact             keep states whole, instead of 64 bits of each
  --no-lint           leave out the analysis (\`lockstep lint\`) that runs beside the search
  --format <name>     pretty, json, mermaid or itf
  --json              the same as --format json
  --seed <n>          salts those 64 bits: a second run collides elsewhere, if at all

examples
  lockstep check specs/consensus/election
  lockstep check specs/consensus/election/model.ts --instance quick --workers 1
  lockstep check specs/consensus/election/mutants.ts --instance forgetsItsVote --format mermaid
  lockstep check . --timeout 10min --memory 4g --json > report.json

exit codes
  0 verified, within the stated bounds    6 vacuous: a goal not reached, a handler never run
  2 a mistake in the command or a spec    7 inconclusive: time or memory ran out
  4 a property is broken
`

const read = (argv: readonly string[]): CheckArguments | UserError => {
  const parsed = parse("check", argv, options)
  if ("kind" in parsed) return parsed
  const { values, positionals: paths } = parsed
  const format = readFormat(formats, values)
  if (typeof format !== "string") return format
  const numbers = readNumbers(quantities, values)
  if ("kind" in numbers) return numbers
  return {
    paths: paths.length === 0 ? ["."] : paths,
    exact: values.exact ?? false,
    lint: values["no-lint"] !== true,
    format,
    ...(values.instance !== undefined && { instance: values.instance }),
    ...numbers,
  }
}

/** Explores the models that the command line names. */
export const run = async (argv: readonly string[]): Promise<number | UserError> => {
  const asked = read(argv)
  return "kind" in asked ? asked : runChecks(asked)
}
