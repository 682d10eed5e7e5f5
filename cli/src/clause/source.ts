import { ts } from "./typescript.ts"

/** A function that can be taken apart and put together again. */
export type FunctionNode = ts.ArrowFunction | ts.FunctionExpression

const parse = (text: string): ts.Expression | undefined => {
  const { statements } = ts.createSourceFile("property.js", `(${text}\n)`, ts.ScriptTarget.ESNext, true)
  const [statement, more] = statements
  if (statement === undefined || more !== undefined || !ts.isExpressionStatement(statement)) return undefined
  return bare(statement.expression)
}

/** An expression without the brackets around it. */
export const bare = (expression: ts.Expression): ts.Expression =>
  ts.isParenthesizedExpression(expression) ? bare(expression.expression) : expression

/** A method's text is a function only once it has lost its name. */
const ofMethod = (text: string): string | undefined => {
  const holder = parse(`{${text}}`)
  const [method] = holder !== undefined && ts.isObjectLiteralExpression(holder) ? holder.properties : []
  if (method === undefined || !ts.isMethodDeclaration(method) || method.modifiers || method.asteriskToken)
    return undefined
  return `function ${holder?.getSourceFile().text.slice(method.name.end, method.end)}`
}

/** Parses a function's own text. */
export const parseFunction = (text: string): FunctionNode | undefined => {
  const found = parse(text)
  if (found !== undefined && (ts.isArrowFunction(found) || ts.isFunctionExpression(found))) return found
  const asFunction = ofMethod(text)
  return asFunction === undefined ? undefined : parseFunction(asFunction)
}

/** What a function may return, without what functions inside of it return. */
export const returnsOf = ({ body }: FunctionNode): readonly ts.Expression[] => {
  if (!ts.isBlock(body)) return [body]
  const found: ts.Expression[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression)
    else ts.forEachChild(node, visit)
  }
  ts.forEachChild(body, visit)
  return found
}

/** What had to be so for a return to be reached: the nearest condition around it. */
export interface Reached {
  readonly condition: ts.Expression
  readonly truth: boolean
}

/** The nearest condition around a return. */
export const reachedBy = (returned: ts.Expression, subject: FunctionNode): Reached | undefined => {
  for (let node: ts.Node = returned.parent; node !== subject; node = node.parent) {
    const { parent } = node
    if (ts.isIfStatement(parent) && node !== parent.expression)
      return { condition: parent.expression, truth: node === parent.thenStatement }
  }
  return undefined
}

/** The variable of the nearest loop over items around a return. */
export const loopedOver = (returned: ts.Expression, subject: FunctionNode): ts.Identifier | undefined => {
  for (let node: ts.Node = returned.parent; node !== subject; node = node.parent) {
    if (!ts.isForOfStatement(node) || !ts.isVariableDeclarationList(node.initializer)) continue
    const [declared] = node.initializer.declarations
    return declared !== undefined && ts.isIdentifier(declared.name) ? declared.name : undefined
  }
  return undefined
}
