import { unreadCode } from "./exit.ts"
import { endingFailure, lateFailure } from "./load/failure.ts"
import { fileLoading } from "./load/module.ts"
import { fail, failOurselves, main } from "./main.ts"
import { userErrors } from "./messages.ts"

/** What still runs when all is said is a spec's, and nobody waits for it. */
const graceMillis = 100

const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => void stream.write("", () => resolve()))

/** Runs the command in a process of its own, which ends when the command does and not when a spec wants it to. */
export const runAlone = async (argv: readonly string[]): Promise<void> => {
  let isOver = false
  const end = (code: number): void => {
    isOver = true
    process.exit(code)
  }
  process.on("uncaughtException", (error) => {
    const failure = lateFailure(error)
    end(failure === undefined ? failOurselves(argv, error) : fail(argv, failure))
  })
  process.on("beforeExit", () => {
    const file = fileLoading()
    if (!isOver) end(fail(argv, file === undefined ? userErrors.endsCommand(undefined) : userErrors.neverLoaded(file)))
  })
  process.on("exit", (code) => {
    if (!isOver && code !== unreadCode) process.exitCode = fail(argv, endingFailure())
  })
  const code = await main(argv)
  process.exitCode = code
  isOver = true
  await Promise.all([flushed(process.stdout), flushed(process.stderr)])
  setTimeout(() => process.exit(code), graceMillis).unref()
}
