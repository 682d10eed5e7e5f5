import { setTimeout as sleep } from "node:timers/promises"
import type { Operation } from "@lockstep/judge"
import type { Answer } from "../../examples/service/words.ts"
import { type Cluster, type Layout, openCluster, type Security } from "./cluster.ts"
import { plague } from "./faults.ts"
import { awaited } from "./patience.ts"
import { oneOf, randomFrom } from "./random.ts"
import type { Outside } from "./world.ts"

/** What clients do and see. */
export interface Field {
  readonly cluster: Cluster
  readonly random: () => number
  readonly isOver: () => boolean
  /** Everything that clients have asked, with what they know of its end. */
  readonly history: readonly Operation[]
  /** Asks a node, and records it. */
  readonly ask: (client: string, name: string, group: string, call: string, argument: unknown) => Promise<Answer>
  /** Asks one node after the other until one answers. */
  readonly insist: (
    client: string,
    names: readonly string[],
    group: string,
    call: string,
    argument: unknown,
  ) => Promise<unknown>
}

/** One use of a protocol: what its clients do, and what must hold of all that they and the world saw. */
export interface Trial extends Outside {
  /** Drives clients until it is over. */
  readonly drive: (field: Field) => Promise<void>
  /** What must have happened for a run to show anything, and has not yet. */
  readonly missing?: () => readonly string[]
  /** Asked when everything works again; tells what is wrong. */
  readonly judge: (field: Field) => Promise<readonly string[]>
}

export interface Pilot {
  readonly layout: Layout
  /** The same library with a mistake in it. */
  readonly broken: URL
  readonly begin: () => Trial
}

const patienceMillis = 700

/** These calls had no effect, for certain. */
const harmless: readonly string[] = ["Rejected", "Overloaded", "Unasked"]

const recorder = (cluster: Cluster): Pick<Field, "history" | "ask"> => {
  const history: Operation[] = []
  let pending = 0
  return {
    history,
    async ask(client, name, group, call, argument) {
      const begin = performance.now()
      const answer = await cluster.ask(name, group, call, argument, patienceMillis)
      const end = performance.now()
      const said = { client, call, argument, begin }
      if ("value" in answer) history.push({ ...said, outcome: "answered", answer: answer.value, end })
      else if (harmless.includes(answer.error)) history.push({ ...said, outcome: "failed", end })
      else history.push({ ...said, client: `${client} gave up ${++pending}`, outcome: "pending" })
      return answer
    },
  }
}

const fieldOf = (cluster: Cluster, random: () => number, isOver: () => boolean): Field => {
  const { history, ask } = recorder(cluster)
  return {
    ...{ cluster, random, isOver, history, ask },
    async insist(client, names, group, call, argument) {
      const answer = await awaited(`an answer to ${call}`, 30, async () => {
        const answer = await ask(client, oneOf(names, random), group, call, argument)
        return "value" in answer ? answer : undefined
      })
      return answer.value
    },
  }
}

const answeredIn = (history: readonly Operation[]): number =>
  history.filter(({ outcome }) => outcome === "answered").length

/** So many answers show that a cluster is alive. */
const lively = 10

/** When fewer than that of so many calls are answered, it is dead; on a busy machine time alone says nothing. */
const enoughCalls = 200

/** Waits until clients are answered again. */
const recoveryOf = async ({ history, isOver }: Field): Promise<void> => {
  const [enough, asked] = [answeredIn(history) + lively, history.length + enoughCalls]
  for (const end = performance.now() + 30_000; performance.now() < end || history.length < asked; await sleep(20))
    if (isOver() || answeredIn(history) >= enough) return
  throw new Error(`for half a minute and ${enoughCalls} calls, fewer than ${lively} were answered`)
}

/** So often clients are waited for again before it is said that something never happened. */
const mostRecoveries = 100

/** Lets clients go on until all has happened that a run must show. */
const completionOf = async ({ missing }: Trial, recovery: () => Promise<void>): Promise<void> => {
  for (let waited = 0; waited < mostRecoveries && missing?.().length; waited++) await recovery()
}

/** What a run came to. */
export interface Seen {
  readonly violations: readonly string[]
  /** What had to happen, and did not. */
  readonly missing: readonly string[]
  readonly answered: number
  readonly faults: readonly string[]
}

/** Lets everything go wrong while clients are at work, and judges when all is well again. */
const run = async (trial: Trial, cluster: Cluster, seed: number, seconds: number): Promise<Seen> => {
  const end = performance.now() + seconds * 1000
  let isOver = false
  const field = fieldOf(cluster, randomFrom(seed), () => isOver)
  const faults: string[] = []
  const violations: string[] = []
  const fail = (failure: unknown): void => {
    violations.push(failure instanceof Error ? failure.message : String(failure))
    isOver = true
  }
  const driving = trial.drive(field).catch(fail)
  try {
    const recovery = () => recoveryOf(field)
    faults.push(...(await plague(cluster, randomFrom(seed), recovery, () => isOver || performance.now() > end)))
    await completionOf(trial, recovery)
    isOver = true
    await driving
    if (violations.length === 0) violations.push(...(await trial.judge(field)))
  } catch (failure) {
    fail(failure)
  }
  return {
    violations: [...violations, ...cluster.fallen],
    missing: trial.missing?.() ?? [],
    answered: answeredIn(field.history),
    faults,
  }
}

export interface RunOptions {
  readonly security: Security
  /** Faults come for so many seconds, and at least until each kind has come. */
  readonly seconds: number
  readonly seed: number
  /** Another library than the pilot's own. */
  readonly library?: URL
}

/** Runs a protocol as processes. */
export const runInField = async ({ layout, begin }: Pilot, options: RunOptions): Promise<Seen> => {
  const trial = begin()
  const cluster = await openCluster({ ...layout, library: options.library ?? layout.library }, options.security, trial)
  try {
    return await run(trial, cluster, options.seed, options.seconds)
  } finally {
    await cluster.close()
  }
}

/** So many clients at once, each of which does one thing after another until it is over. */
export const clients = async (
  field: Field,
  count: number,
  next: (client: string) => Promise<unknown>,
): Promise<void> => {
  const one = async (client: string): Promise<void> => {
    while (!field.isOver()) {
      await next(client)
      await sleep(2 + 8 * field.random())
    }
  }
  await Promise.all(Array.from({ length: count }, (_, index) => one(`client ${index + 1}`)))
}
