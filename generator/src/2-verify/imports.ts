import { isReference } from "../1-read/reach.ts"
import { resolved } from "../1-read/symbols.ts"
import type { Complaint } from "../diagnostic.ts"
import { foreignCode, isAsynchronous, performsIo, readsClock, usesRandomness } from "../messages.ts"
import { ts } from "../typescript.ts"
import type { CodeRule } from "./scene.ts"

/** What the modules of the platform are for. */
const platform: { readonly [module: string]: (name: string) => Complaint } = {
  crypto: usesRandomness,
  perf_hooks: readsClock,
  timers: isAsynchronous,
  "timers/promises": isAsynchronous,
  events: isAsynchronous,
  async_hooks: isAsynchronous,
  worker_threads: isAsynchronous,
}
const reachesOut: readonly string[] = [
  ...["fs", "fs/promises", "net", "http", "https", "http2", "dgram", "dns", "tls", "os", "path", "process", "console"],
  ...["child_process", "cluster", "stream", "readline", "sqlite", "v8", "vm", "zlib", "buffer", "util", "inspector"],
]

const messageFor = (module: string, name: string): Complaint => {
  const plain = module.replace(/^node:/, "")
  const about = Object.hasOwn(platform, plain) ? platform[plain] : undefined
  if (about !== undefined) return about(name)
  return reachesOut.includes(plain) || module.startsWith("node:") ? performsIo(name) : foreignCode(name, module)
}

const importOf = (node: ts.Node): ts.ImportDeclaration | null => {
  if (ts.isImportDeclaration(node)) return node
  return ts.isSourceFile(node) ? null : importOf(node.parent)
}

/** Names that come from modules whose code cannot be followed. */
export const foreignImports: CodeRule = ({ program, report }, node) => {
  if (!isReference(node)) return
  const symbol = program.checker.getSymbolAtLocation(node)
  const specifier = symbol?.declarations?.[0]
  if (symbol === undefined || specifier === undefined || !(symbol.flags & ts.SymbolFlags.Alias)) return
  const declaration = importOf(specifier)
  if (declaration === null || !ts.isStringLiteral(declaration.moduleSpecifier)) return
  const target = resolved(program, symbol).declarations?.[0]
  const isKnown = target !== undefined && (program.isLanguage(target) || !target.getSourceFile().isDeclarationFile)
  if (!isKnown) report(node, messageFor(declaration.moduleSpecifier.text, node.text))
}

/** A module that is loaded while a step runs. */
export const dynamicImports: CodeRule = ({ report }, node) => {
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    report(node.expression, isAsynchronous("import()"))
}
