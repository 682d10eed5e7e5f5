import { open, url } from "node:inspector"
import { openWalk, type Snapshot, type SpecFault, type Trace, type Walk, type WalkStep } from "@lockstep/checker"
import type { Instance } from "../load/models.ts"
import { openInspector } from "../source/inspector.ts"
import { isFunction } from "../source/locate.ts"
import { handlerSubject } from "../source/subjects.ts"
import { happening } from "../trace/happening.ts"

/** One way through a model: the steps that were taken, and where they lead. */
interface Way {
  readonly state: Int32Array
  readonly steps: readonly WalkStep[]
}

/** A way that goes as a trace does; there is none where a mistake in the spec keeps it from being walked. */
const wayAlong = (walk: Walk, trace: Trace, looks: (snapshot: Snapshot) => string): Way | undefined => {
  const begun = walk.beginnings()
  if ("fix" in begun) return undefined
  const isLike = (snapshot: Snapshot) => (state: Int32Array) => looks(walk.snapshot(state)) === looks(snapshot)
  let ways = begun.filter(isLike(trace.initial)).map((state): Way => ({ state, steps: [] }))
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
  return ways[0]
}

const say = (text: string): void => void process.stderr.write(`${text}\n`)

/** Who runs the command under a debugger has one already. */
const awaitDebugger = (): void => {
  if (url() !== undefined) return
  say("attach a debugger to this process: chrome://inspect does, and an editor that is told to attach to a process")
  // Nothing may come between the address and the waiting: Node forgets a debugger's word to begin that comes earlier.
  open(0, "127.0.0.1", true)
}

/** Runs the handler of every step once more, and the one that makes a mistake, each time with a debugger that stops where it begins. */
export const inspectTrace = (
  { model }: Instance,
  trace: Trace,
  looks: (snapshot: Snapshot) => string,
  fault?: SpecFault,
): void => {
  const walk = openWalk(model)
  const way = "fix" in walk ? undefined : wayAlong(walk, trace, looks)
  if ("fix" in walk || way === undefined) return
  awaitDebugger()
  const inspector = openInspector()
  const stop = (handler: string | undefined, run: (() => void) | undefined): void => {
    const subject = handler === undefined ? undefined : handlerSubject(model, handler)
    if (isFunction(subject) && run !== undefined) inspector.stopIn(subject, run)
  }
  for (const [index, { label, again }] of way.steps.entries()) {
    say([`${index + 1}`.padStart(4), label.node, happening(label)].filter(Boolean).join("  "))
    stop(label.handler, again())
  }
  if (fault !== undefined) {
    say(`      ${fault.handler}: ${fault.reason}`)
    stop(fault.handler, walk.mistake(way.state))
  }
  inspector.close()
}
