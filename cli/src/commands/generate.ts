import { resolve } from "node:path"
import type { GenerateArguments } from "../generate/run.ts"
import { readSettings, type Settings } from "../config/read.ts"
import { isUserError, type UserError, userErrors } from "../messages.ts"
import { parse } from "../options.ts"

const options = {
  out: { type: "string" },
  "import-extension": { type: "string" },
  form: { type: "string" },
  instance: { type: "string", multiple: true },
  unchecked: { type: "boolean" },
  check: { type: "boolean" },
  json: { type: "boolean" },
} as const

/** What `lockstep generate --help` prints. */
export const help = `lockstep generate [spec] [--out <folder>]    compile a checked protocol to a library

Without a spec, all libraries of lockstep.config.ts are written; without --out, those of the spec.

Analyses the protocol, writes its library, explores its instances, and compares the code with
the spec on every pair of a state and an input that comes up. What fails there is not written.

  --out <folder>                a new or empty folder, or one that was generated
  --instance <name>             check on this one, and on others named so (default: quick, or all)
  --form <ts|js>                TypeScript, or JavaScript with declarations (default: ts)
  --import-extension <word>     how the files name each other: .ts, .js or none (default: .ts)
  --unchecked                   write without exploring: the certificate says so
  --check                       write nothing, and show what is not as the spec gives it
  --json                        say it as data

examples
  lockstep generate specs/consensus/raft --out src/raft
  lockstep generate specs/consensus/raft --out src/raft --instance quick --instance ci
  lockstep generate specs/consensus/raft --out src/raft --check

exit codes
  0 written, or as the spec gives it      2 a mistake in the command or a spec: nothing is written
  1 a fault of lockstep                   8 with --check: out of date
`

const example = "lockstep generate specs/consensus/raft --out src/raft"

const oneOf = <Word extends string>(flag: string, words: readonly Word[], given: string): Word | UserError =>
  words.find((word) => word === given) ?? userErrors.unknownChoice(flag, given, words)

/** What `--import-extension` knows. */
export const extensions = [".ts", ".js", "none"] as const

/** What is there says itself how it was written. */
const onlyToWrite = ["instance", "form", "import-extension", "unchecked"] as const

interface Library {
  readonly spec: string
  readonly out: string
}

/** What is to be written: what the command line says, or what is configured. */
const librariesOf = (
  positionals: readonly string[],
  out: string | undefined,
  { config, path }: Settings,
): readonly Library[] | UserError => {
  const configured = (config.libraries ?? []).map((one) => ({ spec: path(one.spec), out: path(one.out) }))
  const [spec] = positionals
  if (spec === undefined && out === undefined && configured.length > 0) return configured
  if (spec === undefined || positionals.length > 1)
    return userErrors.pathCount("generate", "one spec", positionals.length, example)
  if (out !== undefined) return [{ spec, out }]
  const own = configured.filter((one) => resolve(one.spec) === resolve(spec))
  return own.length > 0 ? own : userErrors.missingOption("generate", "--out", example)
}

const read = async (argv: readonly string[]): Promise<readonly GenerateArguments[] | UserError> => {
  const parsed = parse("generate", argv, options)
  if ("kind" in parsed) return parsed
  const { values, positionals } = parsed
  const settings = await readSettings()
  if (isUserError(settings)) return settings
  const libraries = librariesOf(positionals, values.out, settings)
  if (isUserError(libraries)) return libraries
  const { form = "ts", instance, unchecked = false, check = false, json = false } = values
  const surplus = check ? onlyToWrite.find((flag) => values[flag] !== undefined) : undefined
  if (surplus !== undefined) return userErrors.notTogether("--check", `--${surplus}`)
  if (unchecked && instance !== undefined) return userErrors.notTogether("--unchecked", "--instance")
  const chosenForm = oneOf("form", ["ts", "js"], form)
  if (typeof chosenForm !== "string") return chosenForm
  const extension = oneOf("import-extension", extensions, values["import-extension"] ?? `.${chosenForm}`)
  if (typeof extension !== "string") return extension
  if (chosenForm === "js" && extension !== ".js")
    return userErrors.notTogether("--form js", `--import-extension ${extension}`)
  const importExtension = extension === "none" ? ("" as const) : extension
  const written = { form: chosenForm, importExtension, unchecked, ...(instance && { instances: instance }) }
  return libraries.map(({ spec, out }) => ({ spec, options: { ...written, out }, check, json }))
}

/** Writes or compares the libraries that the command line or the configuration names. */
export const run = async (argv: readonly string[]): Promise<number | UserError> => {
  const asked = await read(argv)
  if (isUserError(asked)) return asked
  const { runGenerate } = await import("../generate/run.ts")
  let worst = 0
  for (const one of asked) {
    const code = await runGenerate(one)
    if (typeof code !== "number") return code
    worst = Math.max(worst, code)
  }
  return worst
}
