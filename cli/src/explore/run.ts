import { spawn } from "node:child_process"
import { type Explored, type Served, serve } from "@lockstep/explorer"
import { loadInstances } from "../load/models.ts"
import type { UserError } from "../messages.ts"
import { openLocator } from "../source/locate.ts"
import { exploredOf } from "./explored.ts"

/** What `lockstep explore` was asked to do. */
export interface ExploreArguments {
  readonly paths: readonly string[]
  readonly instance?: string
  readonly port: number
  readonly timeoutMillis: number
  /** Whether the page is opened in the browser of whoever asks. */
  readonly opens: boolean
  readonly json: boolean
}

const openers: { readonly [platform: string]: readonly string[] } = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
}

/** A machine without a browser has the address all the same. */
const openPage = (url: string): void => {
  const [command = "xdg-open", ...words] = openers[process.platform] ?? []
  const browser = spawn(command, [...words, url], { stdio: "ignore", detached: true })
  browser.on("error", () => undefined)
  browser.unref()
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES")

/** Who wants a port that cannot be had is better served on another than not at all. */
const listen = async (explored: Explored, port: number): Promise<Served> => {
  try {
    return await serve(explored, port)
  } catch (error) {
    if (port === 0 || !isTaken(error)) throw error
    process.stderr.write(`port ${port} cannot be listened on: this is another one\n`)
    return serve(explored, 0)
  }
}

/** Until somebody ends it. */
const ending = (): Promise<number> =>
  new Promise((resolve) => {
    process.once("SIGINT", () => resolve(0))
    process.once("SIGTERM", () => resolve(0))
  })

/** Shows the models of some paths on a page, until it is stopped. */
export const runExplore = async (asked: ExploreArguments): Promise<number | UserError> => {
  const chosen = await loadInstances(asked.paths, asked.instance)
  if (chosen.kind === "user-error") return chosen
  const locator = openLocator()
  const over = new AbortController()
  const served = await listen(exploredOf(chosen.instances, locator, asked.timeoutMillis, over.signal), asked.port)
  process.stdout.write(asked.json ? `${JSON.stringify({ url: served.url })}\n` : `${served.url}\n`)
  process.stderr.write("Ctrl-C ends it\n")
  if (asked.opens) openPage(served.url)
  const code = await ending()
  over.abort()
  await served.close()
  locator.close()
  return code
}
