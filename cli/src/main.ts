import { commandNames, commandOf } from "./commands/commands.ts"
import { ownFaultCode, userErrorCode } from "./exit.ts"
import { help } from "./help.ts"
import { failureJson, formatMessage, formatOwnFault, ownFault } from "./format-message.ts"
import { type UserError, userErrors } from "./messages.ts"
import { asksForJson, parse } from "./options.ts"
import { placeFailure } from "./place-failure.ts"
import { version } from "./version.ts"

/** Who asked for data gets a failure as data, too. */
export const fail = (argv: readonly string[], error: UserError): number => {
  process.stderr.write(formatMessage(error))
  if (asksForJson(argv)) process.stdout.write(failureJson(error))
  return userErrorCode
}

/** A fault of ours is told likewise. */
const failOurselves = (argv: readonly string[], error: unknown): number => {
  process.stderr.write(formatOwnFault(error))
  if (asksForJson(argv)) process.stdout.write(failureJson(ownFault(error)))
  return ownFaultCode
}

/** Tells of whatever was thrown, by whose fault it is. */
export const failFor = (argv: readonly string[], error: unknown): number => {
  const failure = placeFailure(error)
  return failure === undefined ? failOurselves(argv, error) : fail(argv, failure)
}

const say = (text: string): number => {
  process.stdout.write(text)
  return 0
}

const asksForHelp = (argv: readonly string[]): boolean => argv.some((word) => word === "--help" || word === "-h")

const options = { help: { type: "boolean", short: "h" }, version: { type: "boolean" } } as const

/** Options of a command that stand before it. */
const misplaced = ([option = "", ...rest]: readonly string[]): UserError | undefined => {
  const command = rest.find((word) => commandNames.includes(word))
  return command === undefined ? undefined : userErrors.optionBeforeCommand(option, command)
}

/** What is said where no command is named. */
const runNone = (argv: readonly string[]): number | UserError => {
  const parsed = parse("", argv, options)
  if ("kind" in parsed) return misplaced(argv) ?? parsed
  return say(parsed.values.version ? `${version()}\n` : help)
}

const run = async (argv: readonly string[]): Promise<number | UserError> => {
  const [name, ...rest] = argv
  if (name === "help") return run([...rest, "--help"])
  if (name === undefined || name.startsWith("-")) return runNone(argv)
  const command = await commandOf(name)
  if (command === undefined) return userErrors.unknownCommand(name, commandNames)
  return asksForHelp(rest) ? say(command.help) : command.run(rest)
}

/** Tells what went wrong; the number is the exit code. */
export const settle = async (argv: readonly string[], asked: Promise<number | UserError>): Promise<number> => {
  try {
    const result = await asked
    return typeof result === "number" ? result : fail(argv, result)
  } catch (error) {
    return failFor(argv, error)
  }
}

/** Runs the command; the number is its exit code. */
export const main = (argv: readonly string[]): Promise<number> => settle(argv, run(argv))
