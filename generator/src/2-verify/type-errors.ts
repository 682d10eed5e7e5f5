import type { Program } from "../1-read/program.ts"
import { type Complaint, type Diagnostic, diagnosticAt, type Message, toldInAlgorithm } from "../diagnostic.ts"
import { sortsAsText, syntaxError, typeError } from "../messages.ts"
import { ts } from "../typescript.ts"
import { isKnownGlobal, missingGlobal, missingMembers } from "./names.ts"
import { accessorOf, replacementOf } from "./replacements.ts"
import { isRepeated } from "./repeated.ts"
import { hintFor } from "./type-hints.ts"

const notCallable = 2349
const notConstructable = 2351
const argumentCount = 2554
const notErasable = 1294
/** That a type is imported as a value is, or passed on so. */
const notOnlyType: readonly number[] = [1205, 1484]
const readOnly: readonly number[] = [2540, 2542]
const noIndex: readonly number[] = [7052, 7053]
const noMember: readonly number[] = [2339, 2550, 2551]
/** That a name is not known, with several guesses why, or that it is known as a type alone. */
const noName: readonly number[] = [2304, 2552, 2580, 2583, 2584, 2585, 2591, 2592, 2693]

/** What to write instead of calling what JavaScript can call. */
const calls = new Map([
  ["Array", "Say what each place holds: `Array.from({ length: 3 }, () => 0)`."],
  ["Number", "Let the number come as one from outside: a text may be none."],
  ["Symbol", "Use a text: no symbol can be sent, stored or compared."],
])

/** What to write where TypeScript only says that something is not there, or is no step. */
const fixFor = (program: Program, code: number, reason: string, node: ts.Node): string | undefined => {
  const { parent } = node
  if (noMember.includes(code) && ts.isPropertyAccessExpression(parent)) return replacementOf(program, parent)
  if (noIndex.includes(code) && ts.isElementAccessExpression(node)) return accessorOf(program, node)
  if (code === notCallable || code === notConstructable) return calls.get(node.getText())
  if (code === notErasable)
    return "Node only takes the types away: write a union of texts for an enum, `value as Type` for `<Type>value`, `import` for `require`, a module for a namespace."
  if (notOnlyType.includes(code))
    return `Write \`type ${node.getText()}\`: Node takes away what says that it is a type.`
  if (readOnly.includes(code))
    return "Build a new value: `{ ...value, field }`, `array.with(index, item)`, `array.slice(0, length)`."
  if (code === argumentCount && node.getText() === "toSorted") return sortsAsText.fix
  return hintFor(reason)
}

/** The innermost node that begins and ends where an error does. */
const nodeAt = (file: ts.SourceFile, start: number, end: number): ts.Node => {
  const find = (node: ts.Node): ts.Node =>
    node.forEachChild((child) => (child.getStart(file) <= start && end <= child.getEnd() ? find(child) : undefined)) ??
    node
  return find(file)
}

/** What our rules would say of a name that is missing, also where nothing runs it. */
const namesMissing = (program: Program, code: number, node: ts.Node, isInProtocol: boolean): readonly Diagnostic[] => {
  const found: Diagnostic[] = []
  const report = (at: ts.Node, complaint: Complaint) =>
    void found.push(diagnosticAt(at, isInProtocol ? complaint : toldInAlgorithm(complaint)))
  if (noName.includes(code) && ts.isIdentifier(node) && isKnownGlobal(node.text)) report(node, missingGlobal(node))
  if (noMember.includes(code)) missingMembers({ program, report }, node.parent)
  return found
}

/** What TypeScript would do about it in a program that is no spec. */
const elsewhere = / Do you need to (?:change your target library|install type definitions)\?.*$/

const plainly = (
  { error: { start = 0, length = 0, messageText }, file }: TypeError,
  toMessage: (reason: string) => Message,
): Diagnostic => {
  const begin = file.getLineAndCharacterOfPosition(start)
  const end = file.getLineAndCharacterOfPosition(start + length)
  const last =
    end.line === begin.line
      ? end.character
      : file.getLineAndCharacterOfPosition(file.getLineEndOfPosition(start)).character
  const place = { file: file.fileName, line: begin.line + 1, column: begin.character + 1, endColumn: last + 1 }
  const reason = ts.flattenDiagnosticMessageText(messageText, " ").replace(/\s+/g, " ").replace(elsewhere, "")
  return { ...place, ...toMessage(reason) }
}

interface TypeError {
  readonly error: ts.Diagnostic
  readonly file: ts.SourceFile
}

const inFiles = (errors: readonly ts.Diagnostic[]): readonly TypeError[] =>
  errors.flatMap((error) => (error.file === undefined ? [] : [{ error, file: error.file }]))

const callAround = (node: ts.Node): ts.CallExpression | null => {
  if (ts.isSourceFile(node)) return null
  return ts.isCallExpression(node.parent) && ts.isFunctionLike(node) ? node.parent : callAround(node.parent)
}

const isUntypedParameter = ({ error: { code } }: TypeError): boolean => code === 7006 || code === 7031

/** Whether a parameter has no type only because what is called there is not there: one mistake is told once. */
const follows = (one: TypeError, all: readonly TypeError[]): boolean => {
  if (!isUntypedParameter(one)) return false
  const { start = 0, length = 0 } = one.error
  const called = callAround(nodeAt(one.file, start, start + length))?.expression
  return all.some(
    ({ error, file }) =>
      called !== undefined &&
      file === one.file &&
      called.getStart() <= (error.start ?? 0) &&
      (error.start ?? 0) < called.getEnd(),
  )
}

const nodeOf = ({ error: { start = 0, length = 0 }, file }: TypeError): ts.Node => nodeAt(file, start, start + length)

/**
 * What TypeScript itself has to say beside `own`, which our rules have found: where one of them speaks, that says it better, and what
 * follows from a missing name is left out.
 */
export const typeErrors = (
  program: Program,
  isInProtocol: boolean,
  own: readonly Diagnostic[],
): readonly Diagnostic[] => {
  const all = inFiles(program.errors())
  const errors = all.filter((one) => !isRepeated(own, one.file, one.error, nodeOf(one)))
  const named = errors.flatMap((one) => namesMissing(program, one.error.code, nodeOf(one), isInProtocol))
  /** Of a name that should be the author's own, or the language's, everything may hang. */
  const isToldName = (one: TypeError) => {
    const node = nodeOf(one)
    return (
      noName.includes(one.error.code) && !errors.includes(one) && ts.isIdentifier(node) && !isKnownGlobal(node.text)
    )
  }
  if (named.length > 0 || all.some(isToldName)) return named
  return errors
    .filter((one) => !follows(one, all))
    .map((one) => plainly(one, (reason) => typeError(reason, fixFor(program, one.error.code, reason, nodeOf(one)))))
}

/** What cannot even be read: no rule could say anything of it. */
export const syntaxErrors = (program: Program): readonly Diagnostic[] =>
  inFiles(program.syntaxErrors()).map((one) => plainly(one, syntaxError))
