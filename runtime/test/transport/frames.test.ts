import fc from "fast-check"
import { expect, test } from "vitest"
import { makeSplitter, packFrames } from "../../src/transport/frames.ts"

const payloads = fc.array(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constant(new Uint8Array(20_000).fill(7))), {
  maxLength: 8,
})
const cuts = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 })

/** Cuts bytes into pieces of these lengths, over and over. */
const pieces = (bytes: Uint8Array, lengths: readonly number[]): readonly Uint8Array[] => {
  const cut: Uint8Array[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1
    cut.push(bytes.slice(at, at + length))
    at += length
  }
  return cut
}

test("frames arrive whole, however the bytes are cut", () => {
  fc.assert(
    fc.property(payloads, cuts, (sent, lengths) => {
      const bytes = Buffer.concat(packFrames(4, sent))
      const taken: Uint8Array[] = []
      const splitter = makeSplitter(() => 20_000)
      const take = (_: number, payload: Uint8Array) => {
        taken.push(payload.slice())
        return undefined
      }
      for (const piece of pieces(bytes, lengths)) expect(splitter.feed(piece, take)).toBe(undefined)
      expect(taken.map((payload) => [...payload])).toEqual(sent.map((payload) => [...payload]))
    }),
  )
})

test("a frame that is too large is refused by its head alone", () => {
  const head = (length: number) => Buffer.concat(packFrames(4, [new Uint8Array(length)])).subarray(0, 5)
  const feed = (bytes: Uint8Array) => makeSplitter(() => 1000).feed(bytes, () => undefined)
  expect(feed(head(1001))).toEqual({ code: "frame", reason: "a frame of 1001 bytes is larger than 1000" })
  expect(feed(head(1000))).toBe(undefined)
  expect(feed(new Uint8Array(5))).toEqual({ code: "frame", reason: "a frame has no kind" })
})
