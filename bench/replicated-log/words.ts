/** What clients ask of each of our protocols. */
export const questions = {
  raft: { group: "log", call: "submit" },
  register: { group: "register", call: "write" },
} as const

/** A protocol of ours. */
export type Ours = keyof typeof questions

/** What a process of clients is told. */
export interface LoadWords {
  readonly target: Ours | "etcd"
  readonly port: number
  readonly clients: number
  readonly seconds: number
  /** Asks for something that needs neither disk nor network: what the clients themselves can do at most. */
  readonly cheap: boolean
}

/** What its clients saw: latencies in milliseconds. */
export interface Seen {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly refused: number
}

/** A cluster that keeps a log. */
export interface Cluster {
  readonly name: LoadWords["target"]
  /** Its processes, the leader's first. */
  readonly pids: readonly number[]
  /** Where clients find the leader, and where they find another. */
  readonly leaderPort: number
  readonly otherPort: number
  readonly stop: () => Promise<void>
}
