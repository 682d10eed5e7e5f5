/** A whole number with its thousands apart. The engine would first load what it knows of languages, which takes 30 ms. */
export const amount = (count: number): string => String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ",")

/** A number and its noun. */
export const counted = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${amount(count)} ${count === 1 ? noun : nouns}`

const whole = (count: number, unit: string): string => `${Math.floor(count)} ${unit}`

/** A length of time, as exact as one wants to read it. */
export const duration = (seconds: number): string => {
  if (seconds < 0.9995) return `${Math.max(1, Math.round(seconds * 1000))} ms`
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  if (seconds < 119.5) return `${Math.round(seconds)} s`
  if (seconds < 7200) return `${whole(seconds / 60, "min")} ${whole(seconds % 60, "s")}`
  return `${whole(seconds / 3600, "h")} ${whole((seconds % 3600) / 60, "min")}`
}

const memoryUnits = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const

/** An amount of memory. */
export const memory = (bytes: number): string => {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), memoryUnits.length - 1)
  const scaled = bytes / 2 ** (10 * power)
  return `${scaled < 10 && power > 0 ? scaled.toFixed(1) : amount(scaled)} ${memoryUnits[power]}`
}
