import * as Duration from "effect/Duration"
import { BadConfiguration, duration, oneOf, type Rule, shown, wholeNumber } from "../configuration.ts"
import { listeningFlaw, readAddress } from "./address.ts"
import type { DropPolicy } from "./queue.ts"
import type { Addresses } from "./transport.ts"

/** Bounds of a transport over sockets; each has a default. */
export interface SocketOptions {
  /** Where to listen, if not at the node's own address. */
  readonly listen?: string
  /** The largest frame that is taken. */
  readonly frameBytes: number
  /** How much waits for a peer that is away or slow; what is larger waits alone. */
  readonly queueBytes: number
  /** Which frames go when no more may wait. */
  readonly drop: DropPolicy
  /** How often peers give a sign of life. */
  readonly heartbeat: Duration.Input
  /** How long a peer may be silent, and how long anybody has to say who it is. */
  readonly patience: Duration.Input
  /** The longest pause between two attempts to connect. */
  readonly longestPause: Duration.Input
  /** How many connections are open that have not said whose they are. */
  readonly strangers: number
}

/** A node that is told where to listen may listen at whichever port the system gives it. */
const place: Rule = (value) => {
  if (typeof value !== "string") return `${shown(value)} is no string`
  return listeningFlaw(value)
}

/** What each option takes. */
export const socketRules: { readonly [Option in keyof SocketOptions]-?: Rule } = {
  listen: place,
  frameBytes: wholeNumber,
  queueBytes: wholeNumber,
  drop: oneOf("oldest", "newest"),
  heartbeat: duration,
  patience: duration,
  longestPause: duration,
  strangers: wholeNumber,
}

export const defaults: SocketOptions = {
  frameBytes: 65 * 2 ** 20,
  queueBytes: 2 ** 23,
  drop: "oldest",
  heartbeat: "1 second",
  patience: "4 seconds",
  longestPause: "2 seconds",
  strangers: 64,
}

export const millisOf = (duration: Duration.Input): number => Duration.toMillis(Duration.fromInputUnsafe(duration))

/** Where peers are given up before their next sign of life is due, every quiet connection breaks. */
const patienceFlaw = ({ heartbeat, patience }: SocketOptions): string | undefined =>
  millisOf(patience) > millisOf(heartbeat)
    ? undefined
    : `${shown(patience)} is over before the next sign of life, at a heartbeat of ${shown(heartbeat)}`

/** A node listens at its own address unless told another, and others may reach that as a URL. */
const listenFlaw = (node: string, own: string, { listen }: SocketOptions): string | undefined =>
  listen !== undefined || readAddress(own) !== undefined
    ? undefined
    : `it is missing: ${node} is called at "${own}", and listens at an address like "0.0.0.0:7000"`

/** What is wrong with options that are each as they should be. */
export const strangeTogether = (
  node: string,
  addresses: Addresses,
  options: SocketOptions,
): readonly BadConfiguration[] => {
  const reasons = { patience: patienceFlaw(options), listen: listenFlaw(node, addresses[node] ?? "", options) }
  return Object.entries(reasons).flatMap(([option, reason]) =>
    reason === undefined ? [] : [new BadConfiguration({ option: `transport.${option}`, reason })],
  )
}
