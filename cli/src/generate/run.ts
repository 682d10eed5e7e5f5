import { existsSync, statSync } from "node:fs"
import { normalize } from "node:path"
import {
  describeMismatch,
  generate,
  type GenerateOptions,
  mayHoldLibrary,
  type Refused,
} from "@lockstep/generator/generate"
import { specFile } from "@lockstep/generator/spec-file"
import { driftedCode } from "../exit.ts"
import { refuse } from "../lint/refuse.ts"
import { unreadableFile } from "../load/files.ts"
import { loadInstances } from "../load/models.ts"
import { noSubject } from "../load/subject.ts"
import { type UserError, userErrors } from "../messages.ts"
import { openLocator, placeOf } from "../source/locate.ts"
import { driftJson, driftText, generatedJson, generatedText } from "./tell.ts"

/** What `lockstep generate` was asked to do. */
export interface GenerateArguments {
  readonly spec: string
  readonly options: GenerateOptions
  /** Only compare what is there with what the spec gives. */
  readonly check: boolean
  readonly json: boolean
}

const isSource = (path: string): boolean => statSync(path).isDirectory() || /\.[cm]?ts$/.test(path)

const brokenOf = ({ report }: Extract<Refused, { readonly why: "failing" }>): readonly string[] =>
  report.properties.flatMap(({ name, outcome }) => (outcome === "broken" || outcome === "unreached" ? [name] : []))

type FailingView = Extract<Refused, { readonly why: "failing-view" }>["failing"]

type Unlike = Extract<Refused, { readonly why: "unlike-its-type" }>["unlike"]

/** Where an instance of a spec has one of its parts; the spec itself where that cannot be found. */
const placeIn = async (spec: string, instance: string, handler: string): Promise<string> => {
  const loaded = await loadInstances([specFile(spec)], instance)
  const [found] = loaded.kind === "user-error" ? [] : loaded.instances
  const locator = openLocator()
  const written = found && (locator.handler(found, handler) ?? locator.instance(found))
  locator.close()
  return written === undefined ? spec : placeOf(written)
}

const toldUnlike = async (spec: string, unlike: Unlike): Promise<UserError> =>
  userErrors.unlikeItsType(await placeIn(spec, unlike.instance, unlike.by), unlike)

const toldView = async (spec: string, { instance, role, view, throws }: FailingView): Promise<UserError> => {
  const place = await placeIn(spec, instance, `${role}.views.${view}`)
  return userErrors.failingView(place, `${role}.${view}`, throws)
}

const told = (spec: string, out: string, refused: Refused, json: boolean): number | UserError | Promise<UserError> => {
  switch (refused.why) {
    case "no-protocol":
    case "several-protocols":
      return noSubject(spec, refused)
    case "no-runtime":
      return userErrors.noRuntime(normalize(out))
    case "unchecked":
      return userErrors.unchecked(spec)
    case "failing":
      return userErrors.failing(spec, refused.instance, refused.report.verdict, brokenOf(refused))
    case "diagnostics":
      return refuse(refused.diagnostics, json)
    case "failing-view":
      return toldView(spec, refused.failing)
    case "unlike-its-type":
      return toldUnlike(spec, refused.unlike)
    case "mismatch":
      /** The emitted code is ours, and so is the mistake. */
      throw new Error(refused.mismatches.map(describeMismatch).join("\n\n"))
  }
}

/** Why the instances cannot be had: one that is not there is not left out in silence, and a file that throws is shown with its place. */
const unloadable = async (spec: string, { instances, unchecked }: GenerateOptions): Promise<UserError | undefined> => {
  if (unchecked === true) return undefined
  for (const name of instances ?? [undefined]) {
    const chosen = await loadInstances([specFile(spec)], name)
    const isTold = chosen.kind === "user-error" && (name !== undefined || chosen.code === "cannot-load")
    if (isTold) return chosen
  }
  return undefined
}

const write = async ({ spec, options, json }: GenerateArguments): Promise<number | UserError> => {
  if (!mayHoldLibrary(options.out)) return userErrors.foreignFolder(normalize(options.out))
  const reason = await unloadable(spec, options)
  if (reason !== undefined) return reason
  const result = await generate(spec, options)
  if (result.kind === "refused") return told(spec, options.out, result, json)
  process.stdout.write(json ? generatedJson(result) : generatedText(result))
  return 0
}

const compare = async ({ spec, options: { out }, json }: GenerateArguments): Promise<number | UserError> => {
  if (!mayHoldLibrary(out)) return userErrors.foreignFolder(normalize(out))
  const { checkDrift } = await import("@lockstep/generator")
  const drifted = checkDrift(spec, { out })
  if ("kind" in drifted) return told(spec, out, drifted, json)
  process.stdout.write(json ? driftJson(drifted) : driftText(spec, out, drifted))
  return drifted.length === 0 ? 0 : driftedCode
}

/** Writes a library, or compares the one that is there with what its spec gives. */
export const runGenerate = async (asked: GenerateArguments): Promise<number | UserError> => {
  if (!existsSync(asked.spec)) return userErrors.noSuchPath(asked.spec)
  if (!isSource(asked.spec)) return userErrors.notASpec(asked.spec)
  const unread = unreadableFile(specFile(asked.spec))
  if (unread !== undefined) return unread
  return asked.check ? compare(asked) : write(asked)
}
