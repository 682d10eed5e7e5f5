import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"

const language = join(dirname(fileURLToPath(import.meta.url)), "../..")
const specPath = join(language, "test", "snippet.ts")
/** The options that every spec extends, read from where a spec reads them. */
const specOptions = () => {
  const path = join(language, "tsconfig.spec.json")
  const { config } = ts.readConfigFile(path, ts.sys.readFile)
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, language)
  return { options: { ...options, noEmit: true }, files: fileNames }
}
const { options, files } = specOptions()
const host = ts.createCompilerHost(options)
const parsed = new Map()
/** The compiler's host with one more file; what does not change is parsed once. */
const hostWith = (virtual) => ({
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
const complaint = (diagnostic) => {
  const start = diagnostic.start ?? 0
  return {
    code: diagnostic.code,
    token: diagnostic.file?.text.slice(start, start + (diagnostic.length ?? 0)) ?? "",
    line: (diagnostic.file?.getLineAndCharacterOfPosition(start).line ?? -1) + 1,
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"),
  }
}
let program
/** Everything that the compiler says about the text of a spec. */
export const complaints = (text) => {
  program = ts.createProgram([...files, specPath], options, hostWith(new Map([[specPath, text]])), program)
  const file = program.getSourceFile(specPath)
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(complaint)
}
/** Emits the declarations of the language package and compiles them with nothing but the library of a spec. */
export const declarationComplaints = () => {
  const { config } = ts.readConfigFile(join(language, "tsconfig.json"), ts.sys.readFile)
  const source = ts.parseJsonConfigFileContent(config, ts.sys, language)
  const declarations = new Map()
  ts.createProgram(source.fileNames, source.options).emit(
    undefined,
    (path, text) => path.endsWith(".d.ts") && declarations.set(path, text),
    undefined,
    true,
  )
  const declared = ts.createProgram([...files, ...declarations.keys()], options, hostWith(declarations))
  return ts.getPreEmitDiagnostics(declared).map(complaint)
}
