import { join } from "node:path"
import { openClient } from "../../examples/service/client.ts"
import { freePorts, startService } from "../../examples/service/start.ts"
import { type Cluster, type Ours, questions } from "./words.ts"

const libraryIn = (folder: string): string =>
  new URL(`../../examples/generated/${folder}/library.ts`, import.meta.url).href

const protocols = {
  /** Timers that etcd has by default: a heartbeat ten times in the time that an election waits. */
  raft: {
    library: libraryIn("raft"),
    timers: { election: ["1000 millis", "2000 millis"], heartbeat: "100 millis" },
  },
  register: { library: libraryIn("abd-register"), timers: { remind: "2000 millis" } },
} as const

const doesAnswer = async (target: Ours, port: number): Promise<boolean> => {
  const client = openClient(port)
  const answer = await client.ask({ kind: "call", ...questions[target], argument: "who leads?", patience: 1000 })
  client.close()
  return "value" in answer
}

const findLeader = async (target: Ours, ports: readonly number[]): Promise<number> => {
  for (let attempt = 0; attempt < 300; attempt++) {
    for (const [index, port] of ports.entries()) if (await doesAnswer(target, port)) return index
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error("nobody leads after half a minute")
}

interface OurCluster extends Cluster {
  /** Where clients find each of its processes, the leader's first. */
  readonly ports: readonly number[]
  /** Where the leader keeps its log. */
  readonly data: string
}

/** Three processes of a protocol of ours, each with a write-ahead log that is synced before anything leaves. Where nobody leads, the first does. */
export const startOurs = async (target: Ours, folder: string, flags: readonly string[] = []): Promise<OurCluster> => {
  const ports = await freePorts(6)
  const names = ["n1", "n2", "n3"]
  const servers = Object.fromEntries(names.map((name, index) => [name, `127.0.0.1:${ports[index]}`]))
  const services = await Promise.all(
    names.map((self, index) => {
      const place = { role: "servers", self, nodes: { servers }, data: join(folder, self) }
      const groups = { [questions[target].group]: place }
      return startService({ ...protocols[target], groups, port: ports[index + 3] ?? 0 }, flags)
    }),
  )
  const clientPorts = ports.slice(3)
  const leader = await findLeader(target, clientPorts)
  const inOrder = [0, 1, 2].sort((one, other) => Number(other === leader) - Number(one === leader))
  const inOrderPorts = inOrder.map((index) => clientPorts[index] ?? 0)
  const [leaderPort = 0, otherPort = 0] = inOrderPorts
  return {
    name: target,
    data: join(folder, names[leader] ?? ""),
    pids: inOrder.map((index) => services[index]?.pid ?? 0),
    ...{ ports: inOrderPorts, leaderPort, otherPort },
    stop: async () => {
      for (const service of services) service.leave()
      await Promise.all(services.map(({ ended }) => ended))
    },
  }
}
