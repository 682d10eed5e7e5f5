import { totalmem } from "node:os"
import type { Config, LimitOptions } from "../config/config.ts"
import type { UserError } from "../messages.ts"
import { readNumbers } from "../options.ts"

/** How far a search may go. */
export interface Limits {
  readonly workers?: number
  readonly memoryBytes?: number
  readonly timeoutMillis?: number
}

/** A name that limits are configured for, and where. */
export interface Limited {
  readonly name: string
  readonly place: string
}

/** How many threads a command may take. */
export const workersQuantity = ["workers", "workers", /^([1-9]\d{0,2})$/, "--workers 2"] as const

/** Options that limit a search: how they are called, how they may look, and an example. */
export const limitQuantities = [
  workersQuantity,
  ["memory", "memoryBytes", /^([1-9]\d{0,8})([kmg])b?$/, "--memory 4g"],
  ["timeout", "timeoutMillis", /^([1-9]\d{0,8})(ms|s|min|h)$/, "--timeout 60s"],
] as const

/** What a configuration says about limits, as numbers. */
export const readLimits = ({ workers, memory, timeout }: LimitOptions): Limits | UserError =>
  readNumbers(limitQuantities, { memory, timeout, workers: workers === undefined ? undefined : String(workers) })

/** What a search may keep where nobody says how much: some of the machine is left for everything else. */
export const defaultMemoryBytes = Math.floor((totalmem() * 3) / 4)

/** The command line comes before what is said of instances of a name, and that before what is said of all. */
export const limitsFor =
  (config: Config, flags: Limits) =>
  (instance: string): Limits => {
    const read = readLimits({ ...config, ...config.instances?.[instance] })
    if ("kind" in read) throw new Error("a configuration is read only after it was found to be in order")
    return { ...read, ...flags }
  }
