import { existsSync, readFileSync, statSync } from "node:fs"
import { basename, join, resolve } from "node:path"
import { saysModule } from "@lockstep/generator/says-module"
import { type UserError, userErrors } from "../messages.ts"
import { toJson } from "../report/json.ts"
import { starterFiles } from "./files.ts"
import { newManifest, withLockstep } from "./manifest.ts"
import { shellWord } from "../shell-word.ts"
import { writeAll } from "./write.ts"

/** What `lockstep init` was asked to do. */
export interface InitArguments {
  readonly folder: string
  readonly name: string
  readonly workflow: boolean
  readonly json: boolean
}

const manifestIn = (folder: string): string | undefined => {
  const file = join(folder, "package.json")
  if (!existsSync(file)) return undefined
  return statSync(file).isFile() ? readFileSync(file, "utf8") : ""
}

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** A package may be called by small letters, digits and a few signs. */
const packageName = (folder: string): string =>
  basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "") || "protocols"

const told = ({ folder, name }: InitArguments, written: readonly string[], changed: readonly string[]): string =>
  [
    ...written.map((path) => `  wrote    ${path}`),
    ...changed.map((path) => `  changed  ${path}`),
    "",
    "next:",
    ...(folder === "." ? [] : [`  cd ${shellWord(folder)}`]),
    "  npm install",
    "  npx lockstep check                explore every behaviour",
    `  npx lockstep check --watch        the same after each save: change specs/${name}/protocol.ts`,
    "  npx lockstep generate             compile it to a library",
    "",
  ].join("\n")

/** Writes a spec, its model, a test, a configuration and a workflow that pass at once; it overwrites nothing. */
export const runInit = (asked: InitArguments): number | UserError => {
  const { folder, name, workflow, json } = asked
  if (folder === "" || (existsSync(folder) && !statSync(folder).isDirectory())) return userErrors.noFolder(folder)
  const manifest = manifestIn(folder)
  if (manifest !== undefined && !parses(manifest)) return userErrors.badManifest(join(folder, "package.json"))
  const isModule = manifest === undefined || saysModule(manifest)
  const files = starterFiles({ name, workflow, isModule })
  const present = files.map(({ path }) => path).filter((path) => existsSync(join(folder, path)))
  if (present.length > 0) return userErrors.wouldOverwrite(folder, present)
  const text = manifest === undefined ? newManifest(packageName(folder)) : withLockstep(manifest)
  writeAll(folder, [...files, { path: "package.json", text }])
  const paths = files.map(({ path }) => path)
  const [written, changed] = manifest === undefined ? [[...paths, "package.json"], []] : [paths, ["package.json"]]
  process.stdout.write(json ? toJson({ folder, written, changed }) : told(asked, written, changed))
  return 0
}
