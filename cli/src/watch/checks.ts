import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { extname } from "node:path"
import { fileURLToPath } from "node:url"
import type { Answer, Order } from "./messages.ts"

/** Checks in processes of their own, of which one is under way at most. */
export interface Checks {
  /** Begins a check, in place of the one that is under way. */
  readonly begin: () => void
  readonly end: () => void
}

/** What is heard of checks. */
export interface Listener {
  readonly answered: (answer: Answer, beganMillis: number) => void
  /** A check whose process ended before it had an answer, and by what. */
  readonly failed: (by: string) => void
}

const script = fileURLToPath(new URL(`./child${extname(import.meta.url)}`, import.meta.url))

/** A process that somebody waits for already has no time to practise. */
const start = (...words: readonly "practises"[]): ChildProcess =>
  fork(script, words, { stdio: ["ignore", "inherit", "inherit", "ipc"] })

/** What ended a process of which nothing more is heard: its last word may come after its end. */
const heardOut = async (child: ChildProcess): Promise<string> => {
  try {
    await Promise.all([once(child, "exit"), once(child, "disconnect")])
    return child.signalCode ?? `exit ${child.exitCode}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/**
 * Each check has a process that waits with everything but the specs loaded. It begins to load after an answer, so that nothing is
 * loaded while somebody waits.
 */
export const openChecks = (argv: readonly string[], { answered, failed }: Listener): Checks => {
  let busy: ChildProcess | undefined
  let next: ChildProcess | undefined

  const prepare = (...words: readonly "practises"[]): ChildProcess => {
    const child = start(...words)
    const gone = (by: string): void => {
      if (child === next) next = undefined
      if (child !== busy) return
      busy = undefined
      failed(by)
    }
    void heardOut(child).then(gone)
    return child
  }

  const begin = (): void => {
    busy?.kill("SIGKILL")
    const child = next ?? prepare()
    next = undefined
    busy = child
    const beganMillis = Date.now()
    child.once("message", (answer) => {
      if (child !== busy) return
      busy = undefined
      answered(answer as Answer, beganMillis)
      next ??= prepare("practises")
    })
    child.send({ argv } satisfies Order)
  }

  const end = (): void => {
    const children = [busy, next]
    busy = next = undefined
    for (const child of children) child?.kill("SIGKILL")
  }

  next = prepare()
  return { begin, end }
}
