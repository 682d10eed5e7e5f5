/**
 * Measures what it costs to journal one appended entry, and to replay it, for logs of very different lengths:
 * the numbers in a column must not grow with the log.
 */
import { List, Reader, storageLimits, Writer } from "@lockstep/runtime"
import { library } from "../examples/generated/raft/index.ts"

const steps = 500
const rounds = 201
const lengths = [10, 10_000, 1_000_000]

const servers = library.roles["servers"]
if (servers === undefined) throw new Error("the generated library has no servers")
const { durable } = servers

const entry = (index: number) => ({ term: 1, command: `command ${index}` })

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0

/** The median of many short rounds: the collector of a large heap visits a few of them. */
const nanosPerStep = (run: () => unknown): number => {
  const round = (): number => {
    const began = performance.now()
    for (let at = 0; at < steps; at++) run()
    return ((performance.now() - began) * 1e6) / steps
  }
  return median(Array.from({ length: rounds }, round))
}

console.log("| entries | bytes | append | journal | replay |\n| ---: | ---: | ---: | ---: | ---: |")
for (const length of lengths) {
  const log = List.from(Array.from({ length }, (_, index) => entry(index)))
  const before = { term: 1, votedFor: "n1", log }
  const after = { ...before, log: log.append(entry(0)) }
  const writer = new Writer({ limits: storageLimits })
  const reader = new Reader({ limits: storageLimits })
  durable.writeDelta(writer, before, after)
  const bytes = writer.copy()
  const append = nanosPerStep(() => log.append(entry(0)))
  const journal = nanosPerStep(() => {
    writer.clear()
    durable.writeDelta(writer, before, after)
  })
  const replay = nanosPerStep(() => {
    reader.begin(bytes)
    durable.readDelta(reader, before)
  })
  const cells = [append, journal, replay].map((nanos) => `${nanos.toFixed(0)} ns`)
  console.log(`| ${length.toLocaleString("en")} | ${bytes.length} | ${cells.join(" | ")} |`)
}
