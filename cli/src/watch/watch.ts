import { existsSync } from "node:fs"
import { unreadCode } from "../exit.ts"
import { duration } from "../report/amounts.ts"
import { fileName } from "../report/file-name.ts"
import { openChecks } from "./checks.ts"
import { openHistory } from "./history.ts"
import { openSaves } from "./saves.ts"

const say = (text: string): void => void process.stderr.write(text)

/** An editor may write a file in several goes. */
const settleMillis = 20

/** What ends watching, and the exit code for it. */
const endings = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/**
 * Checks, and checks again after each save. A save ends the check that is under way. Ends with a signal, or when nobody reads any
 * more; the number is the exit code for it.
 */
export const watch = (argv: readonly string[]): Promise<number> => {
  const { promise, resolve } = Promise.withResolvers<number>()
  const tellChanges = openHistory()
  let timer: NodeJS.Timeout | undefined
  let savedAt = performance.now()

  const checks = openChecks(
    argv.filter((word) => word !== "--watch"),
    {
      answered({ code, briefs, places, files }, beganMillis) {
        if (code === unreadCode) return end(code)
        saves.follow([...places, ...files], beganMillis)
        if (briefs !== null) tellChanges({ briefs, places })
        say(`answered in ${duration((performance.now() - savedAt) / 1000)}, and watching: Ctrl-C ends\n`)
      },
      failed: (by) => say(`no answer: the check was ended by ${by}; watching all the same: Ctrl-C ends\n`),
    },
  )

  const saves = openSaves({
    saved(file) {
      savedAt = performance.now()
      clearTimeout(timer)
      timer = setTimeout(() => {
        say(`\n${fileName(file)} ${existsSync(file) ? "was saved" : "is gone"}\n`)
        checks.begin()
      }, settleMillis)
    },
    unwatched: (reason) => say(`some saves will not be noticed: ${reason}\n`),
  })

  const end = (code: number): void => {
    clearTimeout(timer)
    saves.end()
    checks.end()
    resolve(code)
  }
  for (const [signal, code] of Object.entries(endings)) process.once(signal, () => end(code))
  checks.begin()
  return promise
}
