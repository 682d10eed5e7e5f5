import { parseArgs, type ParseArgsConfig } from "node:util"
import { type UserError, userErrors } from "./messages.ts"

type Options = NonNullable<ParseArgsConfig["options"]>

/** A negative number is a value, though it begins like an option: what is wrong with it is said by whoever reads it. */
const withNegatives = (argv: readonly string[], options: Options): string[] => {
  const words: string[] = []
  for (const word of argv) {
    const [, flag = ""] = /^--([\w-]+)$/.exec(words.at(-1) ?? "") ?? []
    const isValue = /^-\d/.test(word) && options[flag]?.type === "string" && !words.includes("--")
    if (isValue) words[words.length - 1] = `--${flag}=${word}`
    else words.push(word)
  }
  return words
}

const whatIsWrong = (error: unknown): string => {
  const [reason = ""] = (error instanceof Error ? error.message : String(error)).split(/\.\s/)
  return reason
    .replace(
      /^Option '(?:-\w, )?(--[\w-]+)' argument is ambiguous$/,
      "$1 is given no value: what follows it is an option",
    )
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase())
}

/** The option that is given nothing, as by a variable of the shell that is not set. */
const emptyAmong = (values: object): string | undefined =>
  Object.entries(values).find(([, value]) => [value].flat().includes(""))?.[0]

/** Reads the words behind a command's name by its table of options. */
export const parse = <const Table extends Options>(command: string, argv: readonly string[], options: Table) => {
  try {
    const parsed = parseArgs({ args: withNegatives(argv, options), options, allowPositionals: true, strict: true })
    const empty = emptyAmong(parsed.values)
    return empty === undefined ? parsed : userErrors.emptyOption(empty, command)
  } catch (error) {
    const reason = whatIsWrong(error)
    const [, given = ""] = /^unknown option '-*([\w-]+)/.exec(reason) ?? []
    const known = ["help", ...Object.keys(options)]
    return userErrors.unknownOption(reason, command, given, known)
  }
}

/** Whether the words ask for data on stdout; also where they cannot be read otherwise. */
export const asksForJson = (argv: readonly string[]): boolean =>
  argv.some(
    (word, at) =>
      word === "--json" ||
      /^--(?:format|reporter)=json$/.test(word) ||
      (word === "json" && /^--(?:format|reporter)$/.test(argv[at - 1] ?? "")),
  )

/** The format that was asked for: the first of a command's formats is its usual one. */
export const readFormat = <Format extends string>(
  formats: readonly [Format, ...Format[]],
  { json, format }: { readonly json?: boolean | undefined; readonly format?: string | undefined },
): Format | UserError => {
  if (json && format !== undefined && format !== "json") return userErrors.notTogether("--json", `--format ${format}`)
  const wanted = json ? "json" : (format ?? formats[0])
  return formats.find((known) => known === wanted) ?? userErrors.unknownFormat(wanted, formats)
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

/** An option that is a number: how it is called by the program, how it may look, and an example of it. */
export type Quantity<Flag extends string, Name extends string> = readonly [Flag, Name, RegExp, string]

/** Reads the options that are numbers, those with a unit among them. */
export const readNumbers = <Flag extends string, Name extends string>(
  quantities: readonly Quantity<Flag, Name>[],
  values: { readonly [flag in Flag]?: string | undefined },
): { readonly [name in Name]?: number } | UserError => {
  const numbers: { [name in Name]?: number } = {}
  for (const [flag, name, pattern, example] of quantities) {
    const text = values[flag]
    if (text === undefined) continue
    const match = pattern.exec(text.toLowerCase())
    if (match === null) return userErrors.badNumber(flag, text, example)
    numbers[name] = Number(match[1]) * (units[match[2] ?? ""] ?? 1)
  }
  return numbers
}
