import { execFileSync, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { freePorts } from "../../examples/service/start.ts"
import type { Cluster } from "./words.ts"

const isThere = (): boolean => spawnSync("etcd", ["--version"]).status === 0

/** Debian's package; a machine that has never had it needs its lists first. */
const install = (): void => {
  if (isThere()) return
  const run = (...words: readonly string[]) =>
    execFileSync("apt-get", words, { stdio: ["ignore", "ignore", "inherit"] })
  run("update")
  run("install", "-y", "--no-install-recommends", "etcd-server")
}

/** The version of the package's program. */
export const etcdVersion = (): string => {
  install()
  return /etcd Version: (\S+)/.exec(execFileSync("etcd", ["--version"], { encoding: "utf8" }))?.[1] ?? "unknown"
}

interface Status {
  readonly leader?: string
  readonly header: { readonly member_id: string }
}

const statusOf = async (port: number): Promise<Status | undefined> => {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/v3/maintenance/status`, { method: "POST", body: "{}" })
    return (await answer.json()) as Status
  } catch {
    return undefined
  }
}

/** Which of the members leads, once one does. */
const findLeader = async (ports: readonly number[]): Promise<number> => {
  for (let attempt = 0; attempt < 300; attempt++) {
    const states = await Promise.all(ports.map(statusOf))
    const leader = states.findIndex((status) => status !== undefined && status.leader === status.header.member_id)
    if (leader >= 0) return leader
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error("etcd has no leader after half a minute")
}

/** Three members with everything as etcd has it by default. */
export const startEtcd = async (folder: string): Promise<Cluster> => {
  const ports = await freePorts(6)
  const members = [0, 1, 2].map((index) => ({
    name: `e${index}`,
    client: ports[index] ?? 0,
    peer: ports[index + 3] ?? 0,
  }))
  const cluster = members.map(({ name, peer }) => `${name}=http://127.0.0.1:${peer}`).join()
  const processes = members.map(({ name, client, peer }) =>
    spawn(
      "etcd",
      [
        ...["--name", name, "--data-dir", join(folder, name), "--initial-cluster", cluster],
        ...[
          "--listen-client-urls",
          `http://127.0.0.1:${client}`,
          "--advertise-client-urls",
          `http://127.0.0.1:${client}`,
        ],
        ...[
          "--listen-peer-urls",
          `http://127.0.0.1:${peer}`,
          "--initial-advertise-peer-urls",
          `http://127.0.0.1:${peer}`,
        ],
        ...["--logger", "zap", "--log-level", "error"],
      ],
      { stdio: "ignore" },
    ),
  )
  process.on("exit", () => processes.forEach((member) => member.kill("SIGKILL")))
  const leader = await findLeader(members.map(({ client }) => client))
  const inOrder = [...members.keys()].sort((one, other) => Number(other === leader) - Number(one === leader))
  const [leaderPort = 0, otherPort = 0] = inOrder.map((index) => members[index]?.client ?? 0)
  return {
    name: "etcd",
    pids: inOrder.map((index) => processes[index]?.pid ?? 0),
    ...{ leaderPort, otherPort },
    stop: async () => {
      await Promise.all(processes.map((member) => (member.kill(), once(member, "close"))))
    },
  }
}
