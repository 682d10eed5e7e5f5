/**
 * Measures what it costs to journal one appended entry, and to replay it, for logs of very different lengths:
 * the numbers in a column must not grow with the log.
 */
import { List, Reader, storageLimits, Writer } from "@lockstep/runtime"
import { library } from "../examples/generated/raft/index.ts"

/** As many that every leaf of a list is filled several times on the way, which costs more than the appends between. */
const steps = 512
const rounds = 201
const lengths = [10, 10_000, 1_000_000]

const servers = library.roles["servers"]
if (servers === undefined) throw new Error("the generated library has no servers")
const { durable } = servers

const entry = (index: number) => ({ term: 1, command: `command ${index}` })

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0

/** The median of many short rounds: the collector of a large heap visits a few of them. */
const nanosPerStep = (run: (at: number) => unknown): number => {
  const round = (): number => {
    const began = performance.now()
    for (let at = 0; at < steps; at++) run(at)
    return ((performance.now() - began) * 1e6) / steps
  }
  return median(Array.from({ length: rounds }, round))
}

const server = (log: List<ReturnType<typeof entry>>) => ({ term: 1, votedFor: "n1", log })
type State = ReturnType<typeof server>

/** A server that appends one entry after the other. */
const statesFrom = (length: number): readonly State[] => {
  let log = List.from(Array.from({ length }, (_, index) => entry(index)))
  const states = [server(log)]
  for (let at = 0; at < steps; at++) {
    log = log.append(entry(at))
    states.push(server(log))
  }
  return states
}

const stateAt = (states: readonly State[], at: number): State => {
  const state = states[at]
  if (state === undefined) throw new Error(`there is no state ${at}`)
  return state
}

console.log("| entries | bytes | append | journal | replay |\n| ---: | ---: | ---: | ---: | ---: |")
for (const length of lengths) {
  const states = statesFrom(length)
  const writer = new Writer({ limits: storageLimits })
  const reader = new Reader({ limits: storageLimits })
  const journalled = (at: number): void => {
    writer.clear()
    durable.writeDelta(writer, stateAt(states, at), stateAt(states, at + 1))
  }
  const deltas = Array.from({ length: steps }, (_, at) => {
    journalled(at)
    return writer.copy()
  })
  const append = nanosPerStep((at) => stateAt(states, at).log.append(entry(at)))
  const journal = nanosPerStep(journalled)
  const replay = nanosPerStep((at) => {
    reader.begin(deltas[at] ?? new Uint8Array(0))
    return durable.readDelta(reader, stateAt(states, at))
  })
  const cells = [append, journal, replay].map((nanos) => `${nanos.toFixed(0)} ns`)
  console.log(`| ${length.toLocaleString("en")} | ${deltas[0]?.length} | ${cells.join(" | ")} |`)
}
