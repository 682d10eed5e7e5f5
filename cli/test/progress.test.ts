import { expect, test } from "vitest"
import { progressLine } from "../src/check/progress.ts"
import { mutateProgress } from "../src/mutate/progress.ts"
import { widthOf } from "../src/report/screen.ts"

const screen = (isTTY: boolean, columns = 80) => {
  const written: string[] = []
  const stream = { isTTY, columns, write: (text: string) => written.push(text) > 0 }
  return { stream, written }
}

const progress = { states: 12_345, transitions: 99_999, depth: 7, queue: 321, bytes: 2 ** 20, seconds: 2 }

test("on a terminal one line is written over and over, and never wider than it is", () => {
  const { stream, written } = screen(true, 40)
  const line = progressLine(stream, "quick")
  line?.show(progress)
  line?.clear()
  expect(written).toEqual(["\r\u001b[Kquick  12,345 states  99,999 transition", "\r\u001b[K"])
  expect(written[0]?.length).toBeLessThanOrEqual(40 + 4)
})

test("a terminal that does not know its width is taken for a usual one", () => {
  const { stream, written } = screen(true, 0)
  progressLine(stream, "a-name-that-is-rather-long")?.show(progress)
  expect(written[0]?.length).toBe(79 + 4)
  expect(widthOf({ columns: 0 }, 120)).toBe(120)
})

test("where nobody watches nothing is written", () => {
  expect(progressLine(screen(false).stream, "quick")).toBeUndefined()
})

const baseline = { url: "", name: "quick", states: 1, transitions: 1, seconds: 12 }
const undertaking = { file: "model.ts", changes: 170, workers: 2, baselines: [baseline] }

test("whoever is to wait long for changes to be tried is told before how long, and what takes less", () => {
  const { stream, written } = screen(true)
  const line = mutateProgress(stream, undertaking)
  expect(written).toEqual([
    "model.ts: 170 changes, each checked on quick: up to 17 min 0 s\n  a smaller --instance takes less, and --timeout 5min ends it sooner\n",
  ])
  line?.show(0, 0)
  line?.show(20, 60)
  line?.clear()
  expect(written.slice(1)).toEqual([
    "\r\u001b[Kmodel.ts: 0 of 170 changes tried",
    "\r\u001b[Kmodel.ts: 20 of 170 changes tried  about 7 min 30 s to go",
    "\r\u001b[K",
  ])
})

test("who has not long to wait, or does not watch, is told nothing before", () => {
  const { stream, written } = screen(true)
  mutateProgress(stream, { ...undertaking, baselines: [{ ...baseline, seconds: 0.1 }] })
  expect(written).toEqual([])
  expect(mutateProgress(screen(false).stream, undertaking)).toBeUndefined()
})
