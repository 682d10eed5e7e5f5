import fc from "fast-check"
import { expect, test } from "vitest"
import { appendFrame, crc32c, frameAt, frameOverhead, Reader, read, storageLimits, Writer } from "../../src/index.ts"
import { bytesThemselves, integers, texts } from "./values.ts"

const frameOf = (text: string): Uint8Array => {
  const writer = new Writer({ limits: storageLimits })
  appendFrame(writer, texts, text)
  return writer.copy()
}

test("the checksum is CRC-32C", () => {
  expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283)
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
  expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43)
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, at) => at))).toBe(0x46dd794e)
  expect(crc32c(new Uint8Array(0))).toBe(0)
})

test("frames are read one after the other", () => {
  const writer = new Writer({ limits: storageLimits })
  const given = ["", "a", "b".repeat(1000)]
  for (const text of given) appendFrame(writer, texts, text)
  const bytes = writer.copy()
  const found: string[] = []
  for (let at = 0; ;) {
    const frame = frameAt(bytes, at)
    if (frame.kind !== "frame") {
      expect(frame.kind).toBe("end")
      break
    }
    const text = read(new Reader(), texts, bytes, frame.start, frame.end)
    if (text.kind === "decoded") found.push(text.value)
    at = frame.next
  }
  expect(found).toEqual(given)
  expect(bytes.length).toBe(3 * frameOverhead + 1 + 2 + 1002)
})

test("room that was made and not written is the end", () => {
  expect(frameAt(new Uint8Array(16), 0)).toEqual({ kind: "end" })
  expect(frameAt(new Uint8Array(0), 0)).toEqual({ kind: "end" })
})

test("no bit of a frame can change unseen", () => {
  const good = frameOf("a small record")
  for (let bit = 0; bit < good.length * 8; bit++) {
    const bad = good.slice()
    bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(frameAt(bad, 0).kind).toBe("decode-error")
  }
})

test("a frame that a crash cut is none", () => {
  const good = frameOf("a small record")
  for (let length = 1; length < good.length; length++) {
    expect(frameAt(good.slice(0, length), 0)).toMatchObject({ code: "truncated" })
    const torn = new Uint8Array(good.length + 100)
    torn.set(good.subarray(0, length))
    expect(frameAt(torn, 0).kind).not.toBe("frame")
  }
})

test("a frame of another version or of any size is refused", () => {
  const bytes = frameOf("x")
  bytes[4] = 2
  new DataView(bytes.buffer).setUint32(bytes.length - 4, crc32c(bytes, 0, bytes.length - 4), true)
  expect(frameAt(bytes, 0)).toMatchObject({ code: "unknown-version", offset: 4 })
  expect(frameAt(Uint8Array.of(255, 255, 255, 255, 1), 0)).toMatchObject({ code: "too-large" })
})

test("whatever the bytes are, it returns", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(80), (bytes, at) => {
      expect(["end", "decode-error", "frame"]).toContain(frameAt(bytes, at).kind)
    }),
    { numRuns: 5_000 },
  )
})

test("a value that cannot be written leaves no trace", () => {
  const writer = new Writer({ limits: { ...storageLimits, items: 3, bytes: 100 } })
  appendFrame(writer, integers, 1)
  const before = writer.copy()
  expect(appendFrame(writer, integers, 0.5)).toMatchObject({ code: "not-a-safe-integer" })
  expect(appendFrame(writer, bytesThemselves, [1, 2, 3, 4])).toMatchObject({ code: "too-many" })
  expect(appendFrame(writer, texts, "x".repeat(200))).toMatchObject({ code: "too-large" })
  expect(writer.copy()).toEqual(before)
})
