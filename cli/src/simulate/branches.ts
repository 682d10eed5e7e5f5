import type { TakenBranch } from "@lockstep/generator"
import { amount } from "../report/amounts.ts"
import { cut } from "../report/cut.ts"
import { fileName } from "../report/file-name.ts"

type Outcome = TakenBranch["outcome"]

const words: { readonly [outcome in Outcome]: string } = {
  true: "is never true",
  false: "is never false",
  null: "is never null",
  "not null": "is never anything but null",
  case: "is never the case",
}

/** So many are shown; `--json` tells all. */
const mostShown = 12
const longestCondition = 60

const placeOf = ({ place: { file, line, column } }: TakenBranch): string => `${fileName(file)}:${line}:${column}`

/** A condition of which a way was not taken: one way, or both because nobody came to it. */
const missedAt = (ways: readonly TakenBranch[]): readonly string[] => {
  const missed = ways.filter(({ taken }) => taken === 0)
  const [first] = missed
  if (first === undefined) return []
  const isAsked = missed.length < ways.length || first.outcome === "case"
  return [
    `${placeOf(first)}  ${cut(first.condition, longestCondition)} ${isAsked ? words[first.outcome] : "is never asked"}`,
  ]
}

const keyOf = (branch: TakenBranch): string => `${placeOf(branch)} ${branch.condition}`

/** How many branches of the handlers were taken, and which were not. */
export const branchLines = (branches: readonly TakenBranch[] | undefined): readonly string[] => {
  if (branches === undefined || branches.length === 0) return []
  const taken = branches.filter((one) => one.taken > 0).length
  const missed = [...Map.groupBy(branches, keyOf).values()].flatMap(missedAt)
  const more = missed.length - mostShown
  return [
    `  ${amount(taken)} of ${amount(branches.length)} branches were taken${missed.length > 0 ? "; not where" : ""}`,
    ...missed.slice(0, mostShown).map((line) => `    ${line}`),
    ...(more > 0 ? [`    and ${amount(more)} more`] : []),
  ]
}

/** The same as data. */
export const branchData = (branches: readonly TakenBranch[]) => ({
  total: branches.length,
  taken: branches.filter(({ taken }) => taken > 0).length,
  untaken: branches
    .filter(({ taken }) => taken === 0)
    .map(({ place, condition, outcome }) => ({ ...place, file: fileName(place.file), condition, outcome })),
})
