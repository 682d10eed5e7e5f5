import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import type { Run } from "@lockstep/simulator"
import { expect, onTestFinished, test } from "vitest"
import { openLedger } from "../src/simulate/ledger.ts"
import { type Prepared, prepare } from "../src/simulate/load.ts"
import { simulateMany, type Wanted } from "../src/simulate/many.ts"
import { type Outcome, outcomes } from "../src/simulate/outcome.ts"
import { command, lockstep, root } from "./run.ts"
import { spec } from "./specs.ts"

/** What a simulation says as data, but for how long it took. */
const toldBy = (args: readonly string[], workers: number) => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-simulate-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, "kept.json")
  const { status, stdout } = lockstep("simulate", ...args, "--json", "--workers", `${workers}`, "--save", file)
  const kept = status === 4 ? readFileSync(file, "utf8") : undefined
  return { status, kept, stdout: stdout.replace(/"seconds": [\d.e-]+/, "") }
}

const election = "specs/consensus/election"

/** It fails late enough for others to be called by then. */
const failsLate = [`${election}/mutants.ts`, "--instance", "forgetsItsVote", "--seed", "2471", "--runs", "5000"]

test("a simulation tells the same with two threads as with one", () => {
  const alone = toldBy(failsLate, 1)
  expect(alone.status).toBe(4)
  expect(toldBy(failsLate, 2)).toEqual(alone)
})

const usual = { seed: 0, nodes: {}, timers: {}, trace: false, json: false }

const preparedOf = async (path: string, instance: string): Promise<Prepared> => {
  const prepared = await prepare({ ...usual, path, instance, runs: 1, workers: 1 })
  if (prepared.kind === "user-error") throw new Error(prepared.reason)
  return prepared
}

/** What comes of a simulation for which others are called at once, and how many runs were explored by the thread that calls them. */
const simulated = async (path: string, instance: string, wanted: Pick<Wanted, "seed" | "runs" | "workers">) => {
  const prepared = await preparedOf(path, instance)
  let own = 0
  const explore = (seed: number): Run => {
    own++
    return prepared.simulator.explore(seed)
  }
  const counting = { ...prepared, simulator: { ...prepared.simulator, explore } }
  const { seconds: _, failed, ...sums } = await simulateMany(counting, { ...wanted, aloneMillis: 0 }, never)
  const failure = failed && { schedule: failed.schedule, violation: failed.path.violation, steps: failed.steps }
  return { own, told: { ...sums, reached: [...sums.reached], fired: [...sums.fired], failure } }
}

const never = new AbortController().signal

test.each([
  ["model.ts", "quick", 400],
  ["mutants.ts", "forgetsItsVote", 5_000],
])("of %s %s, three threads tell what one does", async (file, instance, runs) => {
  const alone = await simulated(join(election, file), instance, { seed: 0, runs, workers: 1 })
  const beside = await simulated(join(election, file), instance, { seed: 0, runs, workers: 3 })
  expect(JSON.stringify(beside.told)).toBe(JSON.stringify(alone.told))
  expect(beside.own).toBeLessThan(alone.own)
})

/** It cannot be loaded by a second thread. */
const loadedOnce = `import { isMainThread } from "node:worker_threads"
import { mutant, patched } from "@lockstep/language"
import { quick } from "${join(root, election)}/model.ts"
import { server } from "${join(root, election)}/protocol.ts"
if (!isMainThread) throw new Error("once is enough")
export const twin = mutant({ of: quick, breaks: "termsGrow", roles: { servers: patched(server, () => ({})) } })
`

test("what other threads cannot do is done by the first", async () => {
  const file = spec("loaded-once.ts", loadedOnce)
  const alone = await simulated(file, "twin", { seed: 0, runs: 100, workers: 1 })
  const beside = await simulated(file, "twin", { seed: 0, runs: 100, workers: 3 })
  expect(beside).toEqual(alone)
  expect(beside).toMatchObject({ own: 100, told: { runs: 100, failure: undefined } })
})

