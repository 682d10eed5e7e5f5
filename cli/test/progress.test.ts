import { expect, test } from "vitest"
import { progressLine } from "../src/check/progress.ts"

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

test("where nobody watches nothing is written", () => {
  expect(progressLine(screen(false).stream, "quick")).toBeUndefined()
})
