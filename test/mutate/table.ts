import { readFileSync, writeFileSync } from "node:fs"
import { caughtIn, type Score } from "./score.ts"

const file = new URL("../../specs/README.md", import.meta.url)
const heading = "| protocol | changes | noticed | no difference | explained | survive | percent |"
const rule = "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"

const rowOf = (pilot: string, score: Score): string =>
  `| \`${pilot}\` | ${[score.tried, caughtIn(score), score.same.length, score.explained.length, score.survivors.length, score.percent].join(" | ")} |`

const rows = (text: string): ReadonlyMap<string, string> =>
  new Map([...text.matchAll(/^\| `(.+?)` .*$/gm)].map(([row, pilot = ""]) => [pilot, row]))

/** How many of a hundred changes each protocol is known to notice. */
export const readTable = (): ReadonlyMap<string, number> =>
  new Map([...rows(readFileSync(file, "utf8"))].map(([pilot, row]) => [pilot, Number(row.split("|").at(-2))]))

/** Writes the scores down; those that were not found anew stay as they are. */
export const writeTable = (scores: ReadonlyMap<string, Score>): void => {
  const text = readFileSync(file, "utf8")
  const start = text.indexOf(heading)
  const behind = /\n(?!\|)[^]*$/.exec(text.slice(start))?.[0] ?? "\n"
  const found = new Map([...rows(text), ...[...scores].map(([pilot, score]) => [pilot, rowOf(pilot, score)] as const)])
  const table = [
    heading,
    rule,
    ...[...found].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row),
  ]
  writeFileSync(file, `${text.slice(0, start)}${table.join("\n")}${behind}`)
}
