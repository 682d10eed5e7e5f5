import { unreadCode, userErrorCode } from "./exit.ts"
import { endingFailure, lateFailure } from "./load/failure.ts"
import { fileLoading } from "./load/module.ts"
import { fail, failFor, main } from "./main.ts"
import { formatMessage, userErrors } from "./messages.ts"

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
  /** A reader that has seen enough closes the pipe: nobody is left to tell, and nothing is verified. */
  const failedToWrite = (stream: "stdout" | "stderr", { code, message }: NodeJS.ErrnoException): void => {
    if (code === "EPIPE") return end(unreadCode)
    if (stream === "stderr") return
    process.stderr.write(formatMessage(userErrors.cannotWrite("standard output", message)))
    end(userErrorCode)
  }
  for (const stream of ["stdout", "stderr"] as const)
    process[stream].on("error", (error) => failedToWrite(stream, error))
  process.on("uncaughtException", (error) => {
    const failure = lateFailure(error)
    end(failure === undefined ? failFor(argv, error) : fail(argv, failure))
  })
  process.on("beforeExit", () => {
    const file = fileLoading()
    if (!isOver) end(fail(argv, file === undefined ? userErrors.endsCommand(undefined) : userErrors.neverLoaded(file)))
  })
  process.on("exit", () => {
    if (!isOver) process.exitCode = fail(argv, endingFailure())
  })
  const code = await main(argv)
  process.exitCode = code
  isOver = true
  await Promise.all([flushed(process.stdout), flushed(process.stderr)])
  setTimeout(() => process.exit(code), graceMillis).unref()
}
