/**
 * Measures what an idle cluster costs: three servers of the generated Raft, each a process of its own, over TCP with a log on disk, with
 * the durations that etcd has by default (a heartbeat each 100 ms, an election after 1 to 2 s) and with those of Raft's paper (50 ms, 150 to
 * 300 ms). Beside them run etcd, and processes that only exchange the same beat over sockets of Node: the share of the runtime is what
 * lies between the two. Prints the share of a core and the memory of each, as `/proc` tells them, after four minutes: an idle node is one
 * that has been idle, and at thirty wakes a second V8 takes so long to compile its code. The first of three processes of sockets beats; which server leads, wakes tell.
 * `SECONDS=10 WARM_UP=20 node bench/idle.ts` measures for ten seconds instead of sixty, after twenty; `NODE_FLAGS` go to each process.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { bundle } from "./idle/bundle.ts"
import { etcdVersion, startEtcd } from "./replicated-log/etcd.ts"

const seconds = Number(process.env["SECONDS"] ?? 60)
const warmUpSeconds = Number(process.env["WARM_UP"] ?? 240)
const names = ["n1", "n2", "n3"]
const programs = { raft: await bundle("node.ts"), sockets: await bundle("bare.ts") }
const beats = [100, 50] as const
const version = etcdVersion()

/** What the kernel counts the time of processes in. */
const ticksPerSecond = 100

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0))
    })
  })

/** Seconds of a core that a process has used; its name in the file may hold anything, so that fields count from behind it. */
const cpuSeconds = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

const residentMebibytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024

/** How often a process went to sleep: each time it had been woken for something. */
const naps = (pid: number): number =>
  Number(/\nvoluntary_ctxt_switches:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1])

const pidOf = (child: ChildProcess): number => {
  if (child.pid === undefined) throw new Error("a process has not started")
  return child.pid
}

interface Member {
  readonly name: string
  readonly pid: number
  readonly stop: () => Promise<unknown>
}

const directory = mkdtempSync(join(tmpdir(), "lockstep-idle-"))
const flags = (process.env["NODE_FLAGS"] ?? "").split(" ").filter((flag) => flag !== "")

const start = async (kind: keyof typeof programs, beatMillis: number): Promise<readonly Member[]> => {
  const addresses = (await Promise.all(names.map(freePort))).map((port) => `127.0.0.1:${port}`)
  const words = [String(beatMillis), join(directory, `${kind}${beatMillis}`), ...addresses]
  return names.map((name) => {
    const child = spawn(process.execPath, [...flags, programs[kind], name, ...words], { stdio: "inherit" })
    const stop = async () => child.exitCode ?? (child.kill("SIGTERM"), once(child, "close"))
    return { name: `${kind} ${name}, each ${beatMillis} ms`, pid: pidOf(child), stop }
  })
}

const startEtcds = async (): Promise<readonly Member[]> => {
  const { pids, stop } = await startEtcd(join(directory, "etcd"))
  const nothing = () => Promise.resolve()
  return pids.map((pid, at) => ({ name: `etcd ${version} e${at}, each 100 ms`, pid, stop: at === 0 ? stop : nothing }))
}

console.error(`idle for ${warmUpSeconds} s, then measured for ${seconds} s`)
const started = beats.flatMap((beat) => [start("raft", beat), start("sockets", beat)])
const members = (await Promise.all([...started, startEtcds()])).flat()
try {
  await sleep(warmUpSeconds * 1000)
  const before = members.map(({ pid }) => ({ cpu: cpuSeconds(pid), naps: naps(pid) }))
  await sleep(seconds * 1000)
  console.log("| process | share of a core | wakes a second | resident |\n| --- | ---: | ---: | ---: |")
  members.forEach(({ name, pid }, index) => {
    const share = (100 * (cpuSeconds(pid) - (before[index]?.cpu ?? 0))) / seconds
    const wakes = (naps(pid) - (before[index]?.naps ?? 0)) / seconds
    const cells = [`${share.toFixed(2)} %`, wakes.toFixed(0), `${residentMebibytes(pid).toFixed(1)} MiB`]
    console.log(`| ${name} | ${cells.join(" | ")} |`)
  })
} finally {
  await Promise.all(members.map(({ stop }) => stop()))
  rmSync(directory, { recursive: true, force: true })
}
