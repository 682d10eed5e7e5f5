import type { SocketOptions, TimerDurations } from "@lockstep/runtime"

/** A node that a process is to run. */
export interface NodeWords {
  readonly role: string
  readonly self: string
  /** Every node of the protocol with its address as this one sees it, by role. */
  readonly nodes: { readonly [role: string]: { readonly [node: string]: string } }
  /** The directory of its log. */
  readonly data: string
  readonly segmentBytes?: number
  /** The files by which it proves its name to others; without them nothing is encrypted. */
  readonly credentials?: { readonly key: string; readonly certificate: string; readonly authorities: string }
}

/** What a process is told when it starts, as JSON in its only argument. */
export interface ProcessWords {
  /** The module of the generated library. */
  readonly library: string
  /** The nodes of this process by the name of their group, where one process plays in several groups. */
  readonly groups: { readonly [group: string]: NodeWords }
  readonly timers: TimerDurations
  /** The port where clients ask. */
  readonly port: number
  /** The port of whoever performs activities and hears of events. */
  readonly world?: number
  readonly sockets?: Partial<SocketOptions>
}

/** What a client asks a process: a call of the protocol, or what state a node is in. */
export type Question =
  | {
      readonly kind: "call"
      readonly id: number
      readonly group: string
      readonly call: string
      readonly argument: unknown
      /** How many milliseconds it waits. */
      readonly patience: number
    }
  | { readonly kind: "state"; readonly id: number; readonly group: string }

/** How a call ended: with its answer, or with the tag of an error of the runtime. */
export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string; readonly reason: string }

/** What a process tells the world. */
export type Report =
  | { readonly kind: "event"; readonly group: string; readonly node: string; readonly event: unknown }
  | {
      readonly kind: "perform"
      readonly id: number
      readonly group: string
      readonly node: string
      readonly activity: string
      readonly key: string
      readonly request: unknown
    }

/** What the world answers when it has performed something. */
export interface Performed {
  readonly id: number
  readonly result: unknown
}

/** The boundary where what came over a socket between the two sides of this folder gains its type. */
export const heard = <Words>(value: unknown): Words => value as Words
