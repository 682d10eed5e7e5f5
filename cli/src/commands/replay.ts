import { type UserError, userErrors } from "../messages.ts"
import { parse, readNumbers } from "../options.ts"

const options = {
  spec: { type: "string" },
  instance: { type: "string" },
  accept: { type: "string" },
  budget: { type: "string" },
  json: { type: "boolean" },
  inspect: { type: "boolean" },
} as const

const quantities = [["budget", "budgetMillis", /^([1-9]\d{0,8})(ms|s|min|h)$/, "--budget 10s"]] as const

/** What `lockstep replay --help` prints. */
export const help = `lockstep replay <trace>      say whether a spec allows what was recorded

Runs every step that nodes have recorded (docs/trace-format.md) again, by the handlers of the
spec, and compares all that comes of it; every message received must have been sent; and the
protocol's properties must hold of the whole, as far as all of it was recorded. What a trace
does not tell is taken on trust, and said. Takes the report of \`check --json\`, too: then each
counterexample is held against the model, and a debugger can step through its handlers.

  --spec <path>         the spec: a model.ts, or the folder of one; a report names its own
  --instance <name>     the model of a report's counterexample
  --accept <hash>       take steps of a trace that were recorded by the build of another spec
  --budget <10s>        evaluate properties of a trace no longer than this (default: 5s)
  --inspect             let a debugger attach, and stop it in the handler of each step of a counterexample
  --json                say it as data

examples
  lockstep replay /var/lib/election/trace --spec specs/consensus/election
  lockstep replay n1.xjrut6ey6.000001.jsonl --spec specs/consensus/election
  lockstep replay report.json --inspect

exit codes
  0 the spec allows it          2 a mistake in the command, or in a line of the trace
  9 the spec does not allow it
`

/** Replays the traces that the command line names. */
export const run = async (argv: readonly string[]): Promise<number | UserError> => {
  const parsed = parse("replay", argv, options)
  if ("kind" in parsed) return parsed
  const { values, positionals: paths } = parsed
  if (paths.length === 0)
    return userErrors.pathCount("replay", "files or a folder of a trace", 0, "lockstep replay dist/trace --spec spec")
  const numbers = readNumbers(quantities, values)
  if ("kind" in numbers) return numbers
  const { spec, instance, accept } = values
  const { runReplay } = await import("../replay/run.ts")
  return runReplay({
    ...{ paths, ...numbers, json: values.json ?? false, inspects: values.inspect ?? false },
    ...(spec !== undefined && { spec }),
    ...(instance !== undefined && { instance }),
    ...(accept !== undefined && { accept }),
  })
}
