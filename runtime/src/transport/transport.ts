import * as Context from "effect/Context"
import * as Data from "effect/Data"
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { BadConfiguration } from "../configuration.ts"
import { type Refusal, type RefusalCode, refusal } from "./refusal.ts"

/** Who a node is: two nodes talk only if they run the same protocol, generated from the same spec. */
export interface Identity {
  readonly protocol: string
  readonly version: string
  readonly specHash: string
  readonly node: string
}

/** Where each node of the protocol is reached; what an address looks like is the transport's affair. */
export interface Addresses {
  readonly [node: string]: string
}

/** What the transport needs to know of a node that joins. */
export interface Member {
  readonly identity: Identity
  readonly addresses: Addresses
  /** Takes a frame of a peer, or says why it is none: then the peer is cut off. The bytes are the node's to keep. */
  readonly receive: (from: string, frame: Uint8Array) => string | undefined
  /** Whether more frames are welcome. While they are not, the peers must wait. */
  readonly hasRoom: () => boolean
  /** Ends when there is room. */
  readonly room: Effect.Effect<void>
  /** The largest frame that the node sends: peers that do not take it are refused. */
  readonly largestFrame?: number
  /** Is told what happens between the nodes, to be counted. Every refusal is told, also if it was before. */
  readonly notice?: (notice: Notice) => void
}

/** What happens between nodes. */
export type Notice =
  /** Frames can leave for the peer. */
  | { readonly kind: "up"; readonly peer: string }
  /** They no longer can. */
  | { readonly kind: "down"; readonly peer: string; readonly reason: string }
  /** One side does not want the other. `peer` is empty for somebody who did not say who it is. */
  | {
      readonly kind: "refused"
      readonly peer: string
      readonly by: "us" | "them"
      readonly code: RefusalCode
      readonly reason: string
    }
  /** The certificates were replaced, or could not be: then the old ones stay in use; or it is time that they are. */
  | { readonly kind: "credentials"; readonly problem: string | undefined }

/** How things stand with one peer, as seen from here. */
export interface Link {
  readonly peer: string
  /** `up` when frames can leave for it; `refused` when one of both does not want the other. */
  readonly state: "connecting" | "up" | "refused"
  readonly reason: string
  /** Which side does not want the other, while the link is refused. */
  readonly by?: "us" | "them" | undefined
  /** What kind of reason it is, while the link is refused. */
  readonly code: RefusalCode | undefined
  /** Bytes that wait to leave. */
  readonly waiting: number
  /** Frames that were dropped since the beginning because the queue was full, or the peer does not take any so large. */
  readonly dropped: number
}

/** A node's place in the network, until its scope closes. */
export interface Membership {
  /** Sends a frame and never waits: to a peer that is away or slow, frames are dropped by the declared policy. */
  readonly send: (to: string, frame: Uint8Array) => void
  /** From now on, these are the addresses. Links to addresses that stay the same stay up. */
  readonly readdress: (addresses: Addresses) => Effect.Effect<void>
  readonly links: () => readonly Link[]
  /** Ends when all that was sent has left, as far as the peers are there. */
  readonly flush: Effect.Effect<void>
}

/** The node cannot take its place in the network. */
export class TransportFailed extends Data.TaggedError("TransportFailed")<{
  readonly operation: string
  readonly cause: unknown
}> {
  override get message(): string {
    return `the transport failed to ${this.operation}: ${String(this.cause)}`
  }
}

/** Why a node does not get its place in the network. */
export type JoinError = TransportFailed | BadConfiguration

/** How nodes reach each other. It may lose frames, and never changes, repeats or reorders them. */
export interface TransportService {
  readonly join: (member: Member) => Effect.Effect<Membership, JoinError, Scope.Scope>
  /** Fails where a node could not join, as far as that can be told before it does: its storage is not touched then. */
  readonly check?: (node: string, addresses: Addresses) => Effect.Effect<void, JoinError>
  /** Why nobody can be reached at an address, where that can be told from the address alone. */
  readonly addressFlaw?: (address: string) => string | undefined
}

/** The network of one node. */
export class Transport extends Context.Service<Transport, TransportService>()("@lockstep/runtime/Transport") {}

/** Why a node does not want another, if it does not. */
export const mismatch = (own: Identity, other: Identity): Refusal | undefined => {
  if (own.protocol !== other.protocol)
    return refusal("protocol", `${own.node} runs ${own.protocol}, ${other.node} runs ${other.protocol}`)
  if (own.specHash !== other.specHash)
    return refusal("spec", `${own.node} runs spec ${own.specHash}, ${other.node} runs spec ${other.specHash}`)
  return undefined
}
