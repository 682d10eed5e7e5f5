import { existsSync, readFileSync, statSync } from "node:fs"
import { dirname, resolve } from "node:path"

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return undefined
  }
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

/** TypeScript takes any of these for what an import calls `x`, `x.ts` or `x.js`. */
const endings = ["", ".ts", ".tsx", ".mts", ".cts", ".d.ts", ".d.mts", ".d.cts", "/index.ts", "/index.d.ts"]

const filesCalled = (path: string): readonly string[] =>
  [path, ...endings.map((ending) => path.replace(/(\.d)?\.[cm]?[jt]sx?$/, "") + ending)].filter(isFile)

/** Relative paths in quotes, and what a `/// <reference path="..." />` names. */
const paths =
  /(?<quote>["'`])(?<path>\.{1,2}\/[^"'`\n]+)\k<quote>|\/\/\/\s*<reference\s+path\s*=\s*["'](?<reference>[^"'\n]+)/g

/**
 * The files that a file may take types from: an import of types is gone before the engine sees it, and to ask the compiler takes
 * longer than many a search. One too many does no harm.
 */
export const filesMentionedIn = (file: string): readonly string[] =>
  [...(read(file) ?? "").matchAll(paths)].flatMap(({ groups }) =>
    filesCalled(resolve(dirname(file), groups?.["path"] ?? groups?.["reference"] ?? "")),
  )
