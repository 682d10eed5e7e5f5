import type { ClientStates, Lane, Snapshot } from "@lockstep/checker"

/** A message on its way. */
export interface Envelope {
  readonly from: string
  readonly to: string
  readonly message: unknown
}

/** What stands in the lane of a kind of which there is one at most. */
export const laneValue = (snapshot: Snapshot, wanted: Lane["kind"]): unknown =>
  snapshot.find(({ kind }) => kind === wanted)?.value

/** All messages on their way. A snapshot does not say what its lanes hold: here, and below, it gets a type. */
export const envelopesIn = (snapshot: Snapshot): readonly Envelope[] =>
  (laneValue(snapshot, "network") ?? []) as readonly Envelope[]

/** What each client does. There is a client for every caller, or for every node where a model observes its nodes. */
export const clientsIn = (snapshot: Snapshot): ClientStates => (laneValue(snapshot, "clients") ?? []) as ClientStates
