import { setTimeout as sleep } from "node:timers/promises"
import { type Service, startProcess } from "../../service/start.ts"
import { type Name, names, type Words } from "../services/words.ts"
import type { Chronicle } from "./chronicle.ts"
import type { Lines } from "./lines.ts"

/** How a process is, as far as one sees from outside. */
export interface Condition {
  readonly process: "starting" | "up" | "paused" | "down"
  readonly isCut: boolean
}

/** The processes of the shop, each started again when it ends, and what may be done to them. All of it heals after so many seconds. */
export interface Crew {
  readonly conditions: () => { readonly [name in Name]: Condition }
  /** Kills it with SIGKILL: false if there is nothing to kill. */
  readonly kill: (name: Name, seconds: number) => boolean
  /** Stops it with SIGSTOP: false if it is not at work. */
  readonly pause: (name: Name, seconds: number) => boolean
  /** Cuts all lines from and to it: false if they are cut. */
  readonly cut: (name: Name, seconds: number) => boolean
  readonly close: () => Promise<void>
}

/** Which program runs as which process. */
export type Programs = { readonly [name in Name]: URL }

interface Member {
  condition: Condition
  service: Service | undefined
  /** How long it stays down when it ends. */
  downSeconds: number
}

const fallSeconds = 1

const secondsSince = (begin: number): string => `${((performance.now() - begin) / 1000).toFixed(1)} s`

/** Starts all of them, and watches over them. */
export const openCrew = async (
  programs: Programs,
  words: { readonly [name in Name]: Words },
  lines: Lines,
  { note }: Chronicle,
): Promise<Crew> => {
  const newMember = (): Member => ({
    condition: { process: "starting", isCut: false },
    ...{ service: undefined, downSeconds: fallSeconds },
  })
  const members = { orders: newMember(), inventory: newMember(), payment: newMember() }
  let isClosing = false

  const turn = (name: Name, change: Partial<Condition>): void => {
    members[name].condition = { ...members[name].condition, ...change }
  }

  const start = async (name: Name): Promise<Service> => {
    turn(name, { process: "starting" })
    const begin = performance.now()
    const service = await startProcess(programs[name], words[name])
    members[name].service = service
    turn(name, { process: "up" })
    note(name, "ready", `${secondsSince(begin)} after its start`)
    return service
  }

  /** One life after another. */
  const watch = async (name: Name, service: Service): Promise<void> => {
    const { wasTold, said } = await service.ended
    if (isClosing) return
    turn(name, { process: "down" })
    if (!wasTold) note(name, "fell", said)
    await sleep(members[name].downSeconds * 1000)
    members[name].downSeconds = fallSeconds
    await revive(name)
  }

  const revive = async (name: Name): Promise<void> => {
    if (isClosing) return
    try {
      void watch(name, await start(name))
    } catch (failure) {
      note(name, "fell", String(failure))
      await sleep(fallSeconds * 1000)
      await revive(name)
    }
  }

  const first = await Promise.all(names.map(async (name) => [name, await start(name)] as const))
  for (const [name, service] of first) void watch(name, service)
  return {
    conditions: () => ({
      orders: members.orders.condition,
      inventory: members.inventory.condition,
      payment: members.payment.condition,
    }),
    kill(name, seconds) {
      const member = members[name]
      const { process } = member.condition
      if (process === "down" || process === "starting") return false
      member.downSeconds = seconds
      turn(name, { process: "down" })
      note(name, "killed", `for ${seconds} s`)
      member.service?.signal("SIGKILL")
      return true
    },
    pause(name, seconds) {
      const { service, condition } = members[name]
      if (condition.process !== "up") return false
      service?.signal("SIGSTOP")
      turn(name, { process: "paused" })
      note(name, "paused", `for ${seconds} s`)
      void sleep(seconds * 1000, undefined, { ref: false }).then(() => {
        if (members[name].service !== service || members[name].condition.process !== "paused") return
        service?.signal("SIGCONT")
        turn(name, { process: "up" })
        note(name, "continued")
      })
      return true
    },
    cut(name, seconds) {
      if (members[name].condition.isCut) return false
      lines.cut(name)
      turn(name, { isCut: true })
      note(name, "cut", `for ${seconds} s`)
      void sleep(seconds * 1000, undefined, { ref: false }).then(() => {
        lines.mend(name)
        turn(name, { isCut: false })
        note(name, "mended")
      })
      return true
    },
    async close() {
      isClosing = true
      const services = names.flatMap((name) => members[name].service ?? [])
      for (const service of services) service.signal("SIGKILL")
      await Promise.all(services.map(({ ended }) => ended))
    },
  }
}
