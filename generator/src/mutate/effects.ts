import type { Program } from "../1-read/program.ts"
import { calledWord } from "../1-read/symbols.ts"
import { isOnlyEffects } from "../2-verify/effect-types.ts"
import { ts } from "../typescript.ts"
import type { Replacement, Rule } from "./replacement.ts"

const words: readonly (string | null)[] = [
  "send",
  "broadcast",
  "early",
  "restart",
  "reply",
  "reject",
  "perform",
  "emit",
]

/** Whether only the word around it makes an effect of it. */
const isWithin = (program: Program, { parent }: ts.Node): boolean =>
  ts.isCallExpression(parent) && calledWord(program, parent) === "early"

/** An effect that is forgotten. */
export const effects: Rule = (program, node) =>
  ts.isCallExpression(node) && words.includes(calledWord(program, node)) && !isWithin(program, node)
    ? [{ operator: "effect", node, text: "false" }]
    : []

/** Two effects of one step in the other order. */
export const orders: Rule = (program, node) => {
  if (!ts.isArrayLiteralExpression(node)) return []
  const { elements } = node
  const isEffect = (element: ts.Expression | undefined): element is ts.Expression =>
    element !== undefined &&
    !ts.isSpreadElement(element) &&
    isOnlyEffects(program, program.checker.getTypeAtLocation(element))
  return elements.flatMap((left, at): readonly Replacement[] => {
    const right = elements[at + 1]
    if (!isEffect(left) || !isEffect(right)) return []
    const texts = elements.map((element) => element.getText())
    texts.splice(at, 2, right.getText(), left.getText())
    return [{ operator: "order", node, text: `[${texts.join(", ")}]` }]
  })
}
