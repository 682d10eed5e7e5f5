import { languageName, symbolAt } from "../1-read/symbols.ts"
import { nativeCollection } from "../messages.ts"
import { ts } from "../typescript.ts"
import type { CodeRule } from "./scene.ts"

/** `new Set()` of the language's own `Set`, which has no constructor. */
export const constructedCollections: CodeRule = ({ program, report }, node) => {
  if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression)) return
  const name = languageName(program, symbolAt(program, node.expression))
  if (name === "Map" || name === "Set" || name === "List")
    report(node.expression, {
      ...nativeCollection(name),
      reason: `The language's \`${name}\` has no constructor, and \`new\` would take the native one.`,
      fix: `Build it with \`${name}.of(...)\` or \`${name}.from(...)\`.`,
    })
}
