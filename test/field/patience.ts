import { setTimeout as sleep } from "node:timers/promises"

/** On a busy machine time alone says nothing: whatever does not come was looked for so often at least. */
const leastLooks = 100

/** Looks until it is there, for so many seconds at least. */
export const awaited = async <Found>(
  what: string,
  seconds: number,
  look: () => Promise<Found | undefined>,
): Promise<Found> => {
  const end = performance.now() + seconds * 1000
  for (let looks = 0; looks < leastLooks || performance.now() < end; looks++) {
    const found = await look()
    if (found !== undefined) return found
    await sleep(50)
  }
  throw new Error(`${what} did not come in ${seconds} s and ${leastLooks} looks`)
}
