import { algorithm } from "@lockstep/language"
import { expect, test } from "vitest"
import { check, wayTo } from "../src/index.ts"

/** Two counters that go up, so that there are many ways to each state. */
const counters = (leftEnd: number, rightEnd: number) =>
  algorithm<{ readonly left: number; readonly right: number }>({
    initial: [{ left: 0, right: 0 }],
    actions: {
      left: ({ left }) => left < leftEnd && { left: left + 1 },
      right: ({ right }) => right < rightEnd && { right: right + 1 },
    },
    reachable: {
      rightIsThird: ({ left, right }) => left === 0 && right === 3,
      isFar: ({ left, right }) => left === 1400 && right === 2,
    },
  })

const [few, many] = [counters(9, 9), counters(2000, 600)]

const names = (trace: Awaited<ReturnType<typeof wayTo>>) => trace?.steps.map(({ label }) => label.name)

test("the way to a goal is a shortest one, and leads there", async () => {
  const trace = await wayTo(few, "rightIsThird")
  expect(names(trace)).toEqual(["right", "right", "right"])
  expect(trace?.steps.at(-1)?.after.map(({ value }) => value)).toEqual([0, 3])
})

test("it is found where a check has forgotten it", async () => {
  const { properties } = await check(many, { workers: 1 })
  const far = properties.find(({ name }) => name === "isFar")
  expect(far).toMatchObject({ outcome: "reached", depth: 1402 })
  expect(far?.trace).toBeUndefined()
  const way = names(await wayTo(many, "isFar")) ?? []
  expect([way.length, way.filter((name) => name === "right").length]).toEqual([1402, 2])
})

test("there is none to what is not reached, or not in time", async () => {
  expect(await wayTo(few, "isFar")).toBeUndefined()
  expect(await wayTo(many, "isFar", { timeoutMillis: 1 })).toBeUndefined()
  expect(await wayTo(few, "none")).toBeUndefined()
})
