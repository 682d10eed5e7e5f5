import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { append, type OpaqueCodecs, read, Reader, wireLimits, Writer } from "../../src/index.ts"
import { bytesOf, manyTexts, outcomeOf, payloads, texts } from "./values.ts"

describe("strings", () => {
  test.each([
    ["", [0]],
    ["n1", [2, 110, 49]],
    ["é", [2, 195, 169]],
    ["\u{10ffff}", [4, 244, 143, 191, 191]],
    ["\ufeffa", [4, 239, 187, 191, 97]],
    ["\0", [1, 0]],
  ])("%j is %j", (text, bytes) => {
    expect([...bytesOf(texts, text)]).toEqual(bytes)
    expect(outcomeOf(texts, bytes)).toBe(text)
  })

  test("come back, of every length around the borders", () => {
    for (const unit of ["a", "é", "€", "😀"])
      for (let length = 0; length < 300; length++) {
        const text = unit.repeat(length)
        expect(outcomeOf(texts, bytesOf(texts, text))).toBe(text)
      }
  })

  test("come back, all of them", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(outcomeOf(texts, bytesOf(texts, text))).toBe(text)
      }),
      { numRuns: 5_000 },
    )
  })

  test("come back when many share a message", () => {
    const plain = fc.string({ unit: "binary-ascii", maxLength: 90 })
    const mixed = fc.oneof({ weight: 5, arbitrary: plain }, fc.string({ unit: "binary", maxLength: 90 }))
    fc.assert(
      fc.property(fc.array(mixed, { maxLength: 60 }), (given) => {
        expect(outcomeOf(manyTexts, bytesOf(manyTexts, given))).toEqual(given)
      }),
      { numRuns: 500 },
    )
  })

  test("come back, also as a part of larger bytes", () => {
    const given = Array.from({ length: 40 }, (_, at) => `a name of some length ${at}`)
    const bytes = bytesOf(manyTexts, given)
    const larger = new Uint8Array(bytes.length + 20).fill(255)
    larger.set(bytes, 10)
    for (const around of [larger, Buffer.from(larger), larger.subarray(5)]) {
      const start = around.length === larger.length ? 10 : 5
      expect(read(new Reader(), manyTexts, around, start, start + bytes.length)).toEqual({
        kind: "decoded",
        value: given,
      })
    }
  })

  test.each(["\ud800", "a\udc00", "x".repeat(100) + "\ud800"])("half of a character cannot be written", (text) => {
    expect(append(new Writer(), texts, text)).toMatchObject({ code: "ill-formed-text" })
  })

  test.each([
    ["a continuation", [1, 128]],
    ["half of a character", [3, 237, 160, 128]],
    ["a slash of two bytes", [2, 192, 175]],
    ["a character that is cut", [2, 226, 130]],
    ["a character beyond Unicode", [4, 244, 144, 128, 128]],
    ["a long one with a wrong byte", [40, ...Array.from({ length: 39 }, () => 97), 255]],
  ])("%s is refused", (_, bytes) => {
    expect(outcomeOf(texts, bytes)).toBe("ill-formed-text")
  })

  test("have no other bytes than their own", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (content) => {
        const bytes = Uint8Array.of(content.length, ...content)
        const text = outcomeOf(texts, bytes)
        if (text !== "ill-formed-text") expect(bytesOf(texts, String(text))).toEqual(bytes)
      }),
      { numRuns: 5_000 },
    )
  })

  test("with a wrong byte are refused wherever it stands in a message of many", () => {
    const given = Array.from({ length: 60 }, (_, at) => "a".repeat(13 + (at % 20)))
    const bytes = bytesOf(manyTexts, given)
    const lengths = new Set<number>()
    for (let at = 1, item = 0; item < given.length; at += 1 + (given[item++]?.length ?? 0)) lengths.add(at)
    for (let at = 1; at < bytes.length; at++) {
      if (lengths.has(at)) continue
      const spoiled = bytes.with(at, 255)
      expect(outcomeOf(manyTexts, spoiled)).toBe("ill-formed-text")
    }
  })

  /** The boundary where anything passes for a string, as where there are no types. */
  const mistyped = (value: unknown): string => value as string

  test.each([42, true, {}])("what is no string is not written as one: %j", (value) => {
    const writer = new Writer()
    expect(append(writer, texts, mistyped(value))).toMatchObject({ code: "unlike-its-type" })
    expect(writer.length).toBe(0)
  })

  test("are no longer than the limit, and never than their bytes", () => {
    const limits = { ...wireLimits, text: 100 }
    expect(outcomeOf(texts, [101], { limits })).toBe("too-large")
    expect(outcomeOf(texts, [100], { limits })).toBe("truncated")
    expect(append(new Writer({ limits }), texts, "é".repeat(51))).toMatchObject({ code: "too-large" })
    expect(append(new Writer({ limits }), texts, "é".repeat(50))).toBeNull()
  })
})

describe("payloads", () => {
  const opaque: OpaqueCodecs = {
    Command: {
      toBytes: (payload) => Uint8Array.of(Number(payload)),
      fromBytes([only, ...others]) {
        if (only === undefined || others.length > 0) throw new Error("not one byte")
        return String(only)
      },
    },
  }

  test("are strings, unless the application says how to write them", () => {
    expect([...bytesOf(payloads, "77")]).toEqual([2, 55, 55])
    expect([...bytesOf(payloads, "77", { opaque })]).toEqual([1, 77])
    expect(outcomeOf(payloads, [1, 77], { opaque })).toBe("77")
  })

  test("that the application refuses are decode errors", () => {
    expect(outcomeOf(payloads, [0], { opaque })).toBe("refused-payload")
    expect(outcomeOf(payloads, [2, 1, 2], { opaque })).toBe("refused-payload")
  })

  test("do not find what the application did not give", () => {
    const inherited = { encode: (writer: Writer, value: string) => writer.opaque("toString", value), decode: () => "" }
    expect([...bytesOf(inherited, "a")]).toEqual([1, 97])
  })
})
