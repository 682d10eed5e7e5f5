import type { Program } from "../1-read/program.ts"
import { type Complaint, type Diagnostic, diagnosticAt, toldInAlgorithm } from "../diagnostic.ts"
import { typeError } from "../messages.ts"
import { ts } from "../typescript.ts"
import { isKnownGlobal, missingGlobal, missingMembers } from "./names.ts"

/** What does in a spec what these members do elsewhere. */
const replacements = new Map([
  ["forEach", "Go through it with `for`-`of`, or build the result with `map` or `reduce`."],
  ["replace", "Use `replaceAll`, which takes a text."],
  ["substring", "Use `slice`."],
  ["substr", "Use `slice`."],
  ["charAt", "Use `at`."],
  ["isNaN", "Leave it out: the numbers of a spec are safe integers."],
  ["isFinite", "Leave it out: the numbers of a spec are safe integers."],
  ["toFixed", "Round with `Math.floor`, and leave texts for people to whoever reads them."],
])

const notCallable = 2349
const noMember: readonly number[] = [2339, 2550, 2551]
/** That a name is not known, with several guesses why, or that it is known as a type alone. */
const noName: readonly number[] = [2304, 2552, 2580, 2583, 2584, 2585, 2591, 2592, 2693]

/** What to write where TypeScript only says that something is not there, or is no step. */
const fixFor = (code: number, reason: string, node: ts.Node): string | undefined => {
  if (reason.includes(" type 'Next<"))
    return "Give back `false`, or a record of the variables that change, each with a value of its type, or an array of such records."
  if (reason.includes(" type 'Action<"))
    return "Write one function that gives back `false` where the action cannot happen, or `each(values, run)`."
  const text = node.getText()
  if (noMember.includes(code)) return replacements.get(text)
  if (code === notCallable && text === "Array")
    return "Say what each place holds: `Array.from({ length: 3 }, () => 0)`."
  return undefined
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

const plainly = (file: ts.SourceFile, { start = 0, length = 0, messageText, code }: ts.Diagnostic): Diagnostic => {
  const begin = file.getLineAndCharacterOfPosition(start)
  const end = file.getLineAndCharacterOfPosition(start + length)
  const last =
    end.line === begin.line
      ? end.character
      : file.getLineAndCharacterOfPosition(file.getLineEndOfPosition(start)).character
  const place = { file: file.fileName, line: begin.line + 1, column: begin.character + 1, endColumn: last + 1 }
  const reason = ts.flattenDiagnosticMessageText(messageText, " ").replace(/\s+/g, " ")
  return { ...place, ...typeError(reason, fixFor(code, reason, nodeAt(file, start, start + length))) }
}

/** What TypeScript itself has to say: where one of our rules speaks, that says it better, and what follows from a missing name is left out. */
export const typeErrors = (program: Program, isInProtocol: boolean): readonly Diagnostic[] => {
  const errors = program.errors().flatMap((error) => (error.file === undefined ? [] : [{ error, file: error.file }]))
  const named = errors.flatMap(({ error: { code, start = 0, length = 0 }, file }) =>
    namesMissing(program, code, nodeAt(file, start, start + length), isInProtocol),
  )
  return named.length > 0 ? named : errors.map(({ error, file }) => plainly(file, error))
}
