import { describe, expect, test } from "vitest"
import { makeTimers } from "../../src/node/timers.ts"

const never = () => 0

describe("a timer", () => {
  test("that begins to run is due after its time", () => {
    const timers = makeTimers({ tick: "10 millis" }, never)
    timers.review(["tick"], 100)
    expect(timers.next()).toBe(110)
    expect(timers.due(109)).toEqual([])
    expect(timers.due(110)).toEqual(["tick"])
    expect(timers.fire("tick", 110)).toBe(true)
    expect(timers.next()).toBe(120)
  })

  test("that is due is named once until it was looked at", () => {
    const timers = makeTimers({ tick: "10 millis" }, never)
    timers.review(["tick"], 0)
    expect(timers.due(10)).toEqual(["tick"])
    expect(timers.due(20)).toEqual([])
    expect(timers.next()).toBe(Infinity)
    timers.fire("tick", 20)
    expect(timers.due(30)).toEqual(["tick"])
  })

  test("that was restarted meanwhile does not fire", () => {
    const timers = makeTimers({ tick: "10 millis" }, never)
    timers.review(["tick"], 0)
    timers.due(10)
    timers.restart("tick", 11)
    expect(timers.fire("tick", 12)).toBe(false)
    expect(timers.next()).toBe(21)
  })

  test("that stopped and began again starts from the beginning", () => {
    const timers = makeTimers({ tick: "10 millis" }, never)
    timers.review(["tick"], 0)
    timers.review([], 5)
    timers.review(["tick"], 8)
    expect(timers.next()).toBe(18)
  })

  test("that does not run does not fire, but is looked at some time after the last step", () => {
    const timers = makeTimers({ tick: "10 millis" }, never)
    timers.review([], 5)
    timers.review([], 8)
    expect(timers.next()).toBe(48)
    expect(timers.due(50)).toEqual(["tick"])
    expect(timers.fire("tick", 50)).toBe(false)
    expect(timers.next()).toBe(90)
    timers.review(["tick"], 50)
    expect(timers.next()).toBe(60)
  })

  test("may run anything between two times", () => {
    const random = [0, 0.5, 0.999]
    const timers = makeTimers({ tick: ["100 millis", "200 millis"] }, () => random.shift() ?? 0)
    timers.review(["tick"], 0)
    expect(timers.next()).toBe(100)
    timers.restart("tick", 0)
    expect(timers.next()).toBe(150)
    timers.restart("tick", 0)
    expect(timers.next()).toBeCloseTo(199.9)
  })

  test("without a duration is a mistake that is told", () => {
    expect(() => makeTimers({}, never).review(["tick"], 0)).toThrow("timer tick has no duration")
  })
})
