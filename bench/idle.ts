/**
 * Measures what an idle cluster costs: three servers of the generated Raft, each a process of its own, over TCP with a log on disk,
 * electing every 150 to 300 ms and beating every 50 ms. Beside them run three processes that only exchange the same beat over sockets of
 * Node: the share of the runtime is what lies between the two. Prints the share of a core and the memory of each, as `/proc` tells them.
 * `SECONDS=10 node bench/idle.ts` measures for ten seconds instead of thirty; `NODE_FLAGS` go to each process.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { bundle } from "./idle/bundle.ts"

const seconds = Number(process.env["SECONDS"] ?? 30)
const warmUpSeconds = 5
const names = ["n1", "n2", "n3"]
const programs = { raft: await bundle("node.ts"), sockets: await bundle("bare.ts") }

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
  readonly kind: string
  readonly name: string
  readonly child: ChildProcess
}

const directory = mkdtempSync(join(tmpdir(), "lockstep-idle-"))
const flags = (process.env["NODE_FLAGS"] ?? "").split(" ").filter((flag) => flag !== "")

const start = async ([kind, program]: readonly [kind: string, program: string]): Promise<readonly Member[]> => {
  const addresses = (await Promise.all(names.map(freePort))).map((port) => `127.0.0.1:${port}`)
  const place = join(directory, kind)
  return names.map((name) => {
    const child = spawn(process.execPath, [...flags, program, name, place, ...addresses], { stdio: "inherit" })
    return { kind, name, child }
  })
}

const members = (await Promise.all(Object.entries(programs).map(start))).flat()
try {
  await sleep(warmUpSeconds * 1000)
  const before = members.map(({ child }) => ({ cpu: cpuSeconds(pidOf(child)), naps: naps(pidOf(child)) }))
  await sleep(seconds * 1000)
  console.log("| process | share of a core | wakes a second | resident |\n| --- | ---: | ---: | ---: |")
  members.forEach(({ kind, name, child }, index) => {
    const pid = pidOf(child)
    const share = (100 * (cpuSeconds(pid) - (before[index]?.cpu ?? 0))) / seconds
    const wakes = (naps(pid) - (before[index]?.naps ?? 0)) / seconds
    const cells = [`${share.toFixed(2)} %`, wakes.toFixed(0), `${residentMebibytes(pid).toFixed(1)} MiB`]
    console.log(`| ${kind} ${name} | ${cells.join(" | ")} |`)
  })
} finally {
  for (const { child } of members) child.kill("SIGTERM")
  await Promise.all(members.map(({ child }) => child.exitCode ?? once(child, "close")))
  rmSync(directory, { recursive: true, force: true })
}
