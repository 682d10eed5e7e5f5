import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../..", import.meta.url))
const command = fileURLToPath(new URL("../../cli/bin/lockstep.mjs", import.meta.url))

/** What `lockstep mutate --json` says of one model. */
export interface Score {
  readonly instances: readonly string[]
  readonly tried: number
  readonly untried: number
  readonly caught: { readonly [by: string]: number }
  readonly invalid: readonly unknown[]
  readonly same: readonly unknown[]
  readonly explained: readonly unknown[]
  readonly survivors: readonly unknown[]
  readonly stale: readonly unknown[]
  readonly percent: number | null
}

/** Tries every change to a protocol of the library. */
export const scoreOf = (pilot: string): Score => {
  const { stdout, stderr } = spawnSync(process.execPath, [command, "mutate", `specs/${pilot}`, "--json"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  })
  if (!stdout.startsWith("[")) throw new Error(`${pilot} has no score: ${stdout}${stderr}`)
  const [score] = JSON.parse(stdout) as readonly [Score]
  return score
}

/** How many changes were noticed. */
export const caughtIn = ({ caught }: Score): number => Object.values(caught).reduce((sum, times) => sum + times, 0)
