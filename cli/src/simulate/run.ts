import { faultIn, firstStrange } from "@lockstep/checker"
import type { Run } from "@lockstep/simulator"
import { vacuousCode, violatedCode } from "../exit.ts"
import { type UserError, userErrors } from "../messages.ts"
import { faultText, faultWhere } from "../report/fault.ts"
import { backAndClear } from "../report/screen.ts"
import { openLocator } from "../source/locate.ts"
import type { SimulateArguments } from "./arguments.ts"
import { type Prepared, prepare } from "./load.ts"
import { type Simulated, simulateMany } from "./many.ts"
import { type Failure, goalsOf, tell, tellJson, tellTrace } from "./print.ts"
import { argumentsOf, misfit, readSaved, save, type Saved, unplayable } from "./saved.ts"

/** A failure made small, with the trace that it is in the model. */
const failureOf = ({ simulator }: Prepared, failed: Run): Failure => {
  if (process.stderr.isTTY) process.stderr.write("one run fails: looking for a shorter one that does")
  const run = simulator.shrink(failed)
  const { trace, model, healedAfter } = simulator.lift(run)
  if (process.stderr.isTTY) process.stderr.write(backAndClear)
  return { run, trace, strange: firstStrange(model, trace), healedAfter }
}

const keep = (file: string, asked: SimulateArguments, { instance, simulator }: Prepared, { run }: Failure): void =>
  save(file, {
    format: "lockstep simulation 1",
    ...{ path: instance.file, instance: instance.name, nodes: asked.nodes, timers: asked.timers },
    faults: [...simulator.faults],
    ...{ breaks: run.path.violation?.name ?? "", isHealed: run.isHealed, schedule: run.schedule },
  })

const codeOf = (prepared: Prepared, { failed, reached }: Simulated): number => {
  if (failed !== undefined) return violatedCode
  return goalsOf(prepared).every((goal) => reached.has(goal)) ? 0 : vacuousCode
}

const signalCode = 130

const many = async (asked: SimulateArguments, prepared: Prepared): Promise<number> => {
  const controller = new AbortController()
  const stop = (): void => controller.abort()
  process.once("SIGINT", stop)
  const simulated = await simulateMany(prepared, asked, controller.signal)
  process.off("SIGINT", stop)
  const failure = simulated.failed && failureOf(prepared, simulated.failed)
  if (asked.save !== undefined && failure !== undefined) keep(asked.save, asked, prepared, failure)
  if (asked.save !== undefined && failure === undefined)
    process.stderr.write(`nothing is broken: ${asked.save} is not written\n`)
  const say = asked.json ? tellJson : tell
  await say(prepared, simulated, failure)
  return controller.signal.aborted && failure === undefined ? signalCode : codeOf(prepared, simulated)
}

const oneRun = async ({ seed }: SimulateArguments, prepared: Prepared): Promise<number> => {
  const run = prepared.simulator.explore(seed)
  const { trace, healedAfter } = prepared.simulator.lift(run)
  await tellTrace(prepared, { run, trace, strange: undefined, healedAfter })
  return run.path.violation === undefined ? 0 : violatedCode
}

const played = async (file: string, saved: Saved, prepared: Prepared): Promise<number | UserError> => {
  const run = prepared.simulator.play(saved.schedule, saved.isHealed)
  const { trace, model, healedAfter } = prepared.simulator.lift(run)
  if (run.path.violation === undefined) {
    const strange = unplayable(file, saved, new Set(trace.initial.map(({ name }) => name)))
    if (strange !== undefined) return strange
    process.stdout.write(`${saved.breaks} is not broken any more by ${file}\n`)
    return 0
  }
  await tellTrace(prepared, { run, trace, strange: firstStrange(model, trace), healedAfter })
  return violatedCode
}

/** Runs what may come to a mistake of the spec, which nobody sees before it runs, and tells where that stands. */
const orMistake = async <Value>({ instance }: Prepared, run: () => Promise<Value>): Promise<Value | UserError> => {
  try {
    return await run()
  } catch (error) {
    const fault = faultIn(error)
    if (fault === undefined) throw error
    const { file, name } = instance
    const locator = openLocator()
    const place = faultWhere(instance, fault, locator) ?? file
    locator.close()
    return userErrors.mistaken(place, faultText(fault), fault.fix, file, name)
  }
}

const again = async (file: string, asked: SimulateArguments): Promise<number | UserError> => {
  const saved = readSaved(file)
  if ("kind" in saved) return saved
  const prepared = await prepare(argumentsOf(asked, saved))
  if (prepared.kind === "user-error") return misfit(file, saved, prepared)
  return orMistake(prepared, () => played(file, saved, prepared))
}

/** Does what the command line asks. */
export const runSimulation = async (asked: SimulateArguments): Promise<number | UserError> => {
  if (asked.replay !== undefined) return again(asked.replay, asked)
  const prepared = await prepare(asked)
  if (prepared.kind === "user-error") return prepared
  return orMistake(prepared, () => (asked.trace ? oneRun : many)(asked, prepared))
}
