import { ts } from "../typescript.ts"
import type { Program } from "./program.ts"
import { eachValue, reach } from "./reach.ts"
import { languageName, symbolAt } from "./symbols.ts"

const words: ReadonlySet<string | null> = new Set([
  "majority",
  "reachedByMajority",
  "agreedByQuorum",
  "reachedByQuorum",
] as const)

/** Whether what runs with these pieces of code counts majorities, by the language's words for it. */
export const countsMajorities = (program: Program, roots: readonly ts.Node[]): boolean => {
  let counts = false
  for (const piece of reach(program, roots))
    eachValue(piece, (node) => {
      counts ||= ts.isIdentifier(node) && words.has(languageName(program, symbolAt(program, node)))
    })
  return counts
}
