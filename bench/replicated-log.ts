/**
 * Measures a replicated log of three processes on one machine, with a sync before every answer: the generated Raft beside etcd
 * (Debian's package `etcd-server`, installed if it is missing), in one run. Committed commands a second and latencies, for 256-byte
 * values and clients that wait for their answers: `node bench/replicated-log.ts --seconds 5 --rounds 3`. Both are under load for a while
 * before anything counts: servers run for days, and V8 compiles the code of ours on the same two cores in its first half minute.
 */
import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs, promisify } from "node:util"
import { etcdVersion, startEtcd } from "./replicated-log/etcd.ts"
import { startOurs } from "./replicated-log/ours.ts"
import type { Cluster, LoadWords, Seen } from "./replicated-log/words.ts"

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "5" },
    rounds: { type: "string", default: "3" },
    clients: { type: "string", default: "1,16,256" },
    /** Seconds of load that each cluster has had before the first row. */
    "warm-up": { type: "string", default: "20" },
    /** A folder for the CPU profiles of our processes. */
    profile: { type: "string" },
  },
})
const seconds = Number(values.seconds)
const rounds = Number(values.rounds)
const warmUp = Number(values["warm-up"])

const load = fileURLToPath(new URL("replicated-log/load.ts", import.meta.url))
const run = promisify(execFile)

/** The seconds of processor that a process has had. */
const processorSeconds = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ")
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** What the clients saw, and what a command cost the leader and another member, in microseconds of processor. */
interface Measured extends Seen {
  readonly leaderMicros: number
  readonly otherMicros: number
}

const drive = async (words: LoadWords): Promise<Seen> =>
  JSON.parse((await run(process.execPath, [load, JSON.stringify(words)])).stdout) as Seen

const warm = async ({ name, leaderPort }: Cluster): Promise<void> => {
  if (warmUp > 0) await drive({ target: name, port: leaderPort, clients: 1, seconds: warmUp, cheap: false })
}

const measure = async (
  { name, pids, leaderPort, otherPort }: Cluster,
  clients: number,
  cheap: boolean,
): Promise<Measured> => {
  const port = cheap ? otherPort : leaderPort
  const before = pids.map(processorSeconds)
  const seen = await drive({ target: name, port, clients, seconds, cheap })
  const [leader = 0, other = 0] = pids.map((pid, index) => processorSeconds(pid) - (before[index] ?? 0))
  /** One second to warm up comes before those that count. */
  const commands = seen.perSecond * (seconds + 1)
  return { ...seen, leaderMicros: (leader / commands) * 1e6, otherMicros: (other / commands) * 1e6 }
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0

const medians = (all: readonly Measured[]): Measured => ({
  perSecond: median(all.map(({ perSecond }) => perSecond)),
  p50: median(all.map(({ p50 }) => p50)),
  p99: median(all.map(({ p99 }) => p99)),
  refused: Math.max(...all.map(({ refused }) => refused)),
  leaderMicros: median(all.map(({ leaderMicros }) => leaderMicros)),
  otherMicros: median(all.map(({ otherMicros }) => otherMicros)),
})

const columns = ["", "commands/s", "p50", "p99", "leader", "another", "refused"]
const widths = [34, 12, 11, 11, 11, 11, 9]
const line = (cells: readonly string[]): string =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("")
const row = (name: string, { perSecond, p50, p99, leaderMicros, otherMicros, refused }: Measured): string =>
  line([
    name,
    Math.round(perSecond).toLocaleString("en-US"),
    `${p50.toFixed(2)} ms`,
    `${p99.toFixed(2)} ms`,
    `${leaderMicros.toFixed(0)} µs`,
    `${otherMicros.toFixed(0)} µs`,
    String(refused),
  ])

const compare = async (raft: Cluster, etcd: Cluster, clients: number): Promise<void> => {
  const [ours, theirs]: [Measured[], Measured[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    ours.push(await measure(raft, clients, false))
    theirs.push(await measure(etcd, clients, false))
  }
  const [our, their] = [medians(ours), medians(theirs)]
  console.log(row(`generated Raft, ${clients} clients`, our))
  console.log(row(`etcd, ${clients} clients`, their))
  const ratios = [our.perSecond / their.perSecond, our.p50 / their.p50, our.p99 / their.p99]
  console.log(line(["  ratio", ...ratios.map((ratio) => ratio.toFixed(2))]))
}

const folder = mkdtempSync(join(tmpdir(), "lockstep-bench-"))
const version = etcdVersion()
const flags = values.profile === undefined ? [] : ["--cpu-prof", "--cpu-prof-dir", values.profile]
const [raft, etcd] = [await startOurs("raft", join(folder, "raft"), flags), await startEtcd(join(folder, "etcd"))]
console.log(
  `etcd ${version}; ${warmUp} s of load, then ${rounds} rounds of ${seconds} s each, medians; processor time is for a command`,
)
for (const cluster of [raft, etcd]) await warm(cluster)
console.log(line(columns))
for (const clients of values.clients.split(",").map(Number)) await compare(raft, etcd, clients)
console.log(
  "what the clients can do at most: etcd is asked for a serializable read, a follower of ours for what it refuses",
)
console.log(row("generated Raft, 256 clients", await measure(raft, 256, true)))
console.log(row("etcd, 256 clients", await measure(etcd, 256, true)))
await raft.stop()
await etcd.stop()
rmSync(folder, { recursive: true })
