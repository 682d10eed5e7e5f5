import type { Diagnostic } from "../diagnostic.ts"
import { ts } from "../typescript.ts"

const missingProperties: readonly number[] = [2739, 2740, 2741]

/** Whether it says that messages have no handler. */
const isUnheard = ({ code, messageText }: ts.Diagnostic): boolean =>
  missingProperties.includes(code) && ts.flattenDiagnosticMessageText(messageText, " ").includes("MessageHandlers<")

const startOf = (file: ts.SourceFile, { line, column }: Diagnostic): number =>
  file.getPositionOfLineAndCharacter(line - 1, column - 1)

/** Of the name of a handler or a field, all of that: what it gives is said against its name. */
const meantBy = (node: ts.Node): ts.Node => {
  const { parent } = node
  return (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isVariableDeclaration(parent)) &&
    parent.name === node
    ? parent
    : node
}

/** The names by which a file knows what it imports there. */
const importedAt = (node: ts.Node): readonly string[] => {
  if (!ts.isImportDeclaration(node.parent)) return []
  const { name, namedBindings } = node.parent.importClause ?? {}
  if (namedBindings === undefined) return name === undefined ? [] : [name.text]
  const bound = ts.isNamespaceImport(namedBindings) ? [namedBindings] : [...namedBindings.elements]
  return [...(name === undefined ? [] : [name]), ...bound.map((one) => one.name)].map(({ text }) => text)
}

const wordAt = (file: ts.SourceFile, position: number): string => /^[\w$]*/.exec(file.text.slice(position))?.[0] ?? ""

/**
 * Whether a rule of ours has said what TypeScript says: in the same line, of what stands there, of what is imported there, or of a handler
 * that is not there. Where TypeScript means something else in that line, it is told once ours is mended.
 */
export const isRepeated = (
  own: readonly Diagnostic[],
  file: ts.SourceFile,
  error: ts.Diagnostic,
  node: ts.Node,
): boolean => {
  const line = file.getLineAndCharacterOfPosition(error.start ?? 0).line + 1
  const meant = meantBy(node)
  const imported = importedAt(node)
  return own.some((one) => {
    if (one.code === "message-never-heard" && isUnheard(error)) return true
    if (one.file !== file.fileName) return false
    const at = startOf(file, one)
    const isInside = meant.getStart(file) <= at && at < meant.getEnd()
    return one.line === line || isInside || imported.includes(wordAt(file, at))
  })
}
