import { ts } from "./typescript.ts"

const oneLine = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/ (?=\.(?!\.))/g, "")
    .replace(/\( /g, "(")
    .replace(/,? \)/g, ")")
    .trim()

const printer = ts.createPrinter({ removeComments: true })

/** Comments would swallow what follows them on one line. */
const withoutComments = (expression: ts.Expression): ts.Expression => {
  const file = expression.getSourceFile()
  const text = `(${printer.printNode(ts.EmitHint.Expression, expression, file)})`
  const [statement] = ts.createSourceFile("clause.js", text, ts.ScriptTarget.ESNext, true).statements
  return statement !== undefined &&
    ts.isExpressionStatement(statement) &&
    ts.isParenthesizedExpression(statement.expression)
    ? statement.expression.expression
    : expression
}

/** What functions inside of the expression do, as offsets in the file. */
const bodiesIn = (expression: ts.Expression): readonly (readonly [number, number])[] => {
  const found: (readonly [number, number])[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) found.push([node.body.getStart(), node.body.end])
    else ts.forEachChild(node, visit)
  }
  visit(expression)
  return found
}

/** The expression on one line; functions in it are cut short where what they do is told beside it. */
export const shortText = (written: ts.Expression, withBodies: boolean): string => {
  const expression = /\/[/*]/.test(written.getText()) ? withoutComments(written) : written
  const { text } = expression.getSourceFile()
  let begin = expression.getStart()
  let short = ""
  for (const [from, to] of withBodies ? [] : bodiesIn(expression)) {
    short += `${text.slice(begin, from)}…`
    begin = to
  }
  return oneLine(short + text.slice(begin, expression.end))
}
