import { describe, expect, test } from "vitest"
import { frameQueue } from "../../src/transport/queue.ts"

const frame = (value: number): Uint8Array => new Uint8Array(10).fill(value)
const fill = (policy: "oldest" | "newest") => {
  const queue = frameQueue({ bytes: 30, policy })
  for (let value = 1; value <= 5; value++) queue.push(frame(value))
  return queue
}

describe("a full queue", () => {
  test("forgets the oldest frames", () => {
    const queue = fill("oldest")
    expect([queue.waiting(), queue.dropped()]).toEqual([30, 2])
    expect(queue.take(Infinity).map(([first]) => first)).toEqual([3, 4, 5])
    expect(queue.waiting()).toBe(0)
  })

  test("or does not take the newest", () => {
    const queue = fill("newest")
    expect(queue.dropped()).toBe(2)
    expect(queue.take(Infinity).map(([first]) => first)).toEqual([1, 2, 3])
  })

  test("lets a frame that is larger than itself wait alone", () => {
    const queue = fill("oldest")
    queue.push(new Uint8Array(31))
    expect([queue.waiting(), queue.dropped()]).toEqual([31, 5])
    queue.push(frame(6))
    expect([queue.waiting(), queue.dropped()]).toEqual([10, 6])
  })

  test("or does not take the newest, unless it is empty", () => {
    const queue = frameQueue({ bytes: 30, policy: "newest" })
    queue.push(new Uint8Array(31))
    queue.push(frame(1))
    expect([queue.waiting(), queue.dropped()]).toEqual([31, 1])
  })

  test("keeps its bound over many frames", () => {
    const queue = frameQueue({ bytes: 50, policy: "oldest" })
    for (let value = 0; value < 10_000; value++) queue.push(frame(value))
    expect([queue.waiting(), queue.dropped(), queue.take(Infinity).length]).toEqual([50, 9995, 5])
  })
})
