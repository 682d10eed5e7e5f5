import { ts } from "../typescript.ts"
import { membersOf, objectAt } from "./definition.ts"
import { derivation } from "./derive.ts"
import type { Program } from "./program.ts"
import { readRole } from "./roles.ts"
import type { Spec } from "./spec.ts"
import { commentOf, follow, languageName, symbolAt } from "./symbols.ts"

/** The name that a call says: `protocol`, also in `lockstep.protocol`. */
const calleeName = ({ expression }: ts.CallExpression): ts.Identifier | null => {
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression
  return ts.isIdentifier(name) ? name : null
}

/** Every call in a file that says this word of the language, from top to bottom. */
export const callsOf = (program: Program, file: ts.SourceFile, word: string): readonly ts.CallExpression[] => {
  const calls: ts.CallExpression[] = []
  const visit = (node: ts.Node): void => {
    const name = ts.isCallExpression(node) ? calleeName(node) : null
    if (ts.isCallExpression(node) && name !== null && languageName(program, symbolAt(program, name)) === word)
      calls.push(node)
    node.forEachChild(visit)
  }
  visit(file)
  return calls
}

/** Where a spec file, or what it imports, defines algorithms: its own first. */
export const readAlgorithms = (program: Program): readonly ts.CallExpression[] =>
  program.files.flatMap((file) => callsOf(program, file, "algorithm"))

const propertySections: readonly string[] = ["always", "step", "never", "reachable", "ends", "refines"]

/** Reads what one `protocol(...)` call says. */
const readProtocol = (program: Program, call: ts.CallExpression): Spec => {
  const given = call.arguments[0] && follow(program, call.arguments[0])
  const members = given !== undefined && ts.isObjectLiteralExpression(given) ? membersOf(program, given) : []
  const shared = derivation(program)
  const parts = objectAt(program, members, "roles")
  const names = parts.map(({ name }) => name)
  const roles = parts.map((part) => readRole(shared, part, names))
  const declaration = ts.isVariableDeclaration(call.parent) ? call.parent : null
  return {
    file: call.getSourceFile().fileName,
    name: declaration === null ? "protocol" : declaration.name.getText(),
    comment: declaration === null ? "" : commentOf(declaration),
    node: call.expression,
    roles,
    properties: members.filter(({ name }) => propertySections.includes(name)).map(({ value }) => value),
    types: shared.types,
    unsupported: shared.unsupported,
  }
}

/** Every protocol that a spec file holds or imports: its own first. */
export const readSpecs = (program: Program): readonly Spec[] =>
  program.files.flatMap((file) => callsOf(program, file, "protocol")).map((call) => readProtocol(program, call))
