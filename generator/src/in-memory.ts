import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import type { AnyProtocol } from "@lockstep/language"
import type { ProtocolLibrary } from "@lockstep/runtime"
import { openProgram } from "./1-read/program.ts"
import { readSpecs } from "./1-read/read.ts"
import type { Spec } from "./1-read/spec.ts"
import { verify } from "./2-verify/verify.ts"
import { rolesOf, type WrittenFile, writeFiles } from "./3-write/write.ts"
import { specFile } from "./5-certify/instances.ts"
import type { Refused } from "./generate.ts"

/** What is compiled, and on which runtime it will run. */
export interface InMemoryOptions {
  /** A protocol with broken roles: its handlers and durable fields take the place of the spec's. */
  readonly mutant?: { readonly protocol: AnyProtocol; readonly url: string; readonly name: string }
  /** The address of the module that the library imports in the place of `@lockstep/runtime`. */
  readonly runtime?: string
}

/** A library that no folder holds. */
export interface InMemory {
  readonly kind: "in-memory"
  readonly library: ProtocolLibrary
}

const runtimeName = `"@lockstep/runtime"`

/** The spec with the durable fields that a mutant has. */
const withDurable = (spec: Spec, { roles }: AnyProtocol): Spec => ({
  ...spec,
  roles: spec.roles.map((role) => ({ ...role, durable: roles[role.name]?.definition.durable ?? [] })),
})

/** A module that has a mutant's roles under the names by which the library knows those of the spec. */
const mutantText = (
  names: ReadonlyMap<string, string>,
  { url, name }: { readonly url: string; readonly name: string },
) =>
  [
    `import * as mutants from ${JSON.stringify(url)}`,
    `const { roles } = mutants[${JSON.stringify(name)}].model.protocol`,
    ...[...names].map(([role, constant]) => `export const ${constant} = roles[${JSON.stringify(role)}]`),
    "",
  ].join("\n")

const importAll = async (files: readonly WrittenFile[]): Promise<ProtocolLibrary> => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-"))
  try {
    for (const { path, text } of files) writeFileSync(join(folder, path), text)
    const module: { readonly library: ProtocolLibrary } = await import(pathToFileURL(join(folder, "library.ts")).href)
    return module.library
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Compiles a protocol and loads its library: nothing is written to stay, and nothing is checked. */
export const loadInMemory = async (path: string, options: InMemoryOptions = {}): Promise<InMemory | Refused> => {
  const { mutant, runtime = import.meta.resolve("@lockstep/runtime") } = options
  const program = openProgram(specFile(path))
  const specs = program === null ? [] : readSpecs(program)
  const [spec] = specs
  if (program === null || spec === undefined) return { kind: "refused", why: "no-protocol" }
  const diagnostics = mutant === undefined ? verify(program, specs) : []
  if (diagnostics.length > 0) return { kind: "refused", why: "diagnostics", diagnostics }
  const given = mutant === undefined ? spec : withDurable(spec, mutant.protocol)
  const out = resolve(tmpdir(), spec.name)
  const { files } = writeFiles(program, given, { out, extension: ".ts" })
  const texts = files
    .filter(({ path: name }) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map(({ path: name, text }) => ({ path: name, text: text.replaceAll(runtimeName, JSON.stringify(runtime)) }))
    .map((file) =>
      mutant !== undefined && file.path === "protocol.ts"
        ? { ...file, text: mutantText(rolesOf(program, spec), mutant) }
        : file,
    )
  return { kind: "in-memory", library: await importAll(texts) }
}
