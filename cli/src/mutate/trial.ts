import { check, type Checkable, type Report } from "@lockstep/checker"
import type { Mutation } from "@lockstep/generator"
import { counted } from "../report/amounts.ts"
import { loadMutated } from "./modules.ts"

/** What an instance comes to as it was written. */
export interface Baseline {
  readonly url: string
  readonly name: string
  readonly states: number
  readonly transitions: number
  /** How long it takes to check it. */
  readonly seconds: number
  /** All its states, as one word, where that is known: a symmetric search does not tell it, and another search takes longer. */
  readonly digest?: string
}

/**
 * What became of a change: noticed by a property or as a fault, not to be told from the original within the model, or neither.
 * What cannot be loaded is no program, and says nothing of the model.
 */
export type Fate =
  | { readonly kind: "invalid"; readonly why: string }
  | { readonly kind: "caught"; readonly by: string }
  | { readonly kind: "same" }
  | { readonly kind: "survived"; readonly why: string }

/**
 * How long a handler may run, by the clock on the wall. What takes longer may have no end, or the machine had no time for it: it
 * is asked once more, for longer.
 */
export interface Patience {
  readonly firstMillis: number
  readonly secondMillis: number
}

const usualPatience: Patience = { firstMillis: 10_000, secondMillis: 20_000 }

/** A change may make a model grow without end: beyond so much nothing is known of it. */
const mostStates = ({ states }: Baseline): number => 4 * states + 20_000

const caughtBy = ({ verdict, fault, properties }: Report): string | undefined => {
  if (verdict === "faulty") return fault?.code
  const blamed = properties.find(({ outcome }) => outcome === "broken" || outcome === "unreached")
  return verdict === "violated" || verdict === "vacuous" ? blamed?.name : undefined
}

/** Symmetric searches tell no digest. */
const plain = (model: Checkable): Checkable => {
  const { symmetry: _, ...rest } = model
  return rest
}

/** The set of all states, as one word. */
export const digestOf = async (model: Checkable, signal?: AbortSignal): Promise<string> =>
  (await check(plain(model), { workers: 1, ...(signal && { signal }) })).digest ?? ""

const isSame = async (model: Checkable, report: Report, baseline: Baseline): Promise<boolean> =>
  report.states === baseline.states &&
  report.transitions === baseline.transitions &&
  (baseline.digest === undefined || (report.digest ?? (await digestOf(model))) === baseline.digest)

/** The model with a change made, or why there is none. */
const modelOf = async (number: number, mutation: Mutation, { url, name }: Baseline): Promise<Checkable | string> => {
  try {
    return (await loadMutated(url, number, mutation)).get(name) ?? `${name} is no model any more`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const checkPatiently = async (
  model: Checkable,
  maxStates: number,
  { firstMillis, secondMillis }: Patience,
): Promise<Report> => {
  const report = await check(model, { workers: 1, handlerMillis: firstMillis, maxStates })
  if (report.fault?.code !== "endless") return report
  return check(model, { workers: 1, handlerMillis: secondMillis, maxStates })
}

/** Checks the instances with one change made, until one of them notices. */
export const tryOut = async (
  number: number,
  mutation: Mutation,
  baselines: readonly Baseline[],
  patience = usualPatience,
): Promise<Fate> => {
  let allSame = true
  let why = ""
  for (const baseline of baselines) {
    const { name } = baseline
    const model = await modelOf(number, mutation, baseline)
    if (typeof model === "string") return { kind: "invalid", why: model }
    const report = await checkPatiently(model, mostStates(baseline), patience)
    const by = caughtBy(report)
    if (by !== undefined) return { kind: "caught", by }
    allSame &&= await isSame(model, report, baseline)
    if (report.verdict === "inconclusive") why = `${name} grew beyond ${counted(mostStates(baseline), "state")}`
  }
  return allSame ? { kind: "same" } : { kind: "survived", why }
}
