import { ts } from "../typescript.ts"

/** How a type is written; `undefined` where it was inferred. Following it beside the type finds the token to point at. */
export type Written = ts.TypeNode | undefined

/** An alias that stands for itself is an error of its own: it must not keep the reader busy for ever. */
const deepest = 32

const plain = (node: ts.TypeNode): ts.TypeNode =>
  ts.isParenthesizedTypeNode(node) || (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword)
    ? plain(node.type)
    : node

/** What an alias without parameters stands for, through as many aliases as it takes. */
export const expanded = (checker: ts.TypeChecker, written: Written, depth = 0): Written => {
  if (written === undefined) return undefined
  const node = plain(written)
  if (depth > deepest || !ts.isTypeReferenceNode(node) || node.typeArguments !== undefined) return node
  const found = checker.getSymbolAtLocation(node.typeName)
  const symbol = found && found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found
  const declaration = symbol?.declarations?.find(ts.isTypeAliasDeclaration)
  return declaration !== undefined && declaration.typeParameters === undefined
    ? expanded(checker, declaration.type, depth + 1)
    : node
}

/** How the item of an array, or an argument of a collection, is written. */
export const argumentAt = (written: Written, index: number): Written => {
  if (written === undefined) return undefined
  if (ts.isArrayTypeNode(written)) return written.elementType
  if (ts.isTupleTypeNode(written)) {
    const element = written.elements[index]
    return element !== undefined && ts.isNamedTupleMember(element) ? element.type : element
  }
  return ts.isTypeReferenceNode(written) ? written.typeArguments?.[index] : undefined
}

/** The members of a union as they are written, in their order, aliases expanded. */
export const alternatives = (checker: ts.TypeChecker, written: Written, depth = 0): readonly ts.TypeNode[] => {
  const node = expanded(checker, written)
  if (node === undefined || depth > deepest) return []
  return ts.isUnionTypeNode(node) ? node.types.flatMap((member) => alternatives(checker, member, depth + 1)) : [node]
}

/** How a property's type is written. */
export const writtenType = (declaration: ts.Declaration | undefined): Written =>
  declaration !== undefined &&
  (ts.isPropertySignature(declaration) ||
    ts.isPropertyDeclaration(declaration) ||
    ts.isParameter(declaration) ||
    ts.isMethodSignature(declaration))
    ? declaration.type
    : undefined
