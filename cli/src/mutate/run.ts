import { resolve } from "node:path"
import { check } from "@lockstep/checker"
import { mutationsOf } from "@lockstep/generator"
import { inconclusiveCode, vacuousCode } from "../exit.ts"
import { findIn } from "../lint/find.ts"
import { refuse } from "../lint/refuse.ts"
import { type Instance, loadInstances } from "../load/models.ts"
import { type UserError, userErrors } from "../messages.ts"
import { tryAll } from "./crew.ts"
import { type Explanation, explanationsOf } from "./explained.ts"
import { mutateProgress } from "./progress.ts"
import { isTooLow, type Score, scoreOf } from "./score.ts"
import { scoreJson, scoreText } from "./tell.ts"
import { type Baseline, digestOf } from "./trial.ts"

/** What `lockstep mutate` was asked to do. */
export interface MutateArguments {
  readonly paths: readonly string[]
  readonly instances: readonly string[]
  readonly threshold: number
  readonly workers: number
  readonly timeoutMillis?: number
  readonly json: boolean
}

/** A change shows itself soonest in a small model: unless others are named, all are used that have no more states, and this one. */
const fewStates = 20_000
const usual = "quick"

const choose = async ({ paths, instances }: MutateArguments): Promise<readonly Instance[] | UserError> => {
  const chosen: Instance[] = []
  for (const name of instances.length > 0 ? new Set(instances) : [undefined]) {
    const found = await loadInstances(paths, name)
    if (found.kind === "user-error") return found
    chosen.push(...found.instances)
  }
  const protocols = chosen.filter(({ isProtocol }) => isProtocol)
  if (protocols.length === 0) return userErrors.nothingToChange(paths.join(", "))
  return protocols
}

/** What an instance comes to as it stands, if that is small enough; a model that fails already can tell nothing of changes. */
const baselineOf = async (
  { file, url, name, model }: Instance,
  maxStates: number,
  signal: AbortSignal,
): Promise<Baseline | UserError | "too large" | "too late"> => {
  const report = await check(model, { workers: 1, maxStates, signal })
  if (report.stopped === "states") return "too large"
  if (report.stopped === "interrupted") return "too late"
  if (report.verdict !== "verified") return userErrors.failing(file, name, report.verdict, [])
  const { states, transitions, seconds, digest } = report
  return { url, name, states, transitions, seconds, ...(digest !== undefined && { digest }) }
}

/** Where all instances are symmetric, the states of the smallest are compared all the same. */
const comparable = async (
  baselines: readonly Baseline[],
  instances: readonly Instance[],
  signal: AbortSignal,
): Promise<readonly Baseline[]> => {
  const [first, ...rest] = baselines
  const smallest = instances.find(({ name }) => name === first?.name)
  if (first === undefined || smallest === undefined || baselines.some(({ digest }) => digest !== undefined))
    return baselines
  return [{ ...first, digest: await digestOf(smallest.model, signal) }, ...rest]
}

/** The smallest comes first, since most changes show themselves in any of them; there is none once time has run out. */
const baselinesOf = async (
  instances: readonly Instance[],
  isAsked: (instance: Instance) => boolean,
  signal: AbortSignal,
): Promise<readonly Baseline[] | UserError> => {
  const baselines: Baseline[] = []
  for (const instance of instances) {
    const baseline = await baselineOf(instance, isAsked(instance) ? Infinity : fewStates, signal)
    if (baseline === "too late") return []
    if (baseline === "too large") continue
    if ("kind" in baseline) return baseline
    baselines.push(baseline)
  }
  if (baselines.length === 0 && instances.length > 0) return baselinesOf(instances, () => true, signal)
  return comparable(
    baselines.toSorted((one, other) => one.states - other.states),
    instances,
    signal,
  )
}

/** A file with its instances, and with what is said of its changes. */
interface Target {
  readonly file: string
  readonly instances: readonly Instance[]
  readonly explanations: readonly Explanation[]
}

/** What is said wrongly of one file is told before the work on any begins. */
const targetsOf = (instances: readonly Instance[]): readonly Target[] | UserError => {
  const targets: Target[] = []
  for (const [file, own] of Map.groupBy(instances, (instance) => instance.file)) {
    const explanations = explanationsOf(file)
    if ("kind" in explanations) return explanations
    targets.push({ file, instances: own, explanations })
  }
  return targets
}

const tryFile = async (
  { file, instances, explanations }: Target,
  { workers, instances: asked }: MutateArguments,
  signal: AbortSignal,
): Promise<Score | UserError> => {
  const baselines = await baselinesOf(instances, ({ name }) => name === usual || asked.length > 0, signal)
  if ("kind" in baselines) return baselines
  const mutations = mutationsOf(resolve(file)) ?? []
  const progress = mutateProgress(process.stderr, { file, changes: mutations.length, workers, baselines })
  const began = performance.now()
  const onTried = (tried: number): void => progress?.show(tried, (performance.now() - began) / 1000)
  onTried(0)
  const fates = await tryAll(mutations, { workers, baselines, signal, onTried })
  progress?.clear()
  return scoreOf(
    file,
    baselines.map(({ name }) => name),
    mutations,
    fates,
    explanations,
  )
}

/** Tries small changes to the protocols of models, and says which of them no property notices. */
export const runMutate = async (asked: MutateArguments): Promise<number | UserError> => {
  const { threshold, json, timeoutMillis } = asked
  const instances = await choose(asked)
  if ("kind" in instances) return instances
  const targets = targetsOf(instances)
  if ("kind" in targets) return targets
  const findings = findIn(targets.map(({ file }) => file))
  if (findings.kind === "user-error") return findings
  if (findings.diagnostics.length > 0) return refuse(findings.diagnostics, json)
  const signal = timeoutMillis === undefined ? new AbortController().signal : AbortSignal.timeout(timeoutMillis)
  const scores: Score[] = []
  for (const target of targets) {
    const score = await tryFile(target, asked, signal)
    if ("kind" in score) return score
    scores.push(score)
    if (!json) process.stdout.write(scoreText(score, threshold))
  }
  if (json) process.stdout.write(`${JSON.stringify(scores.map(scoreJson), null, 2)}\n`)
  if (scores.some((score) => isTooLow(score, threshold))) return vacuousCode
  return scores.some(({ untried }) => untried > 0) ? inconclusiveCode : 0
}
