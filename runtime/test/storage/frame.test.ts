import fc from "fast-check"
import { expect, test } from "vitest"
import { crc32c } from "../../src/index.ts"
import { frameAt, frameOf, frameOverhead, payloadIn } from "../../src/storage/frame.ts"

const mark = 0xdeadbeef
const good = frameOf(mark, 2 ** 32 + 7, new TextEncoder().encode("a small record"))

test("the checksum is CRC-32C", () => {
  expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283)
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
  expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43)
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, at) => at))).toBe(0x46dd794e)
  expect(crc32c(new Uint8Array(0))).toBe(0)
})

test("frames are read one after the other, up to room that was not written", () => {
  const payloads = [0, 1, 1000].map((length) => new Uint8Array(length).fill(length & 255))
  const bytes = Buffer.concat([...payloads.map((one, at) => frameOf(mark, at, one)), new Uint8Array(100)])
  const found: Uint8Array[] = []
  let at = 0
  for (let frame = frameAt(bytes, at, mark); frame !== undefined; frame = frameAt(bytes, at, mark)) {
    expect(frame.sequence).toBe(found.length)
    found.push(Uint8Array.from(frame.payload))
    at = frame.next
  }
  expect(found).toEqual(payloads)
  expect(at).toBe(3 * frameOverhead + 1001)
})

test("no bit of a frame can change unseen", () => {
  expect(payloadIn(good, mark, 2 ** 32 + 7)).toHaveLength(14)
  for (let bit = 0; bit < good.length * 8; bit++) {
    const bad = good.slice()
    bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(frameAt(bad, 0, mark)).toBeUndefined()
  }
})

test("a frame that a crash cut is none", () => {
  for (let length = 0; length < good.length; length++) {
    expect(frameAt(good.slice(0, length), 0, mark)).toBeUndefined()
    const torn = new Uint8Array(good.length + 100)
    torn.set(good.subarray(0, length))
    expect(frameAt(torn, 0, mark)).toBeUndefined()
  }
})

test("a frame of another mark, of another number or with bytes behind it is not the one", () => {
  expect(frameAt(good, 0, mark + 1)).toBeUndefined()
  expect(payloadIn(good, mark, 7)).toBeUndefined()
  expect(payloadIn(Buffer.concat([good, new Uint8Array(1)]), mark, 2 ** 32 + 7)).toBeUndefined()
})

test("whatever the bytes are, there is no frame in them and no exception", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 8, maxLength: 64 }), fc.nat(80), (bytes, at) => {
      new DataView(bytes.buffer).setUint32(4, mark, true)
      expect(frameAt(bytes, 0, mark)).toBeUndefined()
      expect(frameAt(bytes, at, mark)).toBeUndefined()
    }),
    { numRuns: 5_000 },
  )
})
