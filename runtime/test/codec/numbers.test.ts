import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { append, Writer } from "../../src/index.ts"
import { booleans, bytesOf, integers, outcomeOf, sizes } from "./values.ts"

const largest = Number.MAX_SAFE_INTEGER

/** Around every power of two, of both signs: where the number of bytes or the arithmetic changes. */
const corners = Array.from({ length: 53 }, (_, power) => 2 ** power)
  .flatMap((power) => [power - 2, power - 1, power, power + 1])
  .flatMap((number) => [number, -number])
  .filter(Number.isSafeInteger)

describe("integers", () => {
  test.each([
    [0, [0]],
    [-1, [1]],
    [1, [2]],
    [63, [126]],
    [-64, [127]],
    [64, [128, 1]],
    [-65, [129, 1]],
    [300, [216, 4]],
    [largest, [254, 255, 255, 255, 255, 255, 255, 31]],
    [-largest, [253, 255, 255, 255, 255, 255, 255, 31]],
  ])("%d is %j", (value, bytes) => {
    expect([...bytesOf(integers, value)]).toEqual(bytes)
    expect(outcomeOf(integers, bytes)).toBe(value)
  })

  test("come back from every corner", () => {
    expect(corners.map((value) => outcomeOf(integers, bytesOf(integers, value)))).toEqual(
      corners.map((value) => value + 0),
    )
  })

  test("come back, all of them", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(outcomeOf(integers, bytesOf(integers, value))).toBe(value + 0)
      }),
      { numRuns: 10_000 },
    )
  })

  test.each([0.5, Number.NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 1e300])("%d cannot be written", (value) => {
    const writer = new Writer()
    expect(append(writer, integers, value)).toMatchObject({ kind: "encode-error", code: "not-a-safe-integer" })
    expect(writer.length).toBe(0)
  })

  test.each([
    ["written longer than need be", [128, 0], "not-canonical"],
    ["written longer by two bytes", [130, 128, 0], "not-canonical"],
    ["2 ** 53", [128, 128, 128, 128, 128, 128, 128, 32], "unsafe-integer"],
    ["-(2 ** 53)", [255, 255, 255, 255, 255, 255, 255, 31], "unsafe-integer"],
    ["far too large", [254, 255, 255, 255, 255, 255, 255, 127], "unsafe-integer"],
    ["of too many bytes", [254, 255, 255, 255, 255, 255, 255, 255, 1], "unsafe-integer"],
    ["cut off", [128, 128], "truncated"],
    ["missing", [], "truncated"],
    ["followed by a byte", [2, 0], "trailing-bytes"],
  ])("a number that is %s is refused", (_, bytes, code) => {
    expect(outcomeOf(integers, bytes)).toBe(code)
  })

  test("have no other bytes than their own", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9 }), (bytes) => {
        const value = outcomeOf(integers, bytes)
        if (typeof value === "number") expect(bytesOf(integers, value)).toEqual(bytes)
      }),
      { numRuns: 20_000 },
    )
  })
})

describe("sizes", () => {
  test("come back up to the largest", () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(), fc.integer({ min: 0, max: 2 ** 32 - 1 })), (value) => {
        expect(outcomeOf(sizes, bytesOf(sizes, value))).toBe(value)
      }),
    )
    expect(outcomeOf(sizes, bytesOf(sizes, 2 ** 32 - 1))).toBe(2 ** 32 - 1)
  })

  test.each([
    [[255, 255, 255, 255, 16], "unsafe-integer"],
    [[255, 255, 255, 255, 255, 1], "unsafe-integer"],
    [[129, 0], "not-canonical"],
  ])("%j is refused", (bytes, code) => {
    expect(outcomeOf(sizes, bytes)).toBe(code)
  })
})

test("a truth value is 0 or 1", () => {
  expect([false, true].map((value) => [...bytesOf(booleans, value)])).toEqual([[0], [1]])
  expect([0, 1, 2, 255].map((byte) => outcomeOf(booleans, [byte]))).toEqual([
    false,
    true,
    "unknown-variant",
    "unknown-variant",
  ])
})
