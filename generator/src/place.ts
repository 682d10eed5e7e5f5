import type { ts } from "./typescript.ts"

/** Where something stands, as editors count. */
export interface Place {
  /** The absolute path of the file. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
}

/** Where the first token of a node stands. */
export const placeOf = (node: ts.Node): Place => {
  const source = node.getSourceFile()
  const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source))
  return { file: source.fileName, line: line + 1, column: character + 1 }
}
