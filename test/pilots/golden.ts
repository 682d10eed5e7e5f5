import { existsSync, readFileSync, writeFileSync } from "node:fs"
import type { Report } from "@lockstep/checker"

/** `UPDATE=1 npx vitest run test/pilots` writes down what is counted today. */
export const isUpdating = process.env["UPDATE"] !== undefined

const fileOf = (family: string): URL => new URL(`./${family}.txt`, import.meta.url)

/** How large each instance of a family is known to be, a line for each. */
export const readGolden = (family: string): readonly string[] =>
  existsSync(fileOf(family)) ? readFileSync(fileOf(family), "utf8").trimEnd().split("\n") : []

export const writeGolden = (family: string, lines: readonly string[]): void =>
  writeFileSync(fileOf(family), `${lines.join("\n")}\n`)

/** What the line about an instance begins with. */
export const titleOf = (pilot: string, instance: string): string => `${pilot} ${instance}:`

/** How many states each instance of a family is known to have, by its title. */
export const readSizes = (family: string): ReadonlyMap<string, number> =>
  new Map(
    readGolden(family).map((line) => {
      const [, title = "", states = ""] = /^(.*:) ([\d,]+) states/.exec(line) ?? []
      return [title, Number(states.replaceAll(",", ""))] as const
    }),
  )

export const lineOf = (title: string, { states, depth }: Report): string =>
  `${title} ${states.toLocaleString("en")} states, depth ${depth}`
