import { emptyPlaces, isAsynchronous, usesClass, usesGenerator, usesThis } from "../messages.ts"
import { ts } from "../typescript.ts"
import { globals } from "./names.ts"
import type { CodeRule } from "./scene.ts"

const asyncKeyword = (node: ts.Node): ts.Node | undefined =>
  ts.canHaveModifiers(node) ? ts.getModifiers(node)?.find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) : undefined

/** `async` and `await`. */
export const asynchrony: CodeRule = ({ report }, node) => {
  const keyword = asyncKeyword(node)
  if (keyword !== undefined) report(keyword, isAsynchronous("async"))
  if (ts.isAwaitExpression(node)) report(node, isAsynchronous("await"))
  if (ts.isForOfStatement(node) && node.awaitModifier !== undefined)
    report(node.awaitModifier, isAsynchronous("for await"))
}

/** Functions that keep their place between calls. */
export const generators: CodeRule = ({ report }, node) => {
  const star = ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)
  if (star && node.asteriskToken !== undefined) report(node.asteriskToken, usesGenerator)
}

/** `this`, and the `arguments` that come with it. */
export const receivers: CodeRule = ({ report }, node) => {
  if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword) report(node, usesThis)
}

/** Classes, and instances of them. */
export const classes: CodeRule = ({ report }, node) => {
  if (ts.isClassLike(node)) report(node.name ?? node, usesClass("A class"))
  if (!ts.isNewExpression(node)) return
  const name = node.expression.getText()
  if (!globals.has(name)) report(node, name === "Array" ? emptyPlaces : usesClass(`\`new ${name}\``))
}
