import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import type { TraceFile } from "@lockstep/judge"
import { type UserError, userErrors } from "../messages.ts"

const isTrace = (name: string): boolean => name.endsWith(".jsonl")

const pathsIn = (path: string): readonly string[] | UserError => {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return userErrors.noTrace(path, "does not exist")
  if (!found.isDirectory()) return [path]
  const names = readdirSync(path).filter(isTrace).sort()
  if (names.length === 0) return userErrors.noTrace(path, "holds no trace")
  return names.map((name) => join(path, name))
}

/** The files that paths stand for: themselves, or what nodes have recorded in a folder. */
export const traceFiles = (paths: readonly string[]): readonly TraceFile[] | UserError => {
  const files = new Map<string, TraceFile>()
  for (const path of paths) {
    const found = pathsIn(path)
    if ("kind" in found) return found
    for (const file of found) files.set(file, { path: file, text: readFileSync(file, "utf8") })
  }
  return [...files.values()]
}
