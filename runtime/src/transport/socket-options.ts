import type * as Duration from "effect/Duration"
import { duration, oneOf, type Rule, text, wholeNumber } from "../configuration.ts"
import type { DropPolicy } from "./queue.ts"

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

/** What each option takes. */
export const socketRules: { readonly [Option in keyof SocketOptions]-?: Rule } = {
  listen: text,
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
