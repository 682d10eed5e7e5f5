import { existsSync } from "node:fs"
import { dirname, resolve } from "node:path"
import type { Brief } from "../compare/brief.ts"
import { changesBetween, changesText } from "../compare/changes.ts"
import { isWithin } from "./folders.ts"

/** What a check found, and every file that models were looked for in. */
export interface Round {
  readonly briefs: readonly Brief[]
  readonly places: readonly string[]
}

const folderOf = ({ file }: Brief): string => dirname(resolve(file))

/** A model that comes to stand above others takes their folders with it: they are there, and nothing is said of them. */
const goneFrom =
  ({ briefs, places }: Round) =>
  ({ file }: Brief): string => {
    if (!existsSync(file) || places.includes(resolve(file))) return "is not there any more"
    const above = briefs.find((brief) => isWithin(folderOf(brief), resolve(file)))
    return `is there, and not read any more${above === undefined ? "" : `: ${above.file} stands for all of its folder`}`
  }

/** Says what changed from one answer to the next. */
export const openHistory = () => {
  let last: readonly Brief[] | undefined
  return (found: Round): void => {
    const { briefs } = found
    if (last !== undefined)
      process.stdout.write(`since the last answer\n${changesText(changesBetween(last, briefs, goneFrom(found)))}\n`)
    last = briefs
  }
}
