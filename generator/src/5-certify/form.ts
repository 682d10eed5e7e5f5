import type { WrittenFile } from "../3-write/write.ts"
import { ts } from "../typescript.ts"
import type { Form } from "./certificate.ts"

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  isolatedDeclarations: true,
  declaration: true,
  newLine: ts.NewLineKind.LineFeed,
}

/** Declarations lose the comment that a file begins with, and that says where it comes from. */
const headed = (text: string, original: string): string => {
  const header = /^\/\/.*\n/.exec(original)?.[0] ?? ""
  return text.startsWith(header) ? text : header + text
}

const asJavaScript = ({ path, text }: WrittenFile): readonly WrittenFile[] => {
  if (!path.endsWith(".ts")) return [{ path, text }]
  const stem = path.slice(0, -3)
  const options = { compilerOptions, fileName: path }
  return [
    { path: `${stem}.js`, text: headed(ts.transpileModule(text, options).outputText, text) },
    { path: `${stem}.d.ts`, text: headed(ts.transpileDeclaration(text, options).outputText, text) },
  ]
}

/** The files in the language that was asked for. */
export const inForm = (files: readonly WrittenFile[], form: Form): readonly WrittenFile[] =>
  form === "ts" ? files : files.flatMap(asJavaScript)
