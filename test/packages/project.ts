import { execFileSync, spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../..", import.meta.url))
const packages = join(root, "dist", "packages")

/** What a command came to. */
export interface Ran {
  readonly code: number | null
  readonly output: string
}

/** An empty project outside of the repository, as a user has one. */
export interface Project {
  readonly folder: string
  readonly write: (name: string, text: string) => void
  /** Copies a folder of the repository. */
  readonly copy: (from: string, to: string) => void
  readonly discard: (name: string) => void
  readonly install: (...wanted: readonly string[]) => void
  readonly run: (command: string, ...args: readonly string[]) => Ran
  readonly remove: () => void
}

/** Packs every package of the repository; their tarballs by name. */
export const packAll = (): ReadonlyMap<string, string> => {
  execFileSync("npm", ["run", "--silent", "pack"], { cwd: root })
  return new Map(readdirSync(packages).map((file) => [file.replace(/-\d.*$/, ""), join(packages, file)]))
}

/** Without what npm scripts of the workspace would hand on to the project, and without what npm has to say of this machine's settings. */
const environment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(?!config_userconfig)/i.test(name))),
  ...{ NO_COLOR: "1", npm_config_loglevel: "error" },
})

export const newProject = (): Project => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-project-"))
  const options = { cwd: folder, env: environment(), encoding: "utf8" } as const
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
  write("package.json", JSON.stringify({ name: "somebody", private: true, type: "module" }))
  return {
    folder,
    write,
    copy: (from, to) => cpSync(join(root, from), join(folder, to), { recursive: true }),
    discard: (name) => rmSync(join(folder, name)),
    install: (...wanted) => {
      execFileSync("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...wanted], options)
    },
    run: (command, ...args) => {
      const { status, stdout, stderr } = spawnSync(command, args, options)
      return { code: status, output: stdout + stderr }
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}

/** How much a folder holds. */
export const bytesOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).reduce(
    (sum, entry) => sum + statSync(join(folder, entry)).size,
    0,
  )
