import type { SocketOptions } from "@lockstep/runtime"

/** A peer is missed after a second: a demonstration should not wait for more. */
export const sockets = {
  heartbeat: "300 millis",
  patience: "1 second",
  longestPause: "500 millis",
} as const satisfies Partial<SocketOptions>