test.each(["1", "2"])("a simulation by %s thread(s) that is interrupted tells what it knows", async (workers) => {
  const child = spawn(process.execPath, [command, "simulate", election, "--runs", "999999", "--workers", workers], {
    cwd: root,
  })
  let output = ""
  child.stdout.on("data", (data) => {
    output += data
  })
  setTimeout(() => child.kill("SIGINT"), 4_000)
  const [code] = await once(child, "close")
  expect(output).toMatch(/oneLeaderPerTerm +kept in every run\n/)
  expect(output).toMatch(/ {2}[\d,]+ runs, \d+ of them healed/)
  expect(code).toBe(130)
})

const nowhere = { endAt: () => undefined }

/** What came of the runs from a seed on, explored from the last to the first or the other way round. */
const exploredIn = (engine: Prepared, seed: number, runs: readonly number[]): ReadonlyMap<number, Outcome> => {
  const outcomeOf = outcomes(engine, seed, nowhere)
  return new Map(runs.map((run) => [run, outcomeOf(run)]))
}

test.each([
  ["model.ts", "quick"],
  ["mutants.ts", "votesTwice"],
  ["mutants.ts", "forgetsItself"],
  ["mutants.ts", "neverYields"],
])("what comes of a run of %s %s does not hang on those before it", async (file, instance) => {
  const engine = await preparedOf(join(election, file), instance)
  const runs = Array.from({ length: 30 }, (_, run) => run)
  const forth = exploredIn(engine, 40, runs)
  const back = exploredIn(engine, 40, runs.toReversed())
  for (const run of runs) expect(back.get(run)).toEqual(forth.get(run))
})

const outcomeOf = fc.record({
  steps: fc.nat(100),
  simulatedMillis: fc.nat(100),
  isHealed: fc.boolean(),
  reached: fc.subarray(["one", "two", "three"]),
  fired: fc.subarray(["on.Ask", "on.Tell"]).map((names) => names.map((name) => [name, 1] as const)),
  taken: fc.constant([]),
  broken: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant("safe") }),
})

const shuffled = fc
  .array(outcomeOf, { minLength: 1, maxLength: 20 })
  .chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray([...all.keys()], { minLength: all.length, maxLength: all.length })),
  )

test("runs count in the order of their seeds, in whatever order it is known what came of them", () => {
  fc.assert(
    fc.property(shuffled, ([all, order]) => {
      const [straight, mixed] = [openLedger({ branches: undefined }), openLedger({ branches: undefined })]
      for (const [run, outcome] of all.entries()) straight.enter(run, outcome)
      for (const run of order) mixed.enter(run, all[run] as Outcome)
      const told = ({ sums, failed }: typeof mixed) =>
        JSON.stringify([sums(), [...sums().reached], [...sums().fired], failed()])
      const first = all.findIndex(({ broken }) => broken !== undefined)
      expect(mixed.runs()).toBe(first === -1 ? all.length : first + 1)
      expect(told(mixed)).toBe(told(straight))
    }),
  )
})

test("where nobody waits for what is missing, the rest counts up to the first failure", () => {
  const ledger = openLedger({ branches: undefined })
  const fine: Outcome = {
    ...{ steps: 1, simulatedMillis: 1, isHealed: false },
    reached: [],
    fired: [],
    taken: [],
    broken: undefined,
  }
  ledger.enter(0, fine)
  ledger.enter(4, fine)
  ledger.enter(3, { ...fine, broken: "safe" })
  ledger.enter(2, fine)
  ledger.close()
  expect(ledger.sums()).toMatchObject({ runs: 3, steps: 3 })
  expect(ledger.failed()).toEqual({ run: 3, broken: "safe" })
})

test("a run that does not fail again when it is repeated breaks a promise", async () => {
  const prepared = await preparedOf(`${election}/mutants.ts`, "votesTwice")
  const { simulator } = prepared
  let failures = 0
  const explore = (seed: number) => {
    const run = simulator.explore(seed)
    if (run.path.violation !== undefined && failures++ > 0) run.path.violation = undefined
    return run
  }
  const wanted = { seed: 0, runs: 20, workers: 1 }
  const { failed } = await simulateMany({ ...prepared, simulator: { ...simulator, explore } }, wanted, never)
  expect(failed?.path.violation).toMatchObject({
    name: "seeded",
    reason: "the run breaks oneLeaderPerTerm, and not when it is repeated",
  })
})
