import type { Program } from "../1-read/program.ts"
import { calledWord } from "../1-read/symbols.ts"
import { ts } from "../typescript.ts"
import type { Replacement, Rule } from "./replacement.ts"

/** What makes a quorum of one too few, and of one too many. */
const quorumTexts = (program: Program, call: ts.CallExpression): readonly string[] => {
  const [first, ...rest] = call.arguments.map((argument) => argument.getText())
  if (first === undefined) return []
  const callee = call.expression.getText()
  switch (calledWord(program, call)) {
    case "majority":
      return ["+", "-"].map((sign) => `${callee}(${[`(${first}) ${sign} 1`, ...rest].join(", ")})`)
    case "reachedByMajority":
      return [`Math.max(...(${first}))`, `Math.min(...(${first}))`]
    default:
      return []
  }
}

/** A quorum that takes one node too few, or too many. */
export const quorums: Rule = (program, node) =>
  ts.isCallExpression(node) ? quorumTexts(program, node).map((text) => ({ operator: "quorum", node, text })) : []

const isCount = (node: ts.Node): boolean =>
  ts.isPropertyAccessExpression(node) && ["length", "size"].includes(node.name.text)

const isCompared = ({ parent }: ts.Node): boolean =>
  ts.isBinaryExpression(parent) && /^([<>]=?|[!=]==)$/.test(parent.operatorToken.getText())

const shifted = (node: ts.Node): readonly Replacement[] =>
  ["+", "-"].map((sign) => ({ operator: "off by one", node, text: `(${node.getText()} ${sign} 1)` }))

/** A sum that is a difference, and a count that is compared with one more or less. */
export const sums: Rule = (_, node) => {
  if (isCount(node) && isCompared(node)) return shifted(node)
  if (!ts.isBinaryExpression(node)) return []
  const { kind } = node.operatorToken
  if (kind !== ts.SyntaxKind.PlusToken && kind !== ts.SyntaxKind.MinusToken) return []
  const [left, right] = [node.left.getText(), node.right.getText()]
  const swapped = kind === ts.SyntaxKind.PlusToken ? "-" : "+"
  return [`(${left})`, `(${left} ${swapped} ${right})`].map((text) => ({ operator: "off by one", node, text }))
}
