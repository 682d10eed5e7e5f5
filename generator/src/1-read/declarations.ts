import type { Program } from "./program.ts"
import { isTopLevel } from "./reach.ts"
import { resolved } from "./symbols.ts"
import { ts } from "../typescript.ts"

/** A declaration of a module: what a name leads to, and what is written out. */
export type Declared =
  ts.VariableDeclaration | ts.FunctionDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration

const whole = (node: ts.Node): ts.Node =>
  ts.isBindingElement(node) || ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node)
    ? whole(node.parent)
    : node

const isDeclared = (node: ts.Node): node is Declared =>
  ts.isVariableDeclaration(node) ||
  ts.isFunctionDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node)

/** What an identifier stands for, as a value or as a type; `undefined` when it only names a member. */
export const meaningOf = (program: Program, node: ts.Identifier): ts.Symbol | undefined => {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return undefined
  const symbol =
    ts.isShorthandPropertyAssignment(parent) && parent.name === node
      ? program.checker.getShorthandAssignmentValueSymbol(parent)
      : program.checker.getSymbolAtLocation(node)
  return symbol && resolved(program, symbol)
}

/** The module's own declarations behind a symbol; none for locals, parameters, members, the language and its library. */
export const declaredBy = (program: Program, symbol: ts.Symbol | undefined): readonly Declared[] =>
  (symbol?.declarations ?? [])
    .filter((declaration) => !program.isLanguage(declaration) && !declaration.getSourceFile().isDeclarationFile)
    .map(whole)
    .filter(isDeclared)
    .filter((declaration) => isTopLevel(declaration.parent))

/** Calls `see` for every identifier in a tree, also in its types. */
export const eachIdentifier = (root: ts.Node, see: (node: ts.Identifier) => void): void => {
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) see(node)
    node.forEachChild(visit)
  }
  visit(root)
}

/** Everything that some code needs, values and types, in an order in which a module can hold it. */
export const neededBy = (program: Program, roots: readonly ts.Node[]): readonly Declared[] => {
  const needed = new Set<Declared>()
  const open: ts.Node[] = [...roots]
  for (const node of open)
    eachIdentifier(node, (identifier) => {
      for (const declared of declaredBy(program, meaningOf(program, identifier))) {
        if (needed.has(declared)) continue
        needed.add(declared)
        open.push(declared)
      }
    })
  const [entry, ...imported] = program.files
  const files = entry === undefined ? [] : [...imported, entry]
  const placeOf = (node: ts.Node) => files.indexOf(node.getSourceFile())
  return [...needed].toSorted((a, b) => placeOf(a) - placeOf(b) || a.pos - b.pos)
}
