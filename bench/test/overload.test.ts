import { expect, test } from "vitest"
import { overload } from "../overload/run.ts"

const seconds = process.env["NIGHTLY"] === undefined ? 10 : 60
/** For all that waits, with what the collector has not taken yet; the log keeps what it has accepted, a KiB for each. */
const mostMebibytes = (accepted: number): number => 512 + accepted / 1024
/** How long a call waits at most. */
const patienceMillis = 10_000

test("five times what it can do: memory and latency stay bounded, and the rest is refused in so many words", async () => {
  const { answered, capacity, refused, longest, mebibytes } = await overload({ times: 5, seconds })
  expect(answered).toBeGreaterThan((capacity * seconds) / 10)
  expect(refused["Overloaded"]).toBeGreaterThan(answered)
  expect(Object.keys(refused).filter((tag) => !["Overloaded", "Rejected"].includes(tag))).toEqual([])
  expect(longest).toBeLessThan(patienceMillis)
  expect(Math.max(...mebibytes)).toBeLessThan(mostMebibytes(answered + 20_000))
})
