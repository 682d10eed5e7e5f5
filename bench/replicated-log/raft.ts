import { join } from "node:path"
import { openClient } from "../../examples/service/client.ts"
import { freePorts, startService } from "../../examples/service/start.ts"
import type { Cluster } from "./words.ts"

const library = new URL("../../examples/generated/raft/library.ts", import.meta.url).href
/** Those that etcd has by default: a heartbeat ten times in the time that an election waits. */
const timers = { election: ["1000 millis", "2000 millis"], heartbeat: "100 millis" } as const

const doesLead = async (port: number): Promise<boolean> => {
  const client = openClient(port)
  const answer = await client.ask({
    kind: "call",
    group: "log",
    call: "submit",
    argument: "who leads?",
    patience: 1000,
  })
  client.close()
  return "value" in answer
}

const findLeader = async (ports: readonly number[]): Promise<number> => {
  for (let attempt = 0; attempt < 300; attempt++) {
    for (const [index, port] of ports.entries()) if (await doesLead(port)) return index
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error("nobody leads after half a minute")
}

interface RaftCluster extends Cluster {
  /** Where clients find each of its processes, the leader's first. */
  readonly ports: readonly number[]
}

/** Three processes of the generated Raft, each with a write-ahead log that is synced before anything leaves. */
export const startRaft = async (folder: string, flags: readonly string[] = []): Promise<RaftCluster> => {
  const ports = await freePorts(6)
  const names = ["n1", "n2", "n3"]
  const servers = Object.fromEntries(names.map((name, index) => [name, `127.0.0.1:${ports[index]}`]))
  const services = await Promise.all(
    names.map((self, index) => {
      const log = { role: "servers", self, nodes: { servers }, data: join(folder, self) }
      return startService({ library, groups: { log }, timers, port: ports[index + 3] ?? 0 }, flags)
    }),
  )
  const clientPorts = ports.slice(3)
  const leader = await findLeader(clientPorts)
  const inOrder = [0, 1, 2].sort((one, other) => Number(other === leader) - Number(one === leader))
  const inOrderPorts = inOrder.map((index) => clientPorts[index] ?? 0)
  const [leaderPort = 0, otherPort = 0] = inOrderPorts
  return {
    name: "raft",
    pids: inOrder.map((index) => services[index]?.pid ?? 0),
    ...{ ports: inOrderPorts, leaderPort, otherPort },
    stop: async () => {
      for (const service of services) service.leave()
      await Promise.all(services.map(({ ended }) => ended))
    },
  }
}
