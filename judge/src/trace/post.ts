import { equal, type Tagged } from "@lockstep/language"
import type { Life } from "./life.ts"
import type { Origin } from "./line.ts"
import type { Notes } from "./note.ts"
import { type Refusal, refusal } from "./refusal.ts"
import { type Sent, sentBy, sentKey } from "./sent.ts"

/** A message must wait for its sender's step; if that never comes, it is refused. */
export interface Waits {
  readonly kind: "waits"
  readonly refusal: Refusal
  /** How much later than the receiver's step the sender's was, by their clocks. */
  readonly lateMillis: number
}

/** One that is received. */
export interface Received {
  readonly to: string
  readonly from: string
  readonly message: Tagged
  readonly origin: Origin | undefined
  readonly now: number
}

/** Matches what is received with what was sent. */
export interface Post {
  readonly send: (from: string, life: string, to: string, number: number, message: Tagged) => void
  readonly receive: (received: Received) => "received" | Waits | Refusal
}

/** What came last from a node, and from which of its lives anything came. */
interface Link {
  readonly life: string
  readonly number: number
  readonly past: ReadonlySet<string>
}

/** Between two nodes a transport may lose messages; it never repeats or reorders them, and a life ends before the next begins. */
const doubt = (link: Link | undefined, from: string, { life, number }: Origin): Refusal | undefined => {
  if (link === undefined) return undefined
  if (link.life === life && number <= link.number)
    return refusal(
      "comes-again",
      `receives message ${number} of ${from} behind message ${link.number}: no transport repeats or reorders`,
    )
  if (!link.past.has(life)) return undefined
  return refusal("comes-again", `receives a message of ${from}'s life ${life} behind those of a later life`)
}

const waits = (code: Refusal["code"], reason: string, lateMillis: number): Waits => ({
  kind: "waits",
  refusal: refusal(code, reason),
  lateMillis,
})

/** `startsWhole` tells of a node whether its trace begins with its first start. */
export const openPost = (lives: readonly Life[], startsWhole: (node: string) => boolean, notes: Notes): Post => {
  const sents = new globalThis.Map<string, Sent>()
  for (const life of lives) sents.set(`${life.header.life} ${life.header.node}`, sentBy(life))
  const known = new Set(lives.map(({ header }) => header.node))
  const links = new globalThis.Map<string, Link>()

  const trust = (kind: "unseen-message" | "unnumbered-message", { to, from }: Received): "received" => {
    notes.add(known.has(from) ? { kind, node: to, from, count: 1 } : { kind: "missing-node", node: from, count: 1 })
    return "received"
  }

  const match = (received: Received, { life, number }: Origin): "received" | Waits | Refusal => {
    const { to, from, message, now } = received
    const sent = sents.get(`${life} ${from}`)
    if (sent === undefined) return trust("unseen-message", received)
    const sending = sent.find(to, number)
    if (sending.kind === "missing") return trust("unseen-message", received)
    if (sending.kind === "never")
      return waits("never-sent", `receives message ${number} of ${from}, which never sent it`, Infinity)
    const original = sent.messages.get(sentKey(to, number))
    if (original === undefined)
      return waits("not-yet-sent", `receives message ${number} of ${from} before it was sent`, sending.now - now)
    if (!equal(original, message))
      return refusal("another-message", `receives another message than ${from} sent`, {
        spec: original,
        recorded: message,
      })
    sent.messages.delete(sentKey(to, number))
    return "received"
  }

  const pass = ({ to, from }: Received, { life, number }: Origin, link: Link | undefined): void => {
    const past = new Set(link?.past)
    if (link !== undefined && link.life !== life) past.add(link.life)
    links.set(`${from} ${to}`, { life, number, past: link?.life === life ? link.past : past })
  }

  return {
    send: (from, life, to, number, message) =>
      void sents.get(`${life} ${from}`)?.messages.set(sentKey(to, number), message),
    receive(received) {
      const { to, from, origin } = received
      if (origin === undefined) {
        if (!known.has(from) || !startsWhole(from)) return trust("unnumbered-message", received)
        return refusal("unnumbered", `receives a message without a number, though ${from} numbers what it sends`)
      }
      const link = links.get(`${from} ${to}`)
      const doubted = doubt(link, from, origin)
      if (doubted !== undefined) return doubted
      const matched = match(received, origin)
      if (matched === "received") pass(received, origin, link)
      return matched
    },
  }
}
