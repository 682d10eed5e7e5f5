import { relative, sep } from "node:path"
import type { ts } from "../typescript.ts"
import { placeOf } from "../place.ts"

/** Where something of the spec stands, as emitted files name it: the same on every machine. */
export const placeText = (root: string, node: ts.Node): string => {
  const { file, line } = placeOf(node)
  return `${pathText(root, file)}:${line}`
}

/** A path from the root, with slashes on every system. */
export const pathText = (root: string, file: string): string => relative(root, file).split(sep).join("/")
