import { pathsOf, readSettings } from "../config/read.ts"
import type { ExploreArguments } from "../explore/run.ts"
import { limitLoading } from "../load/module.ts"
import { type UserError, userErrors } from "../messages.ts"
import { parse, readNumbers } from "../options.ts"

const options = {
  instance: { type: "string" },
  port: { type: "string" },
  timeout: { type: "string" },
  open: { type: "boolean" },
  json: { type: "boolean" },
} as const

const quantities = [
  ["port", "port", /^(\d{1,5})$/, "--port 4040"],
  ["timeout", "timeoutMillis", /^([1-9]\d{0,8})(ms|s|min|h)$/, "--timeout 60s"],
] as const

/** What `lockstep explore --help` prints. */
export const help = `lockstep explore [paths]    step through models on a page in the browser

Serves a page on this machine alone, and prints its address: lanes with messages as arrows, the
state graph as you expand it, what changed, which properties hold, and why an expected step cannot
happen. The model is checked meanwhile: a counterexample opens by itself. Works offline.

  --instance <name>   only the instances of this name
  --port <n>          listen there, or where it can (default: any port that is free)
  --timeout <60s>     stop looking for a counterexample after this long (default: 60s)
  --open              open the page in the browser
  --json              print the address as data

examples
  lockstep explore specs/consensus/election --open
  lockstep explore specs/consensus/election/mutants.ts --instance forgetsItsVote --port 4040

exit codes
  0 ended with Ctrl-C                     2 a mistake in the command or a spec
`

const largestPort = 65_535

const read = async (argv: readonly string[]): Promise<ExploreArguments | UserError> => {
  const parsed = parse("explore", argv, options)
  if ("kind" in parsed) return parsed
  const { values, positionals } = parsed
  const numbers = readNumbers(quantities, values)
  if ("kind" in numbers) return numbers
  const { port = 0, timeoutMillis = 60_000 } = numbers
  if (port > largestPort) return userErrors.badNumber("port", String(port), "--port 4040")
  const settings = await readSettings()
  if ("kind" in settings) return settings
  limitLoading(numbers.timeoutMillis)
  return {
    paths: pathsOf(positionals, settings),
    port,
    timeoutMillis,
    opens: values.open ?? false,
    json: values.json ?? false,
    ...(values.instance !== undefined && { instance: values.instance }),
  }
}

/** Shows the models that the command line names. */
export const run = async (argv: readonly string[]): Promise<number | UserError> => {
  const asked = await read(argv)
  if ("kind" in asked) return asked
  const { runExplore } = await import("../explore/run.ts")
  return runExplore(asked)
}
