import { existsSync, readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import type { Settings } from "../config/read.ts"
import { specFilesOf } from "../load/files.ts"
import { isUserError } from "../messages.ts"
import { counted } from "../report/amounts.ts"
import { fileName } from "../report/file-name.ts"
import { doubtful, fine, type Look, wrong } from "./finding.ts"
import { shellWord } from "../shell-word.ts"

const filesIn = (paths: readonly string[]): readonly string[] =>
  paths.flatMap((path) => {
    const files = specFilesOf(path)
    return Array.isArray(files) ? files : []
  })

/** Whether there is something to check. */
export const lookAtSpecs = (paths: readonly string[]): Look => {
  for (const path of paths) {
    const files = specFilesOf(path)
    if (!Array.isArray(files) && isUserError(files))
      return wrong("specs", `${path} ${files.reason}`, "correct `specs` in lockstep.config.ts, or create it")
  }
  const files = filesIn(paths)
  return files.length > 0
    ? fine("specs", counted(files.length, "spec file"))
    : doubtful("specs", `nothing to check in ${paths.join(", ")}`, "lockstep init")
}

export const lookAtConfig = ({ file }: Settings): Look =>
  file === undefined ? fine("config", "no lockstep.config.ts: the usual holds") : fine("config", `${file} is in order`)

const above = (folder: string, name: string): string | undefined => {
  const file = join(folder, name)
  if (existsSync(file)) return file
  return dirname(folder) === folder ? undefined : above(dirname(folder), name)
}

/** Comments may stand in a tsconfig.json; what it extends is named in one place. */
const extended = (text: string): readonly string[] =>
  [...text.matchAll(/"extends"\s*:\s*(\[[^\]]*\]|"[^"]*")/g)].flatMap(([, list = ""]) =>
    [...list.matchAll(/"([^"]*)"/g)].map(([, name = ""]) => name),
  )

/** Whether the editor knows a spec's own small library, and calls `Date` a mistake. */
const knowsLibrary = (file: string): boolean => {
  const text = readFileSync(file, "utf8")
  return extended(text).some((name) => {
    if (name.startsWith("@lockstep/language/")) return true
    const parent = resolve(dirname(file), name.endsWith(".json") ? name : `${name}.json`)
    return name.startsWith(".") && existsSync(parent) && knowsLibrary(parent)
  })
}

const fix =
  'beside the specs, write a tsconfig.json with { "extends": "@lockstep/language/tsconfig.spec.json", "include": ["**/*.ts"] }'

/** What an editor says of the specs. */
export const lookAtEditor = (paths: readonly string[]): Look => {
  const unknown = filesIn(paths).filter((file) => {
    const config = above(dirname(resolve(file)), "tsconfig.json")
    return config === undefined || !knowsLibrary(config)
  })
  const [first] = unknown
  return first === undefined
    ? fine("editor", "the specs compile against the language's own library")
    : doubtful("editor", `${fileName(first)}: an editor takes \`Date\` and \`Math.random\` for allowed there`, fix)
}

/** Whether the configured libraries are what their specs give. */
export const lookAtLibraries = async ({ config, path }: Settings): Promise<readonly Look[]> => {
  const libraries = config.libraries ?? []
  if (libraries.length === 0) return []
  const { checkDrift } = await import("@lockstep/generator")
  return libraries.map(({ spec, out }) => {
    const [from, to] = [path(spec), path(out)]
    if (!existsSync(from))
      return wrong("libraries", `${from} does not exist`, "correct `libraries` in lockstep.config.ts")
    const drifted = checkDrift(from, { out: to })
    const isSame = !("kind" in drifted) && drifted.length === 0
    return isSame
      ? fine("libraries", `${to} is what ${from} gives`)
      : doubtful(
          "libraries",
          `${to} is not what ${from} gives`,
          `lockstep generate ${shellWord(from)} --out ${shellWord(to)}`,
        )
  })
}
