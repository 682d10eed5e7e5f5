import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** The folder that commands are run in. */
export const root = fileURLToPath(new URL("../..", import.meta.url))
export const command = join(root, "cli/bin/lockstep.mjs")

/** Runs the command in a folder as a shell would. */
export const lockstepIn = (folder: string, ...args: string[]) =>
  spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  })

/** Runs the command as a shell would. */
export const lockstep = (...args: string[]) => lockstepIn(root, ...args)
