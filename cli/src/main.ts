import { readFileSync } from "node:fs"
import { readArguments } from "./arguments.ts"
import { ownFaultCode, unreadCode, userErrorCode } from "./exit.ts"
import { help } from "./help.ts"
import { formatOwnFault, formatUserError, type UserError } from "./messages.ts"
import { runChecks } from "./run.ts"

const version = (): string => {
  const description = readFileSync(new URL("../package.json", import.meta.url), "utf8")
  const { version } = JSON.parse(description) as { readonly version: string }
  return `${version}\n`
}

const fail = (error: UserError): number => {
  process.stderr.write(formatUserError(error))
  return userErrorCode
}

const say = (text: string): number => {
  process.stdout.write(text)
  return 0
}

const run = async (argv: readonly string[]): Promise<number> => {
  const asked = readArguments(argv)
  switch (asked.kind) {
    case "help":
      return say(help)
    case "version":
      return say(version())
    case "user-error":
      return fail(asked)
    case "check": {
      const result = await runChecks(asked)
      return typeof result === "number" ? result : fail(result)
    }
  }
}

/** A reader that has seen enough closes the pipe: nobody is left to tell, and nothing is verified. */
const endWithReader = (error: NodeJS.ErrnoException): void => {
  if (error.code !== "EPIPE") throw error
  process.exit(unreadCode)
}

/** Runs the command; the number is its exit code. */
export const main = async (argv: readonly string[]): Promise<number> => {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", endWithReader)
  try {
    return await run(argv)
  } catch (error) {
    process.stderr.write(formatOwnFault(error))
    return ownFaultCode
  }
}
