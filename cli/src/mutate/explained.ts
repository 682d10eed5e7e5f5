import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import type { Mutation } from "@lockstep/generator"
import { type UserError, userErrors } from "../messages.ts"

/** A change that nobody needs to notice, and why. */
export interface Explanation {
  readonly before: string
  readonly after: string
  readonly because: string
  /** Where the same text stands several times: which of them. */
  readonly line?: number
  readonly column?: number
}

const isExplanation = (value: unknown): value is Explanation =>
  typeof value === "object" &&
  value !== null &&
  ["before", "after", "because"].every((field) => typeof (value as { [field: string]: unknown })[field] === "string")

/** What is said of changes in the survivors.json beside a model. */
export const explanationsOf = (model: string): readonly Explanation[] | UserError => {
  const file = join(dirname(model), "survivors.json")
  if (!existsSync(file)) return []
  try {
    const read: unknown = JSON.parse(readFileSync(file, "utf8"))
    if (Array.isArray(read) && read.every(isExplanation)) return read
    return userErrors.cannotLoad(file, "is no list of { before, after, because }")
  } catch (error) {
    return userErrors.cannotLoad(file, error instanceof Error ? error.message : String(error))
  }
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ")

/** Whether an explanation speaks of a change. */
export const explains = ({ before, after, line, column }: Explanation, mutation: Mutation): boolean =>
  oneLine(before) === oneLine(mutation.before) &&
  oneLine(after) === oneLine(mutation.after) &&
  (line === undefined || line === mutation.line) &&
  (column === undefined || column === mutation.column)
