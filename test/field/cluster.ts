import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TimerDurations } from "@lockstep/runtime"
import { type Client, openClient } from "../../examples/service/client.ts"
import { freePorts, type Service, startService } from "../../examples/service/start.ts"
import type { Answer, NodeWords, ProcessWords } from "../../examples/service/words.ts"
import { makeAuthority } from "../servers/authority.ts"
import { type Line, openLine, type Weather } from "../../examples/service/proxy.ts"
import { openWorld, type Outside } from "./world.ts"

/** Which node a process is. */
export interface Player {
  readonly role: string
  readonly self: string
}

/** The processes of a protocol, by the names of their nodes. A process plays in each of the groups, on its own storage in each. */
export interface Layout {
  readonly library: URL
  readonly players: readonly Player[]
  readonly groups: readonly string[]
  readonly timers: TimerDurations
}

export type Security = "plain" | "mutual TLS"

/** Processes of a protocol on one machine, and everything that may happen to them. */
export interface Cluster {
  readonly names: readonly string[]
  readonly ask: (name: string, group: string, call: string, argument: unknown, patience: number) => Promise<Answer>
  readonly state: (name: string, group: string) => Promise<Answer>
  readonly kill: (name: string) => Promise<void>
  readonly restart: (name: string) => Promise<void>
  readonly signal: (name: string, signal: "SIGSTOP" | "SIGCONT") => void
  /** What becomes of every line from and to a node. */
  readonly turn: (name: string, weather: Weather) => void
  /** What processes said that fell down by themselves. */
  readonly fallen: readonly string[]
  readonly close: () => Promise<void>
}

/** Less patience, and the hundred connections of a busy machine are given up and begun again before any is made. */
const sockets = { heartbeat: "200 millis", patience: "3 seconds", longestPause: "500 millis" } as const

/** The files by which each node proves its name. */
const writeCredentials = async (folder: string, names: readonly string[]) => {
  const authority = await makeAuthority()
  const fileOf = (name: string, part: string): string => join(folder, `${name}.${part}.pem`)
  for (const name of names)
    for (const [part, text] of Object.entries(await authority.issue(name))) writeFileSync(fileOf(name, part), text)
  return (name: string) => ({
    key: fileOf(name, "key"),
    certificate: fileOf(name, "certificate"),
    authorities: fileOf(name, "authorities"),
  })
}

/** The lines of one group: from every node to every other. */
const openLines = async (names: readonly string[], portOf: (name: string) => number) => {
  const lines = new Map<string, Line>()
  for (const from of names)
    for (const to of names) if (from !== to) lines.set(`${from} ${to}`, await openLine(portOf(to)))
  const addresses = (from: string, players: readonly Player[]): NodeWords["nodes"] => {
    const byRole: { [role: string]: { [node: string]: string } } = {}
    for (const { role, self } of players)
      (byRole[role] ??= {})[self] = `127.0.0.1:${lines.get(`${from} ${self}`)?.port ?? portOf(self)}`
    return byRole
  }
  return { lines, addresses }
}

/** What each process is told. */
const write = async (layout: Layout, folder: string, security: Security, world: number) => {
  const { players, groups, library, timers } = layout
  const names = players.map(({ self }) => self)
  const credentialsOf = security === "plain" ? undefined : await writeCredentials(folder, names)
  const ports = await freePorts(names.length * (groups.length + 1))
  const portOf = (name: string, row: number): number => ports[row * names.length + names.indexOf(name)] ?? 0
  const nets = await Promise.all(groups.map((_, row) => openLines(names, (name) => portOf(name, row + 1))))
  const nodeWords = ({ role, self }: Player, row: number): NodeWords => ({
    ...{ role, self, nodes: nets[row]?.addresses(self, players) ?? {}, segmentBytes: 2 ** 20 },
    data: join(folder, self, String(row)),
    ...(credentialsOf && { credentials: credentialsOf(self) }),
  })
  const words = new Map<string, ProcessWords>(
    players.map((player) => [
      player.self,
      {
        ...{ library: library.href, timers, port: portOf(player.self, 0), world, sockets },
        groups: Object.fromEntries(groups.map((group, row) => [group, nodeWords(player, row)])),
      },
    ]),
  )
  return { words, lines: nets.flatMap(({ lines }) => [...lines]) }
}

/** Starts every process, and everything between them. */
export const openCluster = async (layout: Layout, security: Security, outside: Outside): Promise<Cluster> => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-field-"))
  const world = await openWorld(outside)
  const { words, lines } = await write(layout, folder, security, world.port)
  const services = new Map<string, Service>()
  const clients = new Map<string, Client>()
  const fallen: string[] = []
  const demand = <Item>(items: ReadonlyMap<string, Item>, name: string): Item => {
    const item = items.get(name)
    if (item === undefined) throw new Error(`there is no ${name}`)
    return item
  }

  const start = async (name: string): Promise<void> => {
    const service = await startService(demand(words, name))
    services.set(name, service)
    void service.ended.then(({ wasTold, said }) => wasTold || fallen.push(`${name} fell down: ${said}`))
  }
  const starts: Promise<void>[] = []
  const restart = (name: string): Promise<void> => {
    const started = start(name)
    starts.push(started)
    return started
  }
  const clientOf = (name: string): Client => {
    const known = clients.get(name)
    if (known?.isOpen() === true) return known
    const client = openClient(demand(words, name).port)
    clients.set(name, client)
    return client
  }

  await Promise.all([...words.keys()].map(restart))
  return {
    names: [...words.keys()],
    fallen,
    ask: (name, group, call, argument, patience) =>
      clientOf(name).ask({ kind: "call", group, call, argument, patience }),
    state: (name, group) => clientOf(name).ask({ kind: "state", group }),
    restart,
    async kill(name) {
      const service = demand(services, name)
      service.signal("SIGKILL")
      await service.ended
    },
    signal: (name, signal) => demand(services, name).signal(signal),
    turn(name, weather) {
      for (const [way, line] of lines) if (way.split(" ").includes(name)) line.turn(weather)
    },
    async close() {
      for (const client of clients.values()) client.close()
      await Promise.allSettled(starts)
      for (const service of services.values()) service.signal("SIGKILL")
      await Promise.all([...services.values()].map(({ ended }) => ended))
      for (const [, line] of lines) line.close()
      world.close()
      rmSync(folder, { recursive: true })
    },
  }
}
