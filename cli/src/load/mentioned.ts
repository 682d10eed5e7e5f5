import { existsSync, readFileSync, statSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { typesNamed } from "./named-types.ts"

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

/** What an import names that is no path; the platform and the language come with the command. */
const names = /\b(?:from|import)\b\s*\(?\s*(?<quote>["'])(?!node:|@lockstep\/)(?<name>[#@\w][^"'\n]*)\k<quote>/g

/**
 * The files that a file may take types from: an import of types is gone before the engine sees it, and to ask the compiler takes
 * longer than many a search, so that it is asked for names alone. One too many does no harm.
 */
export const filesMentionedIn = (file: string): readonly string[] => {
  const text = read(file) ?? ""
  const relative = [...text.matchAll(paths)].flatMap(({ groups }) =>
    filesCalled(resolve(dirname(file), groups?.["path"] ?? groups?.["reference"] ?? "")),
  )
  const named = [...text.matchAll(names)].flatMap(({ groups }) => typesNamed(groups?.["name"] ?? "", file))
  return [...relative, ...named]
}
