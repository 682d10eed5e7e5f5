import type { Network } from "@lockstep/language"
import type { Components } from "../../store/components.ts"
import { finish } from "../../store/hash.ts"
import { memoPairs } from "../../store/pairs.ts"

/**
 * The messages on their way to one node, as one component: a sequence of envelopes.
 * A `set` holds each once, a `bag` as often as it was sent (both sorted), a `fifo` in the order of sending for each sender.
 */
export interface Inboxes {
  readonly empty: number
  readonly add: (inbox: number, envelope: number) => number
  readonly remove: (inbox: number, envelope: number) => number
  /** The envelopes that may be delivered next, each once. */
  readonly offered: (inbox: number) => readonly number[]
  /** The envelopes that may be delivered out of turn. */
  readonly overtaking: (inbox: number) => readonly number[]
  /** All envelopes, each once: what may be lost. */
  readonly distinct: (inbox: number) => readonly number[]
  readonly envelopes: (inbox: number) => readonly number[]
}

const unique = (items: readonly number[]): number[] => [...new Set(items)]

/** Makes the inbox operations for a kind of network; each is computed once for each inbox and envelope. */
export const makeInboxes = (
  kind: Network["kind"],
  components: Components,
  senderOf: (envelope: number) => number,
): Inboxes => {
  const { hashes, internSequence, members } = components

  const positionAmongItsSender = (envelopes: readonly number[], at: number): number => {
    const sender = senderOf(envelopes[at] as number)
    return envelopes.slice(0, at).filter((other) => senderOf(other) === sender).length
  }

  /** A sum over the members, so that it does not depend on how envelopes happen to be numbered. */
  const intern = (envelopes: readonly number[]): number => {
    let low = 17
    let high = 29
    for (const [at, envelope] of envelopes.entries()) {
      const salt = kind === "fifo" ? Math.imul(positionAmongItsSender(envelopes, at) + 1, 0x9e3779b1) : 0x51ed270b
      low = (low + finish((hashes.low[envelope] as number) ^ salt)) | 0
      high = (high + finish((hashes.high[envelope] as number) ^ salt)) | 0
    }
    return internSequence(envelopes, [low, high])
  }

  const insertionPoint = (envelopes: readonly number[], envelope: number): number => {
    const after = (other: number) => (kind === "fifo" ? senderOf(other) > senderOf(envelope) : other > envelope)
    const at = envelopes.findIndex(after)
    return at === -1 ? envelopes.length : at
  }

  const add = (inbox: number, envelope: number): number => {
    const envelopes = members(inbox)
    if (kind === "set" && envelopes.includes(envelope)) return inbox
    return intern(envelopes.toSpliced(insertionPoint(envelopes, envelope), 0, envelope))
  }

  const heads = (envelopes: readonly number[]): number[] =>
    envelopes.filter((envelope, at) => at === 0 || senderOf(envelopes[at - 1] as number) !== senderOf(envelope))

  const remembered = (choose: (envelopes: readonly number[]) => number[]): ((inbox: number) => readonly number[]) => {
    const known: (readonly number[] | undefined)[] = []
    return (inbox) => {
      const found = known[inbox]
      if (found !== undefined) return found
      const chosen = choose(members(inbox))
      known[inbox] = chosen
      return chosen
    }
  }

  const withoutHeads = (envelopes: readonly number[]): number[] => {
    const first = heads(envelopes)
    return unique(envelopes).filter((envelope) => !first.includes(envelope))
  }

  return {
    empty: intern([]),
    add: memoPairs(add),
    remove: memoPairs((inbox, envelope) => {
      const envelopes = members(inbox)
      return intern(envelopes.toSpliced(envelopes.indexOf(envelope), 1))
    }),
    offered: remembered(kind === "fifo" ? heads : unique),
    overtaking: remembered(kind === "fifo" ? withoutHeads : () => []),
    distinct: remembered(unique),
    envelopes: members,
  }
}
