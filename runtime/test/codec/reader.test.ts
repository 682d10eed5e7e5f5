import { describe, expect, test } from "vitest"
import { type Codec, type Map, type Set, wire, wireLimits } from "../../src/index.ts"
import { bytesThemselves, decodedFrom, integers, outcomeOf } from "./values.ts"

describe("counts", () => {
  test("are never larger than the bytes that are left", () => {
    expect(outcomeOf(bytesThemselves, [3, 1, 2])).toBe("truncated")
    expect(outcomeOf(bytesThemselves, [255, 255, 3, 1])).toBe("truncated")
    expect(outcomeOf(bytesThemselves, [2, 1, 2])).toEqual([1, 2])
  })

  test("are never larger than the limit", () => {
    const limits = { ...wireLimits, items: 2 }
    expect(outcomeOf(bytesThemselves, [3, 1, 2, 3], { limits })).toBe("too-many")
  })
})

const setOfIntegers: Codec<Set<number>> = {
  encode: () => undefined,
  decode: (reader) => reader.set(Array.from({ length: reader.count(1) }, () => reader.integer())),
}

const mapOfIntegers: Codec<Map<number, number>> = {
  encode: () => undefined,
  decode: (reader) => reader.map(Array.from({ length: reader.count(2) }, () => [reader.integer(), reader.integer()])),
}

test("members come in their order, none twice", () => {
  expect(outcomeOf(setOfIntegers, [2, 2, 4])).toMatchObject({ kind: "Set", size: 2 })
  expect(outcomeOf(setOfIntegers, [2, 4, 2])).toBe("out-of-order")
  expect(outcomeOf(setOfIntegers, [2, 4, 4])).toBe("out-of-order")
  expect(outcomeOf(mapOfIntegers, [2, 2, 0, 4, 0])).toMatchObject({ kind: "Map", size: 2 })
  expect(outcomeOf(mapOfIntegers, [2, 4, 0, 2, 0])).toBe("out-of-order")
  expect(outcomeOf(mapOfIntegers, [2, 4, 0, 4, 2])).toBe("out-of-order")
})

test("an error says where and why", () => {
  expect(decodedFrom(integers, [128, 0])).toEqual({
    kind: "decode-error",
    code: "not-canonical",
    offset: 2,
    reason: "a number is written longer than it need be",
  })
})

test("a fault of ours is no decode error", () => {
  const broken: Codec<number> = {
    encode: () => undefined,
    decode() {
      throw new Error("a bug")
    },
  }
  expect(() => decodedFrom(broken, [1])).toThrow("a bug")
})

test("a wire has its version in front", () => {
  const { encode, decode } = wire(integers)
  expect(encode(5)).toEqual({ kind: "encoded", bytes: Uint8Array.of(1, 10) })
  expect(decode(Uint8Array.of(1, 10))).toEqual({ kind: "decoded", value: 5 })
  expect(decode(Uint8Array.of(2, 10))).toMatchObject({ code: "unknown-version" })
  expect(decode(Uint8Array.of())).toMatchObject({ code: "truncated" })
  expect(decode(new Uint8Array(wireLimits.bytes + 1))).toMatchObject({ code: "too-large" })
  expect(decode(Uint8Array.of(1, 10))).toEqual({ kind: "decoded", value: 5 })
})
