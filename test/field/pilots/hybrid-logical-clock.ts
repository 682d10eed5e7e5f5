import { clients, type Pilot } from "../field.ts"
import { oneOf } from "../random.ts"

interface Stamp {
  readonly time: number
  readonly count: number
}

/** A stamp that a node gave, and between which times of the clients it did. */
interface Given {
  readonly stamp: Stamp
  readonly begin: number
  readonly end: number
}

const names = ["n1", "n2", "n3"]

const isEarlier = (one: Stamp, other: Stamp): boolean =>
  one.time < other.time || (one.time === other.time && one.count < other.count)

const show = ({ time, count }: Stamp): string => `${time}.${count}`

/** The stamps of a node are all different, and later ones are later. */
const disorder = (name: string, given: readonly Given[]): readonly string[] => {
  const sorted = given.toSorted((one, other) => (isEarlier(one.stamp, other.stamp) ? -1 : 1))
  let latestBegin = -Infinity
  return sorted.flatMap(({ stamp, begin, end }, index) => {
    const before = sorted[index - 1]
    const isTwice = before !== undefined && !isEarlier(before.stamp, stamp)
    const isLate = end < latestBegin
    latestBegin = Math.max(latestBegin, begin)
    return [
      ...(isTwice ? [`${name} gave ${show(stamp)} twice`] : []),
      ...(isLate ? [`${name} gave ${show(stamp)} after a later one`] : []),
    ]
  })
}

/** Stamps of three nodes that send each other messages. */
export const hybridLogicalClock: Pilot = {
  layout: {
    library: new URL("../../../examples/generated/hybrid-logical-clock/library.ts", import.meta.url),
    players: names.map((self) => ({ role: "nodes", self })),
    groups: ["clock"],
    timers: {},
  },
  broken: new URL("../broken/hybrid-logical-clock.ts", import.meta.url),
  begin() {
    const given = new Map<string, Given[]>(names.map((name) => [name, []]))
    const sent = new Map<string, Stamp>()
    const received: { readonly payload: string; readonly stamp: Stamp }[] = []
    let payloads = 0
    return {
      hear({ node, event }) {
        const { type, payload, stamp } = event as { type: string; payload: string; stamp: Stamp }
        if (type !== "Received") return
        received.push({ payload, stamp })
        given.get(node)?.push({ stamp, begin: -Infinity, end: performance.now() })
      },
      drive: (field) =>
        clients(field, 6, async (client) => {
          const name = oneOf(names, field.random)
          const payload = `m${++payloads}`
          const begin = performance.now()
          const sends = field.random() < 0.3
          const answer = await field.ask(client, name, "clock", sends ? "send" : "stamp", sends ? payload : null)
          if ("error" in answer) return
          const stamp = answer.value as Stamp
          if (sends) sent.set(payload, stamp)
          given.get(name)?.push({ stamp, begin, end: performance.now() })
        }),
      missing: () => (received.length === 0 ? ["no message came"] : []),
      async judge(field) {
        for (const name of names) await field.insist("the last", [name], "clock", "stamp", null)
        return [
          ...[...given].flatMap(([name, stamps]) => disorder(name, stamps)),
          ...received.flatMap(({ payload, stamp }) => {
            const cause = sent.get(payload)
            return cause === undefined || isEarlier(cause, stamp)
              ? []
              : [`${payload} was sent at ${show(cause)} and received at ${show(stamp)}`]
          }),
        ]
      },
    }
  },
}
