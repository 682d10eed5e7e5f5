import { parseArgs } from "node:util"
import { type UserError, userErrors } from "./messages.ts"

const formats = ["pretty", "json", "mermaid", "itf"] as const
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
  /** Salts the fingerprints: what collides under one seed does not under another. */
  readonly seed?: number
}

export interface HelpArguments {
  readonly kind: "help" | "version"
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

const units: { readonly [unit: string]: number } = {
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
}

/** The options that are numbers: how each is called here, how it is written, and an example of it. */
const quantities = [
  ["workers", "workers", /^([1-9]\d{0,2})$/, "--workers 2"],
  ["memory", "memoryBytes", /^([1-9]\d{0,8})([kmg])b?$/, "--memory 4g"],
  ["timeout", "timeoutMillis", /^([1-9]\d{0,8})(ms|s|min|h)$/, "--timeout 60s"],
  ["seed", "seed", /^(\d{1,9})$/, "--seed 7"],
] as const

type Values = { readonly [flag in keyof typeof options]?: string | boolean | undefined }
type Numbers = Pick<CheckArguments, "workers" | "memoryBytes" | "timeoutMillis" | "seed">

const readNumbers = (values: Values): Numbers | UserError => {
  const numbers: { [name: string]: number } = {}
  for (const [flag, name, pattern, example] of quantities) {
    const text = values[flag]
    if (typeof text !== "string") continue
    const match = pattern.exec(text.toLowerCase())
    if (match === null) return userErrors.badNumber(flag, text, example)
    numbers[name] = Number(match[1]) * (units[match[2] ?? ""] ?? 1)
  }
  return numbers
}

const readFormat = (json: boolean | undefined, name: string | undefined): Format | UserError => {
  if (json && name !== undefined && name !== "json") return userErrors.twoFormats(name)
  const wanted = json ? "json" : (name ?? "pretty")
  return formats.find((format) => format === wanted) ?? userErrors.unknownFormat(wanted)
}

const parse = (argv: readonly string[]) => {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split(/\.\s/)
    return userErrors.unknownOption(`${reason.charAt(0).toLowerCase()}${reason.slice(1)}`)
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
  const format = readFormat(values.json, values.format)
  if (typeof format !== "string") return format
  const numbers = readNumbers(values)
  if ("kind" in numbers) return numbers
  return {
    kind: "check",
    paths: paths.length === 0 ? ["."] : paths,
    exact: values.exact ?? false,
    format,
    ...(values.instance !== undefined && { instance: values.instance }),
    ...numbers,
  }
}
