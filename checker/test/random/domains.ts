import { equal, List, Map, Set } from "@lockstep/language"

const letters = ["a", "b", "c", "d"] as const
const letter = (at: number): string => letters[at % letters.length] ?? "a"

/** Small domains of every kind of data. Each value is built anew when it is asked for, so that nothing can rely on references. */
const domains: readonly ((at: number) => unknown)[] = [
  (at) => at,
  (at) => at - 1,
  (at) => [null, false, true, 0][at],
  (at) => letter(at),
  (at) => ["", "0", "1", "[]"][at],
  (at) => Array.from({ length: at }, () => 0),
  (at) => [at % 2 === 0, [at]],
  (at) => List.from(Array.from({ length: at }, (_, index) => index)),
  (at) => List.of(at < 2 ? "a" : "b", letter(at)),
  (at) => Set.from(letters.filter((_, bit) => (at & (1 << bit)) !== 0).toReversed()),
  (at) => Set.of([at % 2, at], [0, 0]),
  (at) => Map.from(letters.slice(0, at).map((key) => [key, at] as const)),
  (at) => (at < 2 ? Map.of(["b", at], ["a", 0]) : Map.of(["a", 0], ["b", at])),
  (at) => (at % 2 === 0 ? { left: at, right: null } : { right: null, left: at }),
  (at) => ({ kind: "Set", members: Set.of(at) }),
  (at) => ({ [letter(at)]: { inner: List.of(Set.of(at)) } }),
]

/** How many domains there are, and how many values each has. */
export const domainCount = domains.length
export const domainSize = 4

/** A value of a domain. */
export const valueAt = (domain: number, at: number): unknown => domains[domain]?.(at)

/** Which value of a domain this is, told by content. */
export const placeOf = (domain: number, value: unknown): number => {
  const place = [0, 1, 2, 3].find((at) => equal(valueAt(domain, at), value))
  if (place === undefined) throw new Error(`domain ${domain} does not have this value`)
  return place
}
