import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import type * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { type Link, type Member, type Membership, type Notice, Transport } from "../../src/transport/index.ts"
import { freeAddresses } from "../node/cluster.ts"

export type Addresses = Member["addresses"]

/** A node of a test, and all it heard. */
export interface Joined extends Membership {
  readonly received: string[]
  readonly notices: Notice[]
  /** Closed, the node is full. */
  readonly room: Latch.Latch
}

/** Bounds that suit a test: nobody waits long. */
export const hasty = { heartbeat: "50 millis", patience: "400 millis", longestPause: "100 millis" } as const

/** What a node of a test may have of its own. */
export interface Traits {
  readonly protocol?: string
  readonly specHash?: string
  readonly largestFrame?: number
}

/** Takes a place in the network. Of long frames only the length is kept; "nonsense" is refused. */
export const joinWith = (
  layer: Layer.Layer<Transport>,
  node: string,
  addresses: Addresses,
  { protocol = "test", specHash = "spec", ...traits }: Traits = {},
): Effect.Effect<Joined, unknown, Scope.Scope> =>
  Effect.gen(function* () {
    const received: string[] = []
    const notices: Notice[] = []
    const room = yield* Latch.make(true)
    const transport = yield* Transport
    const membership = yield* transport.join({
      identity: { protocol, version: "1", specHash, node },
      ...{ addresses, ...traits },
      hasRoom: () => room.isOpen(),
      room: room.await,
      notice: (notice) => void notices.push(notice),
      receive(from, frame) {
        const text = Buffer.from(frame).toString()
        if (text === "nonsense") return "that is nonsense"
        received.push(`${from}: ${text.length > 20 ? text.length : text}`)
        return undefined
      },
    })
    return { ...membership, received, notices, room }
  }).pipe(Effect.provide(layer))

export const until = (condition: () => boolean): Effect.Effect<unknown> =>
  Effect.sleep("5 millis").pipe(Effect.repeat({ until: condition }), Effect.timeout("20 seconds"), Effect.orDie)

export const linkTo = (joined: Joined, peer: string): Effect.Effect<Link | undefined> =>
  Effect.sync(() => joined.links().find((link) => link.peer === peer))

/** Waits until a link is as it should be. */
export const untilLink = (
  joined: Joined,
  peer: string,
  isSo: (link: Link) => boolean,
): Effect.Effect<Link | undefined> =>
  Effect.sleep("5 millis").pipe(
    Effect.andThen(linkTo(joined, peer)),
    Effect.repeat({ until: (link) => link !== undefined && isSo(link) }),
    Effect.timeout("20 seconds"),
    Effect.orDie,
  )

export const untilState = (joined: Joined, peer: string, state: Link["state"]): Effect.Effect<Link | undefined> =>
  untilLink(joined, peer, (link) => link.state === state)

export const bytes = (text: string): Uint8Array => Buffer.from(text)

export const run = (program: (addresses: Addresses) => Effect.Effect<unknown, unknown, Scope.Scope>): Promise<void> =>
  freeAddresses().then((addresses) =>
    Effect.runPromise(Effect.scoped(program(addresses)).pipe(Effect.timeout("60 seconds"), Effect.asVoid)),
  )

/** Why a peer or a stranger was refused, as the node was told to count it. */
export const refusalsOf = ({ notices }: Joined) => notices.filter((notice) => notice.kind === "refused")

/** How often a peer was lost that had been up. */
export const downs = ({ notices }: Joined): number => notices.filter(({ kind }) => kind === "down").length
