import type { Mutation } from "@lockstep/generator"
import { amount, counted } from "../report/amounts.ts"
import { cut } from "../report/cut.ts"
import { fileName } from "../report/file-name.ts"
import { paint } from "../report/paint.ts"
import type { Score, Survivor } from "./score.ts"

const placeOf = ({ file, line, column }: Mutation): string => `${fileName(file)}:${line}:${column}`

const short = (text: string): string => cut(text.replace(/\s+/g, " "), 70)

const survivorText = ({ mutation, why }: Survivor): readonly string[] => [
  `  ${paint("red", "survives")}  ${placeOf(mutation)}  ${mutation.operator}${why && `, ${why}`}`,
  `            ${short(mutation.before)}`,
  `         ${paint("dim", "as")} ${short(mutation.after)}`,
]

const whyNoScore = ({ tried, untried, explained }: Score): string => {
  if (untried > 0) return "no change that counts was tried in time: give it more --timeout"
  if (tried === 0) return "the handlers hold nothing that could be changed"
  if (explained.length > 0) return "nothing is noticed, and all that survives is explained"
  return "no change makes a difference that counts: try a larger --instance"
}

const percentText = (score: Score, threshold: number): string => {
  const { caught, survivors, percent } = score
  if (percent === null) return `${paint("red", "no score")}: ${whyNoScore(score)}`
  const sum = [...caught.values()].reduce((total, one) => total + one, 0)
  const style = percent >= threshold ? "green" : "red"
  const isOne = sum + survivors.length === 1
  return `${paint(style, `${percent} %`)} of ${counted(sum + survivors.length, "change")} that ${isOne ? "makes" : "make"} a difference ${sum === 1 ? "is" : "are"} noticed`
}

const triedText = ({ tried, untried }: Score): string =>
  untried > 0 ? `${amount(tried)} of ${counted(tried + untried, "change")}` : counted(tried, "change")

const untriedLines = ({ untried }: Score): readonly string[] =>
  untried === 0
    ? []
    : [
        paint("yellow", `  ${String(untried).padStart(4)}  not tried: time ran out`),
        "        a smaller --instance takes less time for each, and more --timeout is enough for more",
      ]

/** What a score says to a reader. */
export const scoreText = (score: Score, threshold: number): string => {
  const { file, instances, caught, invalid, same, explained, survivors, stale } = score
  return [
    [file, ...(instances.length > 0 ? [instances.join(", ")] : []), triedText(score)].join(" · "),
    "",
    ...[...caught].map(([name, times]) => `  ${String(times).padStart(4)}  caught by ${name}`),
    ...(same.length > 0 ? [`  ${String(same.length).padStart(4)}  make no difference to any state or step here`] : []),
    ...(invalid.length > 0 ? [`  ${String(invalid.length).padStart(4)}  cannot be loaded, and are not counted`] : []),
    ...(explained.length > 0 ? [`  ${String(explained.length).padStart(4)}  survive as explained`] : []),
    ...untriedLines(score),
    "",
    ...survivors.flatMap(survivorText),
    ...(survivors.length > 0 ? [""] : []),
    ...stale.map(({ before }) => `  survivors.json explains what does not survive: ${short(before)}`),
    `  ${percentText(score, threshold)}`,
    "",
    "",
  ].join("\n")
}

/** Where programs run is no matter of theirs. */
const located = (mutation: Mutation): Mutation => ({ ...mutation, file: fileName(mutation.file) })
const placed = ({ mutation, why }: Survivor): Survivor => ({ mutation: located(mutation), why })

/** What a score says to a program. */
export const scoreJson = ({ caught, invalid, same, explained, survivors, ...score }: Score) => ({
  ...score,
  caught: Object.fromEntries(caught),
  invalid: invalid.map(placed),
  same: same.map(located),
  explained: explained.map(located),
  survivors: survivors.map(placed),
})
