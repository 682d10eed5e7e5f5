import type { GenerateArguments } from "../generate/run.ts"
import { type UserError, userErrors } from "../messages.ts"
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
export const help = `lockstep generate <spec> --out <folder>    compile a checked protocol to a library

Analyses the protocol, writes its library, explores its instances, and compares the code with
the spec on every pair of a state and an input that comes up. What fails there is not written.

  --out <folder>                a new or empty folder, or one that was generated
  --instance <name>             check on this one, and on others named so (default: quick, or all)
  --form <ts|js>                TypeScript, or JavaScript with declarations (default: ts)
  --import-extension <.ts|.js>  how the files name each other (default: .ts)
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

const oneOf = <Word extends string>(flag: string, words: readonly [Word, Word], given: string): Word | UserError =>
  words.find((word) => word === given) ?? userErrors.unknownChoice(flag, given, words)

/** What is there says itself how it was written. */
const onlyToWrite = ["instance", "form", "import-extension", "unchecked"] as const

const read = (argv: readonly string[]): GenerateArguments | UserError => {
  const parsed = parse("generate", argv, options)
  if ("kind" in parsed) return parsed
  const { values, positionals } = parsed
  const [spec] = positionals
  if (spec === undefined || positionals.length > 1)
    return userErrors.pathCount("generate", "one spec", positionals.length, example)
  const { out, form = "ts", instance, unchecked = false, check = false, json = false } = values
  if (out === undefined || out === "") return userErrors.missingOption("generate", "--out", example)
  const surplus = check ? onlyToWrite.find((flag) => values[flag] !== undefined) : undefined
  if (surplus !== undefined) return userErrors.notTogether("--check", `--${surplus}`)
  if (unchecked && instance !== undefined) return userErrors.notTogether("--unchecked", "--instance")
  const chosenForm = oneOf("form", ["ts", "js"], form)
  if (typeof chosenForm !== "string") return chosenForm
  const importExtension = oneOf("import-extension", [".ts", ".js"], values["import-extension"] ?? `.${chosenForm}`)
  if (typeof importExtension !== "string") return importExtension
  if (chosenForm === "js" && importExtension === ".ts")
    return userErrors.notTogether("--form js", "--import-extension .ts")
  const written = { out, form: chosenForm, importExtension, unchecked, ...(instance && { instances: instance }) }
  return { spec, options: written, check, json }
}

/** Writes or compares the library that the command line names. */
export const run = async (argv: readonly string[]): Promise<number | UserError> => {
  const asked = read(argv)
  if ("kind" in asked) return asked
  const { runGenerate } = await import("../generate/run.ts")
  return runGenerate(asked)
}
