import { existsSync, realpathSync } from "node:fs"
import { dirname, resolve, sep } from "node:path"
import { fileURLToPath } from "node:url"
import { ts } from "../typescript.ts"

/** A spec file with everything that it imports, and the types of all of it. */
export interface Program {
  readonly entry: ts.SourceFile
  readonly checker: ts.TypeChecker
  /** The files that a spec's author wrote, the entry first. */
  readonly files: readonly ts.SourceFile[]
  /** Whether a node is a part of the language or its library. */
  readonly isLanguage: (node: ts.Node) => boolean
  /** What keeps those files from being read at all: the first mistake of each, since the parser stumbles on from there. */
  readonly syntaxErrors: () => readonly ts.Diagnostic[]
  /** What TypeScript says against those files. */
  readonly errors: () => readonly ts.Diagnostic[]
}

/** The language that belongs to this generator: specs are read with it, wherever they lie. Where it is compiled, its types lie beside it. */
const languageEntry = fileURLToPath(import.meta.resolve("@lockstep/language")).replace(/\.js$/, ".d.ts")
const languageFolder = resolve(dirname(languageEntry), "..")

/** The flags that `@lockstep/language/tsconfig.spec.json` gives a spec, as far as they change types or keep Node from loading it. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  noLib: true,
  types: [],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  noUncheckedIndexedAccess: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  paths: { "@lockstep/language": [languageEntry] },
}

/** Whether a file is a module, Node tells by its text where the package does not say so; TypeScript goes by the package alone. */
const ofThePackage: readonly number[] = [1286, 1287, 1293, 1295]

const inLanguage = (name: string): boolean => resolve(name).startsWith(languageFolder + sep)

/** Reads the files of the language once for all programs, and those of authors anew, since they change. */
const languageOnce = (): ts.CompilerHost => {
  const host = ts.createCompilerHost(options)
  const known = new Map<string, ts.SourceFile>()
  return {
    ...host,
    getSourceFile(name, ...how) {
      const source = known.get(name) ?? host.getSourceFile(name, ...how)
      if (source !== undefined && inLanguage(name)) known.set(name, source)
      return source
    },
  }
}

const host = languageOnce()

/** Reads a spec file and what it imports; `null` when there is no such file. Behind a link it imports from its own place, as Node has it. */
export const openProgram = (file: string): Program | null => {
  if (!existsSync(file)) return null
  const library = resolve(languageFolder, "lib", "lib.d.ts")
  const own = realpathSync(file)
  const program = ts.createProgram({ rootNames: [library, own], options, host })
  const entry = program.getSourceFile(own)
  if (entry === undefined) return null
  const isLanguage = (node: ts.Node) => inLanguage(node.getSourceFile().fileName)
  const written = program.getSourceFiles().filter((source) => !source.isDeclarationFile && !inLanguage(source.fileName))
  const files = [entry, ...written.filter((source) => source !== entry)]
  const syntaxErrors = () => files.flatMap((source) => program.getSyntacticDiagnostics(source).slice(0, 1))
  const errors = () =>
    files.flatMap((source) => program.getSemanticDiagnostics(source)).filter(({ code }) => !ofThePackage.includes(code))
  return { entry, checker: program.getTypeChecker(), files, isLanguage, syntaxErrors, errors }
}
