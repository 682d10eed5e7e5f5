import type { Socket } from "node:net"
import { type Connection, type Listener, remoteOf } from "./connection.ts"
import type { Refusal } from "./refusal.ts"
import { refusal } from "./refusal.ts"
import type { Addresses, Member } from "./transport.ts"
import { type Host, receiveVisitor, type Visitor } from "./visitor.ts"

/** What a reception is set up with. */
export interface ReceptionOptions {
  readonly member: Member
  readonly takes: number
  readonly patienceMillis: number
  /** How many connections are open that have not said whose they are. */
  readonly strangers: number
  readonly whenRoom: (resume: () => void) => void
  readonly warn: (words: string) => void
}

/** A socket of which nobody knows yet whose it is. */
interface Stranger {
  readonly socket: Socket
  readonly host: string
  readonly since: number
}

/** Who must go when there are too many: of those who come from where most come from, the one who has been here longest. */
const leastWelcome = (strangers: Iterable<Stranger>): Stranger | undefined => {
  const byHost = Map.groupBy(strangers, ({ host }) => host)
  return [...byHost.values()].reduce((most, each) => (each.length > most.length ? each : most), [])[0]
}

/** Says the same thing once, unless very many other things were said since. */
const makeTeller = (warn: (words: string) => void) => {
  const said = new Set<string>()
  return (words: string): void => {
    if (said.has(words)) return
    if (said.size >= 1000) said.clear()
    said.add(words)
    warn(words)
  }
}

/** Where peers come in: who is here, and who has not said yet who it is. */
export const makeReception = ({ member, strangers: limit, whenRoom, warn, ...bounds }: ReceptionOptions) => {
  const { patienceMillis } = bounds
  const { node } = member.identity
  const visitors = new Set<Visitor>()
  const strangers = new Map<string, Stranger>()
  const tell = makeTeller(warn)
  let addresses = member.addresses

  const refused = (peer: string, by: "us" | "them", { code, reason }: Refusal, from: string): void => {
    member.notice?.({ kind: "refused", peer, by, code, reason })
    const who = peer === "" ? `somebody at ${from.slice(0, from.lastIndexOf(":"))}` : peer
    tell(`${by === "us" ? `${node} refuses ${who}` : `${who} refuses ${node}`}: ${reason}`)
  }

  /** Somebody who goes before we know who it is, and is told of once. */
  const turnedAway = (remote: string, problem: Refusal): void => {
    if (strangers.delete(remote)) refused("", "us", problem, remote)
  }

  const host: Host = {
    ...{ member, ...bounds, whenRoom },
    isKnown: (name) => Object.hasOwn(addresses, name),
    greeted(visitor, name) {
      strangers.delete(visitor.remote)
      for (const other of visitors) if (other !== visitor && other.name() === name) other.hangUp()
    },
    left: (visitor) => void visitors.delete(visitor),
    refused: (visitor, by, problem) => refused(visitor.name() ?? "", by, problem, visitor.remote),
  }

  const dismiss = ({ socket }: Stranger, problem: Refusal): void => {
    turnedAway(remoteOf(socket), problem)
    socket.destroy()
  }

  return {
    turnedAway,
    /** Lets somebody in, who has some time to say who it is. */
    enter(socket: Socket): void {
      const remote = remoteOf(socket)
      socket.on("error", () => undefined)
      socket.once("close", () => strangers.get(remote)?.socket === socket && strangers.delete(remote))
      strangers.set(remote, { socket, host: socket.remoteAddress ?? "", since: performance.now() })
      if (strangers.size <= limit) return
      const least = leastWelcome(strangers.values())
      if (least) dismiss(least, refusal("crowded", `more than ${limit} connections have not said whose they are`))
    },
    arrived(open: (listener: Listener) => Connection, problem?: Refusal): void {
      visitors.add(receiveVisitor(open, host, problem))
    },
    tend(): void {
      const now = performance.now()
      for (const stranger of strangers.values())
        if (now - stranger.since > patienceMillis)
          dismiss(stranger, refusal("silent", "it did not say in time who it is"))
      for (const visitor of visitors) visitor.tend()
    },
    /** From now on these are known, and nobody else. */
    readdress(next: Addresses): void {
      addresses = next
      for (const visitor of visitors) if (!host.isKnown(visitor.name() ?? "")) visitor.hangUp()
    },
    hangUp(): void {
      for (const { socket } of strangers.values()) socket.destroy()
      for (const visitor of visitors) visitor.hangUp()
    },
  }
}
