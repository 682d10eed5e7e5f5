import * as Context from "effect/Context"
import { afterEach, expect, test, vi } from "vitest"
import { sleepOf } from "../src/sleep.ts"

const day = 24 * 60 * 60 * 1000

afterEach(() => void vi.useRealTimers())

test("a sleep of more than Node's longest ends when it should", () => {
  vi.useFakeTimers()
  const wake = vi.fn<() => void>()
  sleepOf(Context.empty())(60 * day, wake)
  vi.advanceTimersByTime(60 * day - 1)
  expect(wake).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(wake).toHaveBeenCalledOnce()
})

test("a sleep of more than Node's longest can be ended in its second part", () => {
  vi.useFakeTimers()
  const wake = vi.fn<() => void>()
  const cancel = sleepOf(Context.empty())(60 * day, wake)
  vi.advanceTimersByTime(30 * day)
  cancel()
  vi.advanceTimersByTime(60 * day)
  expect(wake).not.toHaveBeenCalled()
})
