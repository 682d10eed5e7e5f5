import { unreadCode, userErrorCode } from "./exit.ts"
import { endingFailure, lateFailure } from "./load/failure.ts"
import { fileLoading } from "./load/module.ts"
import { fail, failFor, main } from "./main.ts"
import { formatMessage } from "./format-message.ts"
import { userErrors } from "./messages.ts"

/** What still runs when all is said is a spec's, and nobody waits for it. */
const graceMillis = 100

const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => void stream.write("", () => resolve()))

/** What Node says beside the error by which a module is refused, and which is told with its place and what to do. */
const isToldAnyway = ({ message }: Error): boolean => message.startsWith("Failed to load the ES module: ")

/** Every other warning is for whoever heard of warnings before. */
const tellWarningsOnce = (): void => {
  const listeners = process.listeners("warning")
  process.removeAllListeners("warning")
  process.on("warning", (warning) => {
    if (!isToldAnyway(warning)) for (const listener of listeners) listener(warning)
  })
}

/** What ends the process for good, or with a dump of the engine, goes through what tells of it, whoever calls it. */
const tellBeforeEnd = (): void => {
  const reallyExit: unknown = Reflect.get(process, "reallyExit")
  Reflect.set(process, "reallyExit", (code: number): never => {
    Reflect.set(process, "reallyExit", reallyExit)
    return process.exit(code)
  })
  Reflect.set(process, "abort", (): never => process.exit())
}

/**
 * Tells what goes wrong in this process beside what is waited for, and `end` the exit code for it: what a spec throws late, a spec
 * that ends the process or keeps it waiting, and a reader who has gone. What is given back says that all is done.
 */
export const guard = (argv: readonly string[], end: (code: number) => void): (() => void) => {
  let isOver = false
  const over = (code: number): void => {
    isOver = true
    end(code)
  }
  /** A reader that has seen enough closes the pipe: nobody is left to tell, and nothing is verified. */
  const failedToWrite = (stream: "stdout" | "stderr", { code, message }: NodeJS.ErrnoException): void => {
    if (code === "EPIPE") return over(unreadCode)
    if (stream === "stderr") return
    process.stderr.write(formatMessage(userErrors.cannotWrite("standard output", message)))
    over(userErrorCode)
  }
  for (const stream of ["stdout", "stderr"] as const)
    process[stream].on("error", (error) => failedToWrite(stream, error))
  process.on("uncaughtException", (error) => {
    const failure = lateFailure(error)
    over(failure === undefined ? failFor(argv, error) : fail(argv, failure))
  })
  process.on("beforeExit", () => {
    const file = fileLoading()
    if (!isOver) over(fail(argv, file === undefined ? userErrors.endsCommand(undefined) : userErrors.neverLoaded(file)))
  })
  tellBeforeEnd()
  tellWarningsOnce()
  process.on("exit", () => {
    if (!isOver) over(fail(argv, endingFailure()))
  })
  return () => {
    isOver = true
  }
}

/** Runs the command in a process of its own, which ends when the command does and not when a spec wants it to. */
export const runAlone = async (argv: readonly string[]): Promise<void> => {
  const done = guard(argv, (code) => process.exit(code))
  const code = await main(argv)
  process.exitCode = code
  done()
  await Promise.all([flushed(process.stdout), flushed(process.stderr)])
  setTimeout(() => process.exit(code), graceMillis).unref()
}
