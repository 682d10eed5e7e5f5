/** The lines around which two texts differ, as `diff` marks them; empty when they do not. */
export const difference = (before: string, after: string): string => {
  if (before === after) return ""
  const [old, now] = [before.split("\n"), after.split("\n")]
  const first = old.findIndex((line, at) => line !== now[at])
  const start = first < 0 ? old.length : first
  let same = 0
  while (same < Math.min(old.length, now.length) - start && old.at(-1 - same) === now.at(-1 - same)) same++
  const removed = old.slice(start, old.length - same)
  const added = now.slice(start, now.length - same)
  return [
    `@@ -${start + 1},${removed.length} +${start + 1},${added.length} @@`,
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
  ].join("\n")
}
