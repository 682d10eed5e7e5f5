import type { Network } from "@lockstep/language"
import type { Components } from "../../store/components.ts"
import type { Fleeting } from "../../store/fleeting.ts"
import { Appended, type MaybeAppended } from "../../store/appended.ts"
import { finish } from "../../store/hash.ts"
import { eachTime, memoPairs } from "../../store/pairs.ts"

/**
 * The messages on their way to one node, as one component: a sequence of envelopes.
 * A `set` holds each once, a `bag` as often as it was sent (both sorted), a `fifo` in the order of sending for each sender.
 */
export interface Inboxes {
  readonly empty: number
  readonly add: (inbox: number, envelope: number) => number
  /** What may be delivered next. */
  readonly offered: (inbox: number) => readonly Choice[]
  /** What may be delivered out of turn. */
  readonly overtaking: (inbox: number) => readonly Choice[]
  /** The inbox without an envelope, the oldest of its kind; `undefined` if it does not hold it. */
  readonly without: (inbox: number, envelope: number) => number | undefined
  /** What may be lost. */
  readonly losable: (inbox: number) => readonly Choice[]
  readonly envelopes: (inbox: number) => readonly number[]
}

/** An envelope, and what the inbox then is: in a queue, the same envelope at two places leaves two different rests, and a set keeps all. */
export interface Choice {
  readonly envelope: number
  readonly rest: number
}

/** Makes the inbox operations for a kind of network; each is computed once for each inbox and envelope, unless inboxes are met once. */
export const makeInboxes = (
  kind: Network["kind"],
  components: Components,
  senderOf: (envelope: number) => number,
  fleeting?: Fleeting,
): Inboxes => {
  const memo = fleeting === undefined ? memoPairs : eachTime
  const { hashes, internSequence, members } = components

  const positionAmongItsSender = (envelopes: readonly number[], at: number): number => {
    const sender = senderOf(envelopes[at] as number)
    return envelopes.slice(0, at).filter((other) => senderOf(other) === sender).length
  }

  /** A sum over the members, so that it does not depend on how envelopes happen to be numbered. */
  const internByContent = (envelopes: readonly number[]): number => {
    let low = 17
    let high = 29
    for (const [at, envelope] of envelopes.entries()) {
      const salt = kind === "fifo" ? Math.imul(positionAmongItsSender(envelopes, at) + 1, 0x9e3779b1) : 0x51ed270b
      low = (low + finish((hashes.low[envelope] as number) ^ salt)) | 0
      high = (high + finish((hashes.high[envelope] as number) ^ salt)) | 0
    }
    return internSequence(envelopes, [low, high])
  }
  const intern = fleeting?.add ?? internByContent

  const listOf = (inbox: number): MaybeAppended<number> =>
    inbox < 0 ? (components.value(inbox) as MaybeAppended<number>) : members(inbox)

  const insertionPoint = (envelopes: readonly number[], envelope: number): number => {
    const after = (other: number) => (kind === "fifo" ? senderOf(other) > senderOf(envelope) : other > envelope)
    const at = envelopes.findIndex(after)
    return at === -1 ? envelopes.length : at
  }

  const add = (inbox: number, envelope: number): number => {
    if (kind === "set" && members(inbox).includes(envelope)) return inbox
    if (fleeting !== undefined) return fleeting.add(new Appended(listOf(inbox), envelope))
    const envelopes = members(inbox)
    return intern(envelopes.toSpliced(insertionPoint(envelopes, envelope), 0, envelope))
  }

  const choices = (inbox: number): Choice[] => {
    const envelopes = members(inbox)
    if (kind === "set") return envelopes.map((envelope) => ({ envelope, rest: inbox }))
    return envelopes.flatMap((envelope, at) =>
      envelope === envelopes[at - 1] ? [] : [{ envelope, rest: intern(envelopes.toSpliced(at, 1)) }],
    )
  }

  const remove = memo((inbox, envelope) => {
    const envelopes = members(inbox)
    return intern(envelopes.toSpliced(envelopes.indexOf(envelope), 1))
  })

  const isOldest = ({ envelope, rest }: Choice, inbox: number): boolean => {
    const envelopes = members(inbox)
    const at = envelopes.findIndex((other) => senderOf(other) === senderOf(envelope))
    return rest === intern(envelopes.toSpliced(at, 1))
  }

  const choicesWhere =
    (chosen: (choice: Choice, inbox: number) => boolean) =>
    (inbox: number): Choice[] =>
      choices(inbox).filter((choice) => chosen(choice, inbox))

  const remembered = (choose: (inbox: number) => Choice[]): ((inbox: number) => readonly Choice[]) => {
    const known: (readonly Choice[] | undefined)[] = []
    return (inbox) => {
      const found = known[inbox]
      if (found !== undefined) return found
      const chosen = choose(inbox)
      known[inbox] = chosen
      return chosen
    }
  }

  return {
    empty: internByContent([]),
    add: memo(add),
    offered: remembered(kind === "fifo" ? choicesWhere(isOldest) : choices),
    overtaking: remembered(kind === "fifo" ? choicesWhere((choice, inbox) => !isOldest(choice, inbox)) : () => []),
    losable: remembered(choices),
    without: (inbox, envelope) => (members(inbox).includes(envelope) ? remove(inbox, envelope) : undefined),
    envelopes: members,
  }
}
