import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import type { TraceFile } from "@lockstep/judge"
import { unreadable, type UserError, userErrors } from "../messages.ts"

const isTrace = (name: string): boolean => name.endsWith(".jsonl")

const pathsIn = (path: string): readonly string[] | UserError => {
  if (!existsSync(path)) return userErrors.noTrace(path, "does not exist")
  if (!statSync(path).isDirectory()) return [path]
  const names = readdirSync(path).filter(isTrace).sort()
  if (names.length === 0) return userErrors.noTrace(path, "holds no trace")
  return names.map((name) => join(path, name))
}

const traceFile = (path: string): TraceFile | UserError => {
  try {
    return { path, text: readFileSync(path, "utf8") }
  } catch (error) {
    return userErrors.noTrace(path, unreadable(error))
  }
}

/** The files that paths stand for: themselves, or what nodes have recorded in a folder. */
export const traceFiles = (paths: readonly string[]): readonly TraceFile[] | UserError => {
  const files = new Map<string, TraceFile>()
  for (const path of paths) {
    const found = pathsIn(path)
    if ("kind" in found) return found
    for (const path of found) {
      const file = traceFile(path)
      if ("kind" in file) return file
      files.set(path, file)
    }
  }
  return [...files.values()]
}
