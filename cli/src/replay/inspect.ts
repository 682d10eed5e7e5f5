import { open, url, waitForDebugger } from "node:inspector"
import { openWalk, type Snapshot, type Trace, type WalkStep } from "@lockstep/checker"
import type { Instance } from "../load/models.ts"
import { openInspector } from "../source/inspector.ts"
import { isFunction } from "../source/locate.ts"
import { handlerSubject } from "../source/subjects.ts"
import { happening } from "../trace/happening.ts"

/** The steps of a walk along a trace; those that a mistake in the spec keeps from being walked are left out. */
const stepsAlong = (instance: Instance, trace: Trace, looks: (snapshot: Snapshot) => string): readonly WalkStep[] => {
  const walk = openWalk(instance.model)
  if ("fix" in walk) return []
  const begun = walk.beginnings()
  if ("fix" in begun) return []
  const isLike = (snapshot: Snapshot) => (state: Int32Array) => looks(walk.snapshot(state)) === looks(snapshot)
  let ways = begun
    .filter(isLike(trace.initial))
    .map((state): { state: Int32Array; steps: readonly WalkStep[] } => ({ state, steps: [] }))
  for (const { label, after } of trace.steps) {
    const isAfter = isLike(after)
    const next = ways.flatMap(({ state, steps }) => {
      const found = walk.steps(state)
      if ("fix" in found) return []
      return found
        .filter((one) => one.label.kind === label.kind && one.label.node === label.node && isAfter(one.state))
        .map((one) => ({ state: one.state, steps: [...steps, one] }))
    })
    ways = [...new Map(next.map((way) => [way.state.join(), way])).values()]
  }
  return ways[0]?.steps ?? []
}

const say = (text: string): void => void process.stderr.write(`${text}\n`)

/** Who runs the command under a debugger has one already. */
const awaitDebugger = (): void => {
  if (url() !== undefined) return
  open(0, "127.0.0.1")
  say(`attach a debugger to ${url() ?? "it"}: chrome://inspect does, and an editor that is told to attach to a process`)
  waitForDebugger()
}

/** Runs the handler of every step once more, each time with a debugger that stops where it begins. */
export const inspectTrace = (instance: Instance, trace: Trace, looks: (snapshot: Snapshot) => string): void => {
  const steps = stepsAlong(instance, trace, looks)
  awaitDebugger()
  const inspector = openInspector()
  for (const [index, { label, again }] of steps.entries()) {
    say([`${index + 1}`.padStart(4), label.node, happening(label)].filter(Boolean).join("  "))
    const subject = label.handler === undefined ? undefined : handlerSubject(instance.model, label.handler)
    const run = again()
    if (isFunction(subject) && run !== undefined) inspector.stopIn(subject, run)
  }
  inspector.close()
}
