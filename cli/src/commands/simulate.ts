import { availableParallelism } from "node:os"
import { type FaultName, faultNames } from "@lockstep/simulator"
import { workersQuantity } from "../check/limits.ts"
import { type UserError, userErrors } from "../messages.ts"
import { parse, readNumbers } from "../options.ts"
import type { SimulateArguments, Span } from "../simulate/arguments.ts"

const options = {
  instance: { type: "string" },
  seed: { type: "string" },
  runs: { type: "string" },
  decisions: { type: "string" },
  workers: { type: "string" },
  faults: { type: "string" },
  nodes: { type: "string", multiple: true },
  timer: { type: "string", multiple: true },
  trace: { type: "boolean" },
  save: { type: "string" },
  replay: { type: "string" },
  json: { type: "boolean" },
} as const

const atLeastOne = /^([1-9]\d{0,8})$/
const quantities = [
  ["seed", "seed", /^(\d{1,9})$/, "--seed 7"],
  ["runs", "runs", atLeastOne, "--runs 1000"],
  ["decisions", "decisions", atLeastOne, "--decisions 500"],
  workersQuantity,
] as const

/** What `lockstep simulate --help` prints. */
export const help = `lockstep simulate <path>    run the code that is generated from a protocol in a seeded world

Compiles the protocol in memory and runs its nodes on the runtime that ships, with a clock, a
network, disks and a scheduler that a seed decides. Every step must be one of the model's and
keep all of its properties; nodes must remember what anybody saw of them, and answer in the end.

  --instance <name>       the instance whose nodes, clients and faults are taken (default: quick, or the first)
  --runs <n>              how many schedules (default: 500)
  --seed <n>              the first seed (default: 0); a failure names its own
  --decisions <n>         how much happens in a run, at most (default: 800)
  --workers <n>           threads (default: all cores): what comes of the runs is the same for any number
  --faults <a,b>          these, and not those of the model: ${faultNames.slice(0, 5).join(", ")},
                          ${faultNames.slice(5).join(", ")}; or none
  --nodes <role=n>        another number of nodes of a role
  --timer <name=50ms>     how long a timer runs, or between what: election=150ms-300ms
  --trace                 print the run of the first seed, one line a step, and nothing else
  --save <file>           keep a failure, as a file that --replay takes
  --replay <file>         run what was kept, and nothing else
  --json                  say it as data

examples
  lockstep simulate specs/consensus/raft
  lockstep simulate specs/consensus/raft --runs 5000 --faults loss,crash,disk --nodes servers=5
  lockstep simulate specs/consensus/election/mutants.ts --instance votesTwice --save dist/votes-twice.json
  lockstep simulate --replay dist/votes-twice.json

exit codes
  0 every run kept every property and promise     6 vacuous: a goal was reached in no run
  2 a mistake in the command or a spec            4 a property or a promise is broken
`

const faultsIn = (text: string): ReadonlySet<FaultName> | UserError => {
  const words = text === "none" ? [] : text.split(",")
  const strange = words.find((word) => !faultNames.some((name) => name === word))
  if (strange !== undefined) return userErrors.unknownChoice("faults", strange, [...faultNames, "none"])
  return new Set(faultNames.filter((name) => words.includes(name)))
}

const nodesIn = (texts: readonly string[]): { readonly [role: string]: number } | UserError => {
  const nodes: { [role: string]: number } = {}
  for (const text of texts) {
    const [, role, count] = /^(\w+)=([1-9]\d?)$/.exec(text) ?? []
    if (role === undefined) return userErrors.badNumber("nodes", text, "--nodes servers=5")
    nodes[role] = Number(count)
  }
  return nodes
}

const timersIn = (texts: readonly string[]): { readonly [timer: string]: Span } | UserError => {
  const timers: { [timer: string]: Span } = {}
  for (const text of texts) {
    const [, timer, shortest, longest] = /^(\w+)=(\d{1,7})ms(?:-(\d{1,7})ms)?$/.exec(text) ?? []
    const span: Span = [Number(shortest), Number(longest ?? shortest)]
    if (timer === undefined || span[1] < span[0])
      return userErrors.badNumber("timer", text, "--timer election=150ms-300ms")
    timers[timer] = span
  }
  return timers
}

type Values = Exclude<ReturnType<typeof parseOptions>, UserError>["values"]

const parseOptions = (argv: readonly string[]) => parse("simulate", argv, options)

/** What is printed or run alone leaves nothing for these to say. */
const surplusOf = {
  replay: ["instance", "seed", "runs", "decisions", "workers", "faults", "nodes", "timer", "trace", "save", "json"],
  trace: ["runs", "workers", "save", "json"],
} as const

const surplusIn = (values: Values): UserError | undefined => {
  for (const alone of ["replay", "trace"] as const) {
    const surplus = surplusOf[alone].find((flag) => values[alone] !== undefined && values[flag] !== undefined)
    if (surplus !== undefined) return userErrors.notTogether(`--${alone}`, `--${surplus}`)
  }
  return undefined
}

const isError = (value: object): value is UserError => "kind" in value && value.kind === "user-error"

const read = (argv: readonly string[]): SimulateArguments | UserError => {
  const parsed = parseOptions(argv)
  if ("kind" in parsed) return parsed
  const { values, positionals } = parsed
  const surplus = surplusIn(values)
  if (surplus !== undefined) return surplus
  const { replay, instance, save } = values
  const example = "lockstep simulate specs/consensus/raft"
  if (replay === undefined && positionals.length !== 1)
    return userErrors.pathCount("simulate", "one path", positionals.length, example)
  if (replay !== undefined && positionals.length > 0) return userErrors.notTogether("--replay", "a path")
  const numbers = readNumbers(quantities, values)
  if ("kind" in numbers) return numbers
  const faults = values.faults === undefined ? undefined : faultsIn(values.faults)
  if (faults !== undefined && isError(faults)) return faults
  const nodes = nodesIn(values.nodes ?? [])
  if (isError(nodes)) return nodes
  const timers = timersIn(values.timer ?? [])
  if (isError(timers)) return timers
  return {
    ...{ path: positionals[0] ?? "", runs: 500, seed: 0, workers: availableParallelism(), ...numbers, nodes, timers },
    ...{ trace: values.trace ?? false, json: values.json ?? false },
    ...(faults !== undefined && { faults }),
    ...(instance !== undefined && { instance }),
    ...(save !== undefined && { save }),
    ...(replay !== undefined && { replay }),
  }
}

/** Simulates the protocol that the command line names. */
export const run = async (argv: readonly string[]): Promise<number | UserError> => {
  const asked = read(argv)
  if ("kind" in asked) return asked
  const { runSimulation } = await import("../simulate/run.ts")
  return runSimulation(asked)
}
