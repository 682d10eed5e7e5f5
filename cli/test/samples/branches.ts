import { type Call, model, protocol, spec } from "@lockstep/language"

interface Counter {
  readonly size: "one" | "two" | "many"
  readonly last: number | null
}

const { role, reply, reject } = spec<{ state: Counter; calls: { count(by: number): number } }>()

/** What is asked for is always 1 or 2, and the second time something is known. */
const answer = (by: number, last: number, call: Call<number>) => {
  if (by > 2) return reject(call, "too much")
  else if (last > 2) return reject(call, "too many")
  return reply(call, by > 1 ? last : by)
}

const counter = role({
  initial: { size: "one", last: null },
  calls: {
    count(node, by, { call }) {
      const last = node.last ?? 0
      const isOdd = by > 0 && last > 7
      const isFresh = by > 9 || last === 0
      let size: Counter["size"] = isOdd || isFresh ? "one" : "two"
      switch (node.size) {
        case "one":
        case "two":
          break
        case "many":
          size = "many"
      }
      return [{ size, last: by }, answer(by, last, call)]
    },
  },
  views: { isMany: (node) => (node.size === "many" ? "yes" : "no") },
})

export const quick = model(protocol({ roles: { counter } }), {
  nodes: { counter: 1 },
  clients: [
    {
      of: "counter",
      calls: [
        ["count", 1],
        ["count", 2],
      ],
    },
  ],
})
