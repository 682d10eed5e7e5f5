import { type ChildProcess, fork } from "node:child_process"
import { extname } from "node:path"
import { fileURLToPath } from "node:url"
import type { Brief } from "../compare/brief.ts"
import { changesBetween, changesText } from "../compare/changes.ts"
import { duration } from "../report/amounts.ts"
import { fileName } from "../report/file-name.ts"
import type { Answer, Order } from "./messages.ts"
import { openSaves } from "./saves.ts"

const script = fileURLToPath(new URL(`./child${extname(import.meta.url)}`, import.meta.url))

/** A process that somebody waits for already has no time to practise. */
const begin = (...words: readonly "practises"[]): ChildProcess =>
  fork(script, words, { stdio: ["ignore", "inherit", "inherit", "ipc"] })

const say = (text: string): void => void process.stderr.write(text)

/** An editor may write a file in several goes. */
const settleMillis = 20

/**
 * Checks, and checks again after each save, each time in a process of its own that waits with everything but the specs loaded. It
 * begins to load after an answer, so that nothing is loaded while somebody waits.
 * A save ends the check that is under way. Ends with a signal; the number is the exit code for it.
 */
export const watch = (argv: readonly string[]): Promise<number> => {
  const { promise, resolve } = Promise.withResolvers<number>()
  let last: readonly Brief[] | undefined
  let busy: ChildProcess | undefined
  let next: ChildProcess | undefined = begin()
  let timer: NodeJS.Timeout | undefined
  let savedAt = performance.now()

  const answered = (child: ChildProcess, began: number, { briefs, files }: Answer): void => {
    if (child !== busy) return
    saves.follow(files, began)
    if (briefs !== null) {
      if (last !== undefined)
        process.stdout.write(`since the last answer\n${changesText(changesBetween(last, briefs))}\n`)
      last = briefs
    }
    next ??= begin("practises")
    say(`answered in ${duration((performance.now() - savedAt) / 1000)}, and watching: Ctrl-C ends\n`)
  }

  const check = (): void => {
    busy?.kill("SIGKILL")
    const child = next ?? begin()
    next = undefined
    busy = child
    const began = Date.now()
    child.once("message", (answer) => answered(child, began, answer as Answer))
    child.send({ argv: argv.filter((word) => word !== "--watch") } satisfies Order)
  }

  const saves = openSaves((file) => {
    savedAt = performance.now()
    clearTimeout(timer)
    timer = setTimeout(() => {
      say(`\n${fileName(file)} was saved\n`)
      check()
    }, settleMillis)
  })

  const end = (code: number) => (): void => {
    clearTimeout(timer)
    saves.end()
    for (const child of [busy, next]) child?.kill("SIGKILL")
    resolve(code)
  }
  process.once("SIGINT", end(130)).once("SIGTERM", end(143))
  check()
  return promise
}
