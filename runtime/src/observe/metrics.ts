/** One metric that a node exports; beside its own labels each has `protocol`, `role` and `node`. */
export interface MetricSpec {
  readonly name: string
  readonly kind: "counter" | "gauge" | "histogram"
  readonly labels: readonly string[]
  readonly meaning: string
  /** The upper bounds of a histogram's buckets. */
  readonly bounds?: readonly number[]
}

type Described = readonly [name: string, meaning: string, ...labels: readonly string[]]

const of =
  (kind: "counter" | "gauge") =>
  (...[name, meaning, ...labels]: Described): MetricSpec => ({ name: `lockstep_${name}`, kind, labels, meaning })

const counter = of("counter")
const gauge = of("gauge")

const doubling = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => first * 2 ** index)

const histogram = (bounds: readonly number[], ...[name, meaning, ...labels]: Described): MetricSpec => ({
  ...{ name: `lockstep_${name}`, kind: "histogram", labels, meaning, bounds },
})

/** From a quarter of a millisecond to eight seconds. */
const seconds = doubling(0.00025, 16)

/** Every metric of a node. */
export const metrics = {
  running: gauge("node_running", "1 while the node works, 0 once it has stopped or broken down"),
  inputs: counter("inputs_total", "Inputs that were stepped through", "input"),
  batch: histogram(doubling(1, 11), "batch_inputs", "Inputs that shared one sync"),
  callSeconds: histogram(seconds, "call_seconds", "From a call to its reply", "call"),
  callErrors: counter("call_errors_total", "Calls without a reply, by the kind of failure", "kind"),
  callsWaiting: gauge("calls_waiting", "Calls that wait for their reply"),
  mailbox: gauge("mailbox_inputs", "Inputs that wait for the node"),
  mailboxLimit: gauge("mailbox_limit", "Inputs that may wait before peers are held back"),
  journalBytes: counter("journal_bytes_total", "Bytes that were appended to the storage"),
  syncSeconds: histogram(seconds, "sync_seconds", "What an append with its sync took"),
  snapshots: counter("snapshots_total", "Snapshots that were taken"),
  timerSkew: histogram(seconds, "timer_skew_seconds", "How late timers fired"),
  activities: gauge("activities_pending", "Activities that were asked for and have no result yet"),
  activityFailures: counter(
    "activity_failures_total",
    "Attempts at an activity that failed and are repeated",
    "activity",
  ),
  messagesLost: counter("messages_lost_total", "Messages that were too large to be sent"),
  framesRefused: counter("frames_refused_total", "Frames of peers that could not be read"),
  refusals: counter(
    "refusals_total",
    "Connections that this node or its peer did not want, by the kind of reason",
    "by",
    "code",
  ),
  credentials: gauge(
    "credentials_stale",
    "1 while new certificates could not be taken over and the old ones stay in use, or while those end soon or have ended",
  ),
  view: gauge("view", "What the protocol's views show, where that is a number or a boolean", "view"),
  quorum: gauge(
    "quorum_reachable",
    "1 while the majority that the steps of the role count is reachable from here, where they count one",
  ),
  partitions: counter("partitions_total", "Times that the majority was lost from sight"),
  peerUp: gauge("peer_up", "1 while frames can leave for the peer", "peer"),
  peerLag: gauge("peer_lag_seconds", "How long ago everything sent to the peer had left", "peer"),
  peerWaiting: gauge("peer_waiting_bytes", "Bytes that wait to leave for the peer", "peer"),
  peerDropped: counter("peer_dropped_frames_total", "Frames for the peer that were dropped", "peer"),
  peerLosses: counter("peer_losses_total", "Times that the peer was lost", "peer"),
  peerReturns: counter("peer_reconnects_total", "Times that the peer came back", "peer"),
} as const satisfies { readonly [metric: string]: MetricSpec }

/** The labels that all metrics of a node have. */
export interface NodeLabels {
  readonly protocol: string
  readonly role: string
  readonly node: string
}
