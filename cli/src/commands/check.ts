import { cacheFolder } from "../cache/folder.ts"
import { limitQuantities, limitsFor } from "../check/limits.ts"
import type { CheckArguments } from "../check/run.ts"
import type { Brief } from "../compare/brief.ts"
import { pathsOf, readsAll, readSettings, type Settings } from "../config/read.ts"
import { limitLoading } from "../load/module.ts"
import { isUserError, type UserError, userErrors } from "../messages.ts"
import { parse, readNumbers } from "../options.ts"
import { type Reporter, readReporters } from "../report/reporters.ts"

const options = {
  instance: { type: "string" },
  show: { type: "string", multiple: true },
  coverage: { type: "boolean" },
  workers: { type: "string" },
  memory: { type: "string" },
  timeout: { type: "string" },
  exact: { type: "boolean" },
  "no-lint": { type: "boolean" },
  "no-cache": { type: "boolean" },
  json: { type: "boolean" },
  format: { type: "string" },
  reporter: { type: "string", multiple: true },
  compare: { type: "string" },
  watch: { type: "boolean" },
  seed: { type: "string" },
} as const

const quantities = [...limitQuantities, ["seed", "seed", /^(\d{1,9})$/, "--seed 7"]] as const

/** What `lockstep check --help` prints. */
export const help = `lockstep check [paths]    explore every behaviour of the models in files or folders

A folder stands for its model.ts, or for every model.ts below it. Each export that is a
model or an algorithm is an instance; one called nightly runs only when it is named.

  --instance <name>   only the instances of this name
  --show <goal>       print the shortest way to what is \`reachable\`, as of what is broken; several can be had
  --coverage          tell what code of the spec never ran; explores with one thread
  --workers <n>       threads (default: all cores)
  --memory <4g>       stop, inconclusive, when the search keeps more than this
                      (default: three quarters of the machine's memory)
  --timeout <60s>     stop, inconclusive, after this long (ms, s, min, h)
  --exact             keep states whole, instead of 64 bits of each
  --no-lint           leave out the analysis (\`lockstep lint\`) that runs beside the search
  --no-cache          explore what did not change since it was last checked, too
  --reporter <name>   pretty, json, junit, sarif, github, markdown, itf, mermaid or html; with =<file> it
                      goes there; several can be had, and pretty is printed unless another one is
  --format <name>     the same as --reporter <name>
  --json              the same as --reporter json
  --compare <file>    say what changed since a run that wrote this file with --reporter json=<file>
  --watch             check again after each save, and say what changed
  --seed <n>          salts those 64 bits: a second run collides elsewhere, if at all

examples
  lockstep check specs/consensus/election
  lockstep check specs/consensus/election/model.ts --instance quick --workers 1
  lockstep check specs/consensus/election --instance quick --show someoneLeads
  lockstep check specs/consensus/election/mutants.ts --instance forgetsItsVote --format mermaid
  lockstep check . --timeout 10min --memory 4g --json > report.json
  lockstep check specs/consensus/election --instance quick --watch
  lockstep check --compare base.json --reporter markdown=summary.md
  lockstep check --reporter junit=lockstep.xml --reporter html=lockstep.html

exit codes
  0 verified, within the stated bounds    6 vacuous: a goal not reached, a handler never run
  2 a mistake in the command or a spec    7 inconclusive: time or memory ran out
  4 a property is broken
`

type Values = Exclude<ReturnType<typeof parseOptions>, UserError>["values"]

const parseOptions = (argv: readonly string[]) => parse("check", argv, options)

/** What is printed is for people, where nothing else is asked for. */
const reportersOf = (values: Values, { config, path }: Settings): readonly Reporter[] | UserError => {
  const { json = false, format, reporter = [] } = values
  const asked = [...(json ? ["json"] : []), ...(format === undefined ? [] : [format]), ...reporter]
  const read = readReporters(asked.length > 0 ? asked : (config.reporters ?? []))
  if (isUserError(read)) return read
  const located = read.map((one) =>
    asked.length > 0 || one.file === undefined ? one : { ...one, file: path(one.file) },
  )
  return located.some(({ file }) => file === undefined) ? located : [...located, { name: "pretty" }]
}

/** Who wants to see what runs, must let it run. */
const cacheOf = (values: Values, { config: { cache }, path }: Settings): Pick<CheckArguments, "cache"> => {
  const folder = values["no-cache"] || values.coverage ? undefined : cacheFolder(cache ? path(cache) : cache)
  return folder === undefined ? {} : { cache: folder }
}

/** Only where all of the project is read, every name of the configuration should be met. */
const limitedOf = (given: readonly string[], settings: Settings): Pick<CheckArguments, "limited"> => {
  if (!readsAll(given, settings)) return {}
  const { config, placeOf } = settings
  return { limited: Object.keys(config.instances ?? {}).map((name) => ({ name, place: placeOf(["instances", name]) })) }
}

const read = async (argv: readonly string[]): Promise<CheckArguments | UserError> => {
  const parsed = parseOptions(argv)
  if ("kind" in parsed) return parsed
  const { values, positionals } = parsed
  const numbers = readNumbers(quantities, values)
  if ("kind" in numbers) return numbers
  if (values.exact === true && values.seed !== undefined) return userErrors.notTogether("--exact", "--seed")
  const { coverage = false } = values
  if (coverage && (numbers.workers ?? 1) > 1) return userErrors.notTogether("--coverage", "--workers")
  const settings = await readSettings()
  if ("kind" in settings) return settings
  const reporters = reportersOf(values, settings)
  if (isUserError(reporters)) return reporters
  const { seed, ...flags } = numbers
  const limits = limitsFor(settings.config, coverage ? { ...flags, workers: 1 } : flags)
  limitLoading(limits("").timeoutMillis)
  return {
    paths: pathsOf(positionals, settings),
    exact: values.exact ?? false,
    lint: values["no-lint"] !== true,
    coverage,
    reporters,
    shown: [...new Set(values.show ?? [])],
    limits,
    ...(values.instance !== undefined && { instance: values.instance }),
    ...(values.compare !== undefined && { compare: values.compare }),
    ...limitedOf(positionals, settings),
    ...cacheOf(values, settings),
    ...(seed !== undefined && { seed }),
  }
}

/** Hears what one run of `check` reads, and in a few words what it found. */
export interface Listener {
  readonly reads: (paths: readonly string[]) => void
  readonly found: (briefs: readonly Brief[]) => void
}

/** Reads the command line once, and explores the models that it names. */
export const checkOnce = async (argv: readonly string[], listener?: Listener): Promise<number | UserError> => {
  const asked = await read(argv)
  if ("kind" in asked) return asked
  listener?.reads(asked.paths)
  const { runChecks } = await import("../check/run.ts")
  return runChecks(asked, listener?.found)
}

/** Explores the models that the command line names. */
export const run = async (argv: readonly string[]): Promise<number | UserError> => {
  const asked = parseOptions(argv)
  if ("kind" in asked || asked.values.watch !== true) return checkOnce(argv)
  const { watch } = await import("../watch/watch.ts")
  return watch(argv)
}
