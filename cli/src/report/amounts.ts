/** A whole number with its thousands apart. */
export const amount = (count: number): string => Math.round(count).toLocaleString("en-US")

/** A number and its noun. */
export const counted = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${amount(count)} ${count === 1 ? noun : nouns}`

const memoryUnits = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const

/** An amount of memory. */
export const memory = (bytes: number): string => {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), memoryUnits.length - 1)
  const scaled = bytes / 2 ** (10 * power)
  return `${scaled < 10 && power > 0 ? scaled.toFixed(1) : amount(scaled)} ${memoryUnits[power]}`
}
