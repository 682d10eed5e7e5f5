import type { Rejection, Replayed } from "@lockstep/judge"
import { handlerName } from "@lockstep/language"
import { amount, counted, duration } from "../report/amounts.ts"
import { toJson } from "../report/json.ts"
import { lineWidth, paint } from "../report/paint.ts"
import { wrap } from "../report/wrap.ts"
import { type Locator, openLocator, placeOf } from "../source/locate.ts"
import { difference } from "../trace/difference.ts"
import type { ReplayModel } from "./spec.ts"
import { adviceFor, happeningOf, noteText } from "./words.ts"

/** A replay with what it is about. */
export interface Replay {
  readonly replayed: Replayed
  readonly subject: ReplayModel
  readonly paths: readonly string[]
  readonly spec: string
  readonly seconds: number
}

const siteOf = ({ site }: Rejection): string => `${site.path}:${site.line}`

const stepOf = ({ entry }: Rejection): number | undefined => (entry.kind === "step" ? entry.step : undefined)

/** Where the handler of a rejected step is written. */
const handlerOf = (rejection: Rejection, { instance }: ReplayModel, locator: Locator) => {
  const { entry, role } = rejection
  if (entry.kind !== "step") return undefined
  const name = `${role}.${handlerName(entry.input)}`
  const written = locator.handler(instance, name)
  return written && { name, place: placeOf(written) }
}

/** What the spec does, turned into what was recorded. */
const changesOf = ({ difference: apart }: Rejection): readonly string[] =>
  apart === undefined ? [] : difference("", apart.spec, apart.recorded)

const rejectionLines = (rejection: Rejection, replay: Replay, locator: Locator): string[] => {
  const { node, life, reason, code } = rejection
  const step = stepOf(rejection)
  const handler = handlerOf(rejection, replay.subject, locator)
  const changes = changesOf(rejection)
  const where = step === undefined ? `${node} ` : `step ${step} of ${node} `
  return [
    `  ${paint("red", "✗")} ${where}${reason}  [${code}]`,
    "",
    `  ${node}  ${happeningOf(rejection)}`,
    ...changes.map(
      (change, at) => `  ${" ".repeat(node.length)}  ${at === 0 ? "spec→trace:" : "           "} ${change}`,
    ),
    "",
    `  recorded  ${siteOf(rejection)}, life ${life}`,
    ...(handler === undefined ? [] : [`  handler   ${handler.place}, ${handler.name}`]),
    ...wrap(adviceFor(code, replay.spec), lineWidth() - 2).map((line) => `  ${line}`),
  ]
}

const verdictLines = (replay: Replay, locator: Locator): string[] => {
  const { rejection } = replay.replayed
  if (rejection !== undefined) return rejectionLines(rejection, replay, locator)
  return [`  ${paint("green", "✓")} accepted: ${replay.spec} does every step as it was recorded`]
}

const nodeLines = ({ nodes }: Replayed): string[] => {
  const width = Math.max(0, ...nodes.map(({ node }) => node.length))
  return nodes.map(
    ({ node, role, lives, steps }) =>
      `  ${node.padEnd(width)}  ${counted(steps, "step")} of ${counted(lives, "life", "lives")}, ${role}`,
  )
}

const stops = {
  budget: "then their budget ran out: --budget gives them more",
  "unknown-steps": "then steps are missing, and the whole is not known any more",
} as const

const propertyLines = ({ properties: { states, checked, unchecked, stopped } }: Replayed): string[] => {
  const text =
    states === 0
      ? "no property was evaluated: that needs the trace of every node, from its first start"
      : `${checked.join(", ") || "no property"} in ${counted(states, "state")} of the whole${stopped === undefined ? "" : `; ${stops[stopped]}`}`
  return [
    ...wrap(text, lineWidth() - 2),
    ...unchecked.map(({ name, reason }) => `${name} was not evaluated: ${reason}`),
  ].map((line) => `  ${line}`)
}

const noteLines = ({ notes }: Replayed): string[] =>
  notes.length === 0
    ? []
    : [
        "",
        ...notes
          .flatMap((note) => wrap(noteText(note), lineWidth() - 4))
          .map((line) => `  ${paint("yellow", "?")} ${line}`),
      ]

/** Says what came of a replay. */
export const tell = async (replay: Replay): Promise<void> => {
  const { replayed, subject, paths, seconds } = replay
  const locator = openLocator()
  const lines = [
    `${paint("bold", subject.instance.title)} · ${paths.join(" ")} · ${counted(replayed.steps, "step")}`,
    "",
    ...verdictLines(replay, locator),
    ...noteLines(replayed),
    "",
    ...nodeLines(replayed),
    ...propertyLines(replayed),
    `  ${amount(replayed.accepted)} of ${counted(replayed.steps, "step")} accepted in ${duration(seconds)}`,
  ]
  locator.close()
  process.stdout.write(`${lines.join("\n")}\n`)
}

/** The same as data. */
export const tellJson = async ({ replayed, subject, spec }: Replay): Promise<void> => {
  const { accepted, steps, nodes, notes, properties, rejection } = replayed
  const locator = openLocator()
  const handler = rejection && handlerOf(rejection, subject, locator)
  locator.close()
  process.stdout.write(
    toJson({
      ...{ protocol: subject.instance.title, spec, verdict: rejection === undefined ? "accepted" : "rejected" },
      ...{ accepted, steps, nodes, properties },
      notes: notes.map((note) => ({ ...note, text: noteText(note) })),
      ...(rejection && {
        rejection: {
          ...{ code: rejection.code, reason: rejection.reason, node: rejection.node, life: rejection.life },
          ...{ step: stepOf(rejection) ?? null, file: rejection.site.path, line: rejection.site.line },
          ...{ happening: happeningOf(rejection), handler: handler ?? null, advice: adviceFor(rejection.code, spec) },
          ...(rejection.difference && { difference: rejection.difference }),
        },
      }),
    }),
  )
}
