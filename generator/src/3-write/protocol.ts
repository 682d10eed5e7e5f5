import { relative, sep } from "node:path"
import type { Program } from "../1-read/program.ts"
import type { RoleSpec, Spec } from "../1-read/spec.ts"
import { placeOf } from "../place.ts"
import { isImported, type Namer, namer } from "./code-names.ts"
import { ts } from "../typescript.ts"
import { type Declared, declaredBy, eachIdentifier, meaningOf, neededBy } from "../1-read/declarations.ts"
import { laidOut, listed } from "./layout.ts"

/** The code of a protocol as its author wrote it, in one file. */
export interface WrittenProtocol {
  readonly text: string
  /** The constant that each role is, in the order of the roles. */
  readonly roles: readonly string[]
}

/** A piece of a text that is written differently. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

const nameOf = (declared: Declared): ts.Identifier | null =>
  declared.name !== undefined && ts.isIdentifier(declared.name) ? declared.name : null

const applied = (source: string, from: number, to: number, edits: readonly Edit[]): string => {
  const inside = edits.filter(({ start, end }) => start >= from && end <= to).toSorted((a, b) => a.start - b.start)
  const pieces = inside.map(({ text, end }, at) => text + source.slice(end, inside[at + 1]?.start ?? to))
  return source.slice(from, inside[0]?.start ?? to) + pieces.join("")
}

/** The value that the protocol names as a role. */
const valueOfRole = ({ node }: RoleSpec): ts.Expression => {
  const { parent } = node
  if (ts.isPropertyAssignment(parent)) return parent.initializer
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name
  throw new Error(`the role at ${placeOf(node).file}:${placeOf(node).line} has no value`)
}

const isTypePosition = (node: ts.Node): boolean => {
  for (let at: ts.Node = node; !ts.isStatement(at) && !ts.isExpression(at.parent); at = at.parent)
    if (ts.isTypeNode(at)) return !ts.isTypeQueryNode(at)
  return ts.isTypeReferenceNode(node.parent)
}

const symbolsOf = (program: Program, declared: Declared): readonly ts.Symbol[] => {
  const symbols: ts.Symbol[] = []
  const visit = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) {
      const symbol = program.checker.getSymbolAtLocation(name)
      if (symbol !== undefined) symbols.push(symbol)
      return
    }
    for (const element of name.elements) if (ts.isBindingElement(element)) visit(element.name)
  }
  if (declared.name !== undefined) visit(declared.name)
  return symbols
}

/** The words of a protocol that its handlers use: `const { role, send } = spec<...>()` loses the others. */
const unusedWords = (
  program: Program,
  declared: Declared,
  used: ReadonlySet<ts.Symbol>,
): readonly ts.BindingElement[] => {
  if (!ts.isVariableDeclaration(declared) || !ts.isObjectBindingPattern(declared.name)) return []
  return declared.name.elements.filter(({ name }) => {
    const symbol = ts.isIdentifier(name) ? program.checker.getSymbolAtLocation(name) : undefined
    return symbol !== undefined && !used.has(symbol)
  })
}

/** Every symbol that the code reads, but where it is declared. */
const usedBy = (program: Program, roots: readonly ts.Node[]): ReadonlySet<ts.Symbol> => {
  const used = new Set<ts.Symbol>()
  for (const root of roots)
    eachIdentifier(root, (node) => {
      const { parent } = node
      if (ts.isBindingElement(parent) && parent.name === node) return
      const symbol = meaningOf(program, node)
      if (symbol !== undefined) used.add(symbol)
    })
  return used
}

const renaming = (name: Namer, root: ts.Node): readonly Edit[] => {
  const edits: Edit[] = []
  eachIdentifier(root, (node) => {
    const text = name.of(node)
    if (text === null || text === node.text) return
    const isShorthand = ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node
    edits.push({ start: node.getStart(), end: node.getEnd(), text: isShorthand ? `${node.text}: ${text}` : text })
  })
  return edits
}

const listEdits = (pattern: ts.ObjectBindingPattern, dropped: readonly ts.BindingElement[]): readonly Edit[] => {
  if (dropped.length === 0) return []
  const kept = pattern.elements.filter((element) => !dropped.includes(element)).map((element) => element.getText())
  return [{ start: pattern.getStart(), end: pattern.getEnd(), text: `{ ${kept.join(", ")} }` }]
}

/** The statement around a declaration, which holds its comments. */
const statementOf = (declared: Declared): ts.Node =>
  ts.isVariableDeclaration(declared) ? declared.parent.parent : declared

const commentsOf = (declared: Declared): string => {
  const source = declared.getSourceFile().text
  const at = statementOf(declared).pos
  return (ts.getLeadingCommentRanges(source, at) ?? [])
    .filter(({ pos }) => source.startsWith("/**", pos))
    .map(({ pos, end }) => `${source.slice(pos, end)}\n`)
    .slice(-1)
    .join("")
}

const isType = (declared: Declared): boolean =>
  ts.isInterfaceDeclaration(declared) || ts.isTypeAliasDeclaration(declared)

interface Written {
  readonly declared: Declared
  readonly edits: readonly Edit[]
  /** Written behind the name of a constant that others import. */
  readonly annotation: string
}

