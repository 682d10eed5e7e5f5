import { parseArgs } from "node:util"
import { type UserError, userErrors } from "./trouble.ts"

export const formats = ["pretty", "json", "mermaid", "itf"] as const
export type Format = (typeof formats)[number]

/** What `lockstep check` was asked to do. */
export interface CheckArguments {
  readonly kind: "check"
  readonly paths: readonly string[]
  readonly instance?: string
  readonly workers?: number
  readonly memoryBytes?: number
  readonly timeoutMillis?: number
  readonly exact: boolean
  readonly format: Format
  readonly seed?: number
}

export interface HelpArguments {
  readonly kind: "help" | "version"
}

const units: { readonly [unit: string]: number } = {
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
}

const quantity = (flag: string, text: string, pattern: RegExp, example: string): number | UserError => {
  const match = pattern.exec(text)
  if (match === null) return userErrors.badNumber(flag, text, example)
  return Number(match[1]) * (units[match[2] ?? ""] ?? 1)
}

const options = {
  instance: { type: "string" },
  workers: { type: "string" },
  memory: { type: "string" },
  timeout: { type: "string" },
  exact: { type: "boolean" },
  json: { type: "boolean" },
  format: { type: "string" },
  seed: { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const

const quantities = [
  ["workers", "workers", /^([1-9]\d*)$/, "--workers 2"],
  ["memory", "memoryBytes", /^([1-9]\d*)([kmg])b?$/i, "--memory 4g"],
  ["timeout", "timeoutMillis", /^([1-9]\d*)(ms|s|min|h)$/, "--timeout 60s"],
  ["seed", "seed", /^(\d+)$/, "--seed 7"],
] as const

const parse = (argv: readonly string[]) => {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
  } catch (error) {
    return userErrors.badArguments(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error))
  }
}

/** Reads the command line. */
export const readArguments = (argv: readonly string[]): CheckArguments | HelpArguments | UserError => {
  const parsed = parse(argv)
  if ("kind" in parsed) return parsed
  const { values, positionals } = parsed
  if (values.version) return { kind: "version" }
  const [command, ...paths] = positionals
  if (values.help || command === undefined) return { kind: "help" }
  if (command !== "check") return userErrors.unknownCommand(command)
  const format = formats.find((name) => name === (values.json ? "json" : (values.format ?? "pretty")))
  if (format === undefined) return userErrors.unknownFormat(values.format ?? "")
  const numbers: { [name: string]: number } = {}
  for (const [flag, name, pattern, example] of quantities) {
    const text = values[flag]
    if (text === undefined) continue
    const number = quantity(flag, text.toLowerCase(), pattern, example)
    if (typeof number !== "number") return number
    numbers[name] = number
  }
  return {
    kind: "check",
    paths: paths.length === 0 ? ["."] : paths,
    exact: values.exact ?? false,
    format,
    ...(values.instance !== undefined && { instance: values.instance }),
    ...numbers,
  }
}

export const help = `lockstep check [paths]    explore every behaviour of the models in a file or folder

  --instance <name>       only this exported model
  --workers <n>           threads (default: all cores)
  --memory <4g>           stop, inconclusive, when the search needs more
  --timeout <60s>         stop, inconclusive, after this long
  --exact                 keep states whole instead of 64-bit fingerprints
  --format <name>         pretty, json, mermaid or itf (--json is --format json)
  --seed <n>              accepted for scripts; an exhaustive search has no chance in it

  lockstep check specs/consensus/raft
  lockstep check specs/consensus/raft/model.ts --instance quick --workers 1
  lockstep check . --json > report.json

exit codes: 0 verified, 2 usage or spec error, 4 safety violation, 6 vacuous, 7 inconclusive, 130 interrupted
`
