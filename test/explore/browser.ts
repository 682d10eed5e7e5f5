import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { type BrowserContext, chromium } from "playwright-core"
import { ensurePackage } from "../servers/packages.ts"

export const root = fileURLToPath(new URL("../..", import.meta.url))

/** A browser that knows nothing and asks nobody but the page's own server. */
export const openBrowser = async (): Promise<{
  readonly context: BrowserContext
  readonly close: () => Promise<void>
}> => {
  ensurePackage("chromium", "test -x /usr/bin/chromium")
  const folder = mkdtempSync(join(tmpdir(), "lockstep-browser-"))
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: "/usr/bin/chromium",
    headless: true,
    viewport: { width: 1280, height: 800 },
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  })
  return {
    context,
    close: async () => {
      await context.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A `lockstep explore` that runs until it is ended. */
export interface Explorer {
  readonly url: string
  /** Sends it what Ctrl-C sends; its exit code. */
  readonly end: () => Promise<number | null>
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once("exit", (code) => resolve(code)))

/** Starts the command as a shell would, and waits for the address that it prints. */
export const startExplorer = async (...args: readonly string[]): Promise<Explorer> => {
  const child = spawn(process.execPath, [join(root, "cli/bin/lockstep.mjs"), "explore", ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  })
  const exit = exitOf(child)
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve)
    child.once("exit", (code) => reject(new Error(`explore ended with ${code}`)))
  })
  return {
    url,
    end: () => {
      child.kill("SIGINT")
      return exit
    },
  }
}
