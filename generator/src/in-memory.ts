import { tmpdir } from "node:os"
import { dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import * as language from "@lockstep/language"
import type { AnyProtocol } from "@lockstep/language"
import type { Program } from "./1-read/program.ts"
import type { Spec } from "./1-read/spec.ts"
import { openSubject } from "./1-read/subject.ts"
import { verify } from "./2-verify/verify.ts"
import { countBranches, type Counting } from "./3-write/branches.ts"
import { writeProtocol } from "./3-write/protocol.ts"
import { rolesOf, type WrittenFile, writeFiles } from "./3-write/write.ts"
import { type Compiled, type InMemory, loadCompiled } from "./compiled.ts"
import type { Unwritable } from "./draft.ts"
import { specFile } from "./spec-file.ts"

/** What is compiled, and on which runtime it will run. */
export interface InMemoryOptions {
  /** A protocol with broken roles: its handlers and durable fields take the place of the spec's. */
  readonly mutant?: { readonly protocol: AnyProtocol; readonly url: string; readonly name: string }
  /** The address of the module that the library imports in the place of `@lockstep/runtime`. */
  readonly runtime?: string
  /** Whether the code counts which of its branches are taken; that of a mutant does not. */
  readonly counts?: boolean
}

const runtimeName = `"@lockstep/runtime"`

/** The spec with what a mutant keeps, and with what it does when it starts and recovers: the place of that is nobody's concern. */
const asMutant = (spec: Spec, { roles }: AnyProtocol): Spec => ({
  ...spec,
  roles: spec.roles.map((role) => {
    const { durable = [], start, recover } = roles[role.name]?.definition ?? {}
    const some = role.handlers[0] ?? null
    return {
      ...role,
      durable,
      start: start === undefined ? null : (role.start ?? some),
      recover: recover === undefined ? null : (role.recover ?? some),
    }
  }),
})

/**
 * The language with the runtime's words where both have one: a mutant's handlers are given the runtime's collections, and must not mix
 * them with others.
 */
const languageText = async (runtime: string): Promise<string> => {
  const runtimeWords = await import("@lockstep/runtime")
  const shared = Object.keys(language).filter((word) => word in runtimeWords)
  return `export * from ${JSON.stringify(import.meta.resolve("@lockstep/language"))}\nexport { ${shared.join(", ")} } from ${JSON.stringify(runtime)}\n`
}

const specFolder = "spec"

/** The files of a spec, so that they find each other and that language. */
const specTexts = (program: Program, root: string): readonly WrittenFile[] =>
  program.files.map(({ fileName, text }) => {
    const path = join(specFolder, relative(root, fileName))
    const up = relative(dirname(path), ".") || "."
    return { path, text: text.replaceAll(`"@lockstep/language"`, JSON.stringify(`${up}/language.ts`)) }
  })

/** The folder that all files of a spec are in. */
const rootOf = ({ files }: Program): string =>
  files
    .map(({ fileName }) => dirname(resolve(fileName)))
    .reduce((one, other) => {
      let root = one
      while (relative(root, other).startsWith("..")) root = dirname(root)
      return root
    })

/** The modules that give a library a mutant's roles under the names by which it knows those of the spec. */
const mutantTexts = async (
  program: Program,
  names: ReadonlyMap<string, string>,
  { url, name }: { readonly url: string; readonly name: string },
  runtime: string,
): Promise<readonly WrittenFile[]> => {
  const root = rootOf(program)
  const module = join(specFolder, relative(root, fileURLToPath(url)))
  const lines = [
    `import * as mutants from ${JSON.stringify(`./${module}`)}`,
    `const { roles } = mutants[${JSON.stringify(name)}].model.protocol`,
    ...[...names].map(([role, constant]) => `export const ${constant} = roles[${JSON.stringify(role)}]`),
  ]
  return [
    ...specTexts(program, root),
    { path: "language.ts", text: await languageText(runtime) },
    { path: "protocol.ts", text: `${lines.join("\n")}\n` },
  ]
}

/** The code of a protocol, which counts its branches. */
const countingFile = (program: Program, spec: Spec, counting: Counting): WrittenFile => {
  const { text } = writeProtocol(program, spec, dirname(spec.file), counting.editsOf)
  return { path: "protocol.ts", text: counting.declaration() + text }
}

/** Compiles a protocol for this process: nothing is written, and nothing is checked. */
export const compileInMemory = async (path: string, options: InMemoryOptions = {}): Promise<Compiled | Unwritable> => {
  const { mutant, counts = false, runtime = import.meta.resolve("@lockstep/runtime") } = options
  const subject = openSubject(specFile(path))
  if (subject.kind === "refused") return subject
  const { program, spec, specs } = subject
  const diagnostics = mutant === undefined ? verify(program, specs) : []
  if (diagnostics.length > 0) return { kind: "refused", why: "diagnostics", diagnostics }
  const given = mutant === undefined ? spec : asMutant(spec, mutant.protocol)
  const out = resolve(tmpdir(), spec.name)
  const { files } = writeFiles(program, given, { out, extension: ".ts" })
  const counting = counts && mutant === undefined ? countBranches() : undefined
  const texts = [...files, ...(counting === undefined ? [] : [countingFile(program, spec, counting)])]
    .filter(({ path: name }) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map(({ path: name, text }) => ({ path: name, text: text.replaceAll(runtimeName, JSON.stringify(runtime)) }))
  const replaced = mutant === undefined ? [] : await mutantTexts(program, rolesOf(program, spec), mutant, runtime)
  return { kind: "compiled", files: [...texts, ...replaced], branches: counting?.branches }
}

/** Compiles a protocol and loads its library. */
export const loadInMemory = async (path: string, options: InMemoryOptions = {}): Promise<InMemory | Unwritable> => {
  const compiled = await compileInMemory(path, options)
  return compiled.kind === "refused" ? compiled : loadCompiled(compiled)
}
