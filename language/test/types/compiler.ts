import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"

/** What the compiler says about one token of a spec. */
export interface Complaint {
  readonly code: number
  /** Where the token begins in the text, and the token itself: what an editor underlines. */
  readonly start: number
  readonly token: string
  /** The message and, indented below it, what it is due to. */
  readonly lines: readonly string[]
}

const language = join(dirname(fileURLToPath(import.meta.url)), "../..")
const specPath = join(language, "test", "snippet.ts")

const configuration = (name: string): ts.ParsedCommandLine => {
  const { config } = ts.readConfigFile(join(language, name), ts.sys.readFile)
  return ts.parseJsonConfigFileContent(config, ts.sys, language)
}

const spec = configuration("tsconfig.spec.json")
const options = { ...spec.options, noEmit: true }
const host = ts.createCompilerHost(options)
const parsed = new Map<string, ts.SourceFile | undefined>()

/** The host of a spec with more files than there are; what is on disk is parsed once. */
const hostWith = (virtual: ReadonlyMap<string, string>): ts.CompilerHost => ({
  ...host,
  fileExists: (path) => virtual.has(path) || host.fileExists(path),
  readFile: (path) => virtual.get(path) ?? host.readFile(path),
  getSourceFile: (path, languageVersion) => {
    const text = virtual.get(path)
    if (text !== undefined) return ts.createSourceFile(path, text, languageVersion, true)
    if (!parsed.has(path)) parsed.set(path, host.getSourceFile(path, languageVersion))
    return parsed.get(path)
  },
})

const complaint = ({ file, start = 0, length = 0, code, messageText }: ts.Diagnostic): Complaint => ({
  code,
  start,
  token: file?.text.slice(start, start + length) ?? "",
  lines: ts.flattenDiagnosticMessageText(messageText, "\n").split("\n"),
})

let program: ts.Program | undefined

/** Everything that the compiler says about the text of a spec, in the order of the text. */
export const complaints = (text: string): readonly Complaint[] => {
  program = ts.createProgram([...spec.fileNames, specPath], options, hostWith(new Map([[specPath, text]])), program)
  const file = program.getSourceFile(specPath)
  const all = [
    ...program.getOptionsDiagnostics(),
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
    ...program.getGlobalDiagnostics(),
  ]
  return all.map(complaint).toSorted((a, b) => a.start - b.start)
}

/** What the compiler says when the declarations of the language meet nothing but the library of a spec. */
export const declarationComplaints = (): { readonly files: number; readonly complaints: readonly Complaint[] } => {
  const source = configuration("tsconfig.json")
  const declarations = new Map<string, string>()
  const keep: ts.WriteFileCallback = (path, text) => path.endsWith(".d.ts") && declarations.set(path, text)
  ts.createProgram(source.fileNames, source.options).emit(undefined, keep, undefined, true)
  const declared = ts.createProgram([...spec.fileNames, ...declarations.keys()], options, hostWith(declarations))
  return { files: declarations.size, complaints: ts.getPreEmitDiagnostics(declared).map(complaint) }
}
