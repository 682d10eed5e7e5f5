import { existsSync, readFileSync, statSync } from "node:fs"
import { BadObject, type Consistency } from "@lockstep/judge"
import { inconclusiveCode, violatedCode } from "../exit.ts"
import { isUserError, unreadable, type UserError, userErrors } from "../messages.ts"
import { whereThrown } from "../load/failure.ts"
import { amount } from "../report/amounts.ts"
import { toJson } from "../report/json.ts"
import { paint } from "../report/paint.ts"
import { htmlPage } from "./html.ts"
import { type Judgement, judgeAll } from "./judgement.ts"
import { yardstickOf } from "./object.ts"
import { labelOf, textPicture } from "./picture.ts"
import { readRecording } from "./recording.ts"
import { type Subject, subjectsOf } from "./subject.ts"
import { CallThrew } from "./throwing.ts"
import { sentenceOf, type Judged } from "./judged.ts"

export const formats = ["pretty", "json", "html"] as const
export type Format = (typeof formats)[number]

/** What `lockstep judge` was asked to do. */
export interface JudgeArguments {
  readonly path: string
  readonly object: string
  readonly consistency: Consistency
  readonly perKey: boolean
  readonly budgetMillis: number
  readonly format: Format
}

const codes = { ok: 0, violation: violatedCode, unknown: inconclusiveCode } as const
const marks = { ok: paint("green", "✓"), violation: paint("red", "✗"), unknown: paint("yellow", "?") } as const

const pretty = (judged: Judged): string => {
  const { path, verdict, operations, part } = judged
  const picture = part.length === 0 ? [] : ["", ...textPicture(part).map((line) => `  ${line}`)]
  return [
    `${path} · ${amount(operations)} operations`,
    "",
    `  ${marks[verdict]} ${sentenceOf(judged)}`,
    ...picture,
    "",
  ].join("\n")
}

const json = (judged: Judged): string =>
  toJson({
    ...judged,
    part: judged.part.map((one) => ({ line: one.line, label: labelOf(one), key: one.key, ...one.operation })),
  })

const tell: { readonly [Name in Format]: (judged: Judged) => string } = { pretty, json, html: htmlPage }

const textOf = (path: string): string | UserError => {
  if (!existsSync(path) || !statSync(path).isFile()) return userErrors.noRecording(path)
  try {
    return readFileSync(path, "utf8")
  } catch (error) {
    return userErrors.noRecording(path, unreadable(error))
  }
}

const judgementOf = (subjects: readonly Subject[], asked: JudgeArguments): Judgement | UserError => {
  try {
    return judgeAll(subjects, asked.consistency, asked.budgetMillis)
  } catch (error) {
    if (error instanceof CallThrew)
      return { ...userErrors.badObject(asked.object, error.message), ...whereThrown(error.thrown) }
    if (error instanceof BadObject) return userErrors.badObject(asked.object, error.message)
    throw error
  }
}

/** Judges a recording. */
export const runJudge = async (asked: JudgeArguments): Promise<number | UserError> => {
  const { path, object, consistency, perKey, format } = asked
  const text = textOf(path)
  if (typeof text !== "string") return text
  const recording = readRecording(text)
  if (recording.kind === "misread")
    return userErrors.badHistory(`${path}:${recording.line}:${recording.column}`, recording.reason, recording.fix)
  if (recording.recorded.length === 0)
    return userErrors.badHistory(
      path,
      "holds no operation",
      "record what clients call and are answered: see docs/judge.md",
    )
  const yardstick = await yardstickOf(object)
  if (yardstick.kind === "user-error") return yardstick
  if (consistency === "convergent" && yardstick.object.reads === undefined) return userErrors.noReads(yardstick.name)
  const subjects = subjectsOf(path, recording.recorded, yardstick, perKey)
  if (subjects.kind === "user-error") return subjects
  const judgement = judgementOf(subjects.all, asked)
  if (isUserError(judgement)) return judgement
  process.stdout.write(tell[format]({ path, object: yardstick.name, consistency, ...judgement }))
  return codes[judgement.verdict]
}
