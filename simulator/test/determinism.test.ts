import { Worker } from "node:worker_threads"
import { expect, onTestFinished, test } from "vitest"
import { textOf } from "../src/index.ts"
import { simulatorOf } from "./pilots.ts"

/** All that a run says of itself. */
const bytesOf = async (seed: number): Promise<string> => {
  const { explore, lift } = await simulatorOf("consensus/raft")
  const run = explore(seed)
  return [...run.schedule.decisions.map(textOf), JSON.stringify(lift(run).trace), run.steps, run.simulatedMillis].join(
    "\n",
  )
}

test("the same seed gives the same bytes, also beside a thread that keeps the processor busy", async () => {
  const alone = await bytesOf(7)
  const busy = new Worker("for (;;);", { eval: true })
  onTestFinished(async () => void (await busy.terminate()))
  expect(alone.length).toBeGreaterThan(10_000)
  expect(await bytesOf(7)).toBe(alone)
  expect(await bytesOf(8)).not.toBe(alone)
})

test.each([
  ["of the usual length", {}],
  ["of 40 seconds", { retry: "40 seconds" }],
] as const)(
  "a schedule that was explored is played again step by step and to the millisecond, with timers %s",
  async (_, timers) => {
    const { explore, play, lift } = await simulatorOf("transactions/order-saga", "quick", { timers })
    for (let seed = 0; seed < 20; seed++) {
      const run = explore(seed)
      const again = play(run.schedule, run.isHealed)
      expect(lift(again).trace).toEqual(lift(run).trace)
      expect(again.path.fired).toEqual(run.path.fired)
      expect(again.simulatedMillis).toBe(run.simulatedMillis)
    }
  },
)
