import { expect, test } from "vitest"
import { type Offer, overload } from "../overload/run.ts"

const isNightly = process.env["NIGHTLY"] !== undefined
/** For all that waits, with what the collector has not taken yet; a log keeps what it has accepted, a KiB for each. */
const mostMebibytes = (accepted: number): number => 512 + accepted / 1024
/** How long a call waits at most. */
const patienceMillis = 10_000

const staysBounded = async (offer: Offer) => {
  const became = await overload(offer)
  const { answered, capacity, refused, longest } = became
  expect(answered).toBeGreaterThan((capacity * offer.seconds) / 10)
  expect(refused["Overloaded"]).toBeGreaterThan(0)
  expect(Object.keys(refused).filter((tag) => !["Overloaded", "Rejected"].includes(tag))).toEqual([])
  expect(longest).toBeLessThan(patienceMillis)
  return became
}

test("five times what Raft can do: memory and latency stay bounded, and the rest is refused in so many words", async () => {
  const { answered, memoryMebibytes } = await staysBounded({ target: "raft", times: 5, seconds: isNightly ? 60 : 10 })
  expect(Math.max(...memoryMebibytes)).toBeLessThan(mostMebibytes(answered + 20_000))
})

test.runIf(isNightly)(
  "five times what a register can do for a minute: memory is the same from half to half",
  async () => {
    const { memoryMebibytes } = await staysBounded({ target: "register", times: 5, seconds: 60 })
    const [first, second] = memoryMebibytes
    expect(second).toBeLessThan(1.25 * first)
  },
)
