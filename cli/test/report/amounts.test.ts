import { expect, test } from "vitest"
import { amount, duration, memory } from "../../src/report/amounts.ts"

test.each([
  [0, "0"],
  [999.6, "1,000"],
  [937, "937"],
  [54_944, "54,944"],
  [1_745_408, "1,745,408"],
])("%d is written %s", (count, text) => {
  expect(amount(count)).toBe(text)
})

test.each([
  [0.000_02, "1 ms"],
  [0.006_2, "6 ms"],
  [0.999_9, "1.0 s"],
  [3.44, "3.4 s"],
  [45.2, "45 s"],
  [125, "2 min 5 s"],
  [4_000, "66 min 40 s"],
  [7_500, "2 h 5 min"],
])("%d seconds are %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})

test.each([
  [90, "90 bytes"],
  [2_000, "2.0 KiB"],
  [92_000, "90 KiB"],
  [8 * 2 ** 30, "8.0 GiB"],
])("%d bytes are %s", (bytes, text) => {
  expect(memory(bytes)).toBe(text)
})
