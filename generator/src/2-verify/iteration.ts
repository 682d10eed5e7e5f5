import { dependsOnFields, sortsAsText } from "../messages.ts"
import { ts } from "../typescript.ts"
import type { CodeRule } from "./scene.ts"

/** `for`-`in`, which goes by the order in which fields were added. */
export const fieldLoops: CodeRule = ({ report }, node) => {
  if (!ts.isForInStatement(node)) return
  const fix = "Iterate a list, an array or the language's `Map` with `for`-`of`."
  report(
    node.getChildren().find(({ kind }) => kind === ts.SyntaxKind.InKeyword) ?? node,
    dependsOnFields("for-in", fix),
  )
}

/** A sort without an order, which takes numbers for texts. */
export const bareSorts: CodeRule = ({ report }, node) => {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return
  const { name } = node.expression
  if (name.text === "toSorted" && node.arguments.length === 0) report(name, sortsAsText)
}