/** A declaration as its author wrote it, with where that is. */
const declarationText = ({ declared, edits, annotation }: Written, root: string): string => {
  const source = declared.getSourceFile().text
  const { file, line } = placeOf(declared)
  const place = `// ${relative(root, file).split(sep).join("/")}:${line}\n`
  const exported = isType(declared) || annotation !== "" ? "export " : ""
  const word = ts.isVariableDeclaration(declared) ? "const " : ""
  const start = ts.isVariableDeclaration(declared) ? declared.getStart() : wordStart(declared)
  const name = nameOf(declared)
  const typed =
    annotation === "" || name === null ? [] : [{ start: name.getEnd(), end: name.getEnd(), text: annotation }]
  return (
    place + commentsOf(declared) + exported + word + applied(source, start, declared.getEnd(), [...edits, ...typed])
  )
}

/** Code that stood inside of something else, moved to the margin; a text of several lines stays as it is. */
const outdented = (text: string, node: ts.Node): string => {
  const source = node.getSourceFile()
  const { line } = source.getLineAndCharacterOfPosition(node.getStart())
  const [indent = ""] = /^[ \t]*/.exec(source.text.slice(source.getPositionOfLineAndCharacter(line, 0))) ?? []
  return text.includes("`") ? text : text.replaceAll(`\n${indent}`, "\n")
}

/** Where a declaration begins behind the word `export`. */
const wordStart = (declared: Declared): number => {
  const modifiers = ts.canHaveModifiers(declared) ? ts.getModifiers(declared) : undefined
  const last = modifiers?.at(-1)
  return last === undefined ? declared.getStart() : last.getEnd() + 1
}

const importText = (words: readonly (readonly [name: string, text: string])[]): string => {
  const items = words.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text)
  return laidOut(["import ", listed("{ ", items, " }"), ` from "@lockstep/runtime"`])
}

/** Which words of the language the code uses, and whether only as types. */
const languageWords = (program: Program, roots: readonly ts.Node[]): ReadonlyMap<string, boolean> => {
  const words = new Map<string, boolean>()
  for (const root of roots)
    eachIdentifier(root, (node) => {
      const symbol = meaningOf(program, node)
      if (symbol === undefined || !isImported(program, symbol) || ts.isPropertyAssignment(node.parent)) return
      words.set(symbol.name, (words.get(symbol.name) ?? true) && isTypePosition(node))
    })
  return words
}

/** Line ends of every library: a checkout on Windows gives the same code. */
const withPlainLineEnds = (text: string): string => text.replaceAll("\r\n", "\n")

/** Writes the code of a protocol that its handlers can reach, with more edits if wanted; what says that they are right stays in the spec. */
export const writeProtocol = (
  program: Program,
  spec: Spec,
  root: string,
  editsOf: (root: ts.Node) => readonly Edit[] = () => [],
): WrittenProtocol => {
  const values = spec.roles.map(valueOfRole)
  const needed = neededBy(program, values)
  const used = usedBy(program, [...needed, ...values])
  const dropped = needed.flatMap((declared) => unusedWords(program, declared, used))
  const words = languageWords(program, [...needed, ...values])
  const name = namer(program, [...needed, ...values])
  for (const word of words.keys()) name.reserve(word)
  for (const declared of needed) for (const symbol of symbolsOf(program, declared)) name.give(symbol)

  const declaredRoles = values.map((value): Declared | undefined =>
    ts.isIdentifier(value) ? declaredBy(program, meaningOf(program, value))[0] : undefined,
  )
  const roleType = name.isTaken("Role") ? name.fresh("AnyRole") : "Role"
  const texts = needed.map((declared) =>
    declarationText(
      {
        declared,
        edits: [
          ...editsOf(declared),
          ...renaming(name, declared).filter(
            ({ start, end }) => !dropped.some((e) => e.parent.pos <= start && e.parent.end >= end),
          ),
          ...(ts.isVariableDeclaration(declared) && ts.isObjectBindingPattern(declared.name)
            ? listEdits(
                declared.name,
                dropped.filter(({ parent }) => parent === declared.name),
              )
            : []),
        ],
        annotation: declaredRoles.includes(declared) ? `: ${roleType}` : "",
      },
      root,
    ),
  )
  const inline = spec.roles.flatMap((role, at) => {
    const value = values[at]
    if (value === undefined || declaredRoles[at] !== undefined) return []
    const constant = name.fresh(role.name)
    const { file, line } = placeOf(value)
    const source = value.getSourceFile().text
    const body = outdented(
      applied(source, value.getStart(), value.getEnd(), [...editsOf(value), ...renaming(name, value)]),
      value,
    )
    const place = `// ${relative(root, file).split(sep).join("/")}:${line}\n`
    return [{ at, constant, text: `${place}export const ${constant}: ${roleType} = ${body}` }]
  })
  const roleImport = roleType === "Role" ? "type Role" : `type Role as ${roleType}`
  const imports = [
    ...[...words].map(([word, isOnlyType]) => [word, isOnlyType ? `type ${word}` : word] as const),
    ["Role", roleImport] as const,
  ]
  return {
    text: withPlainLineEnds(`${[importText(imports), ...texts, ...inline.map(({ text }) => text)].join("\n\n")}\n`),
    roles: values.map((value, at) => {
      const constant = inline.find((one) => one.at === at)?.constant
      return constant ?? (ts.isIdentifier(value) ? (name.of(value) ?? value.text) : "")
    }),
  }
}
