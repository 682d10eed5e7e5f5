import { Script } from "node:vm"

const door = new Script("globalThis[Symbol.for('lockstep.clock')]()")
const doorName: unique symbol = Symbol.for("lockstep.clock") as never

/** Runs something in one go under a clock that it cannot stop, and that takes no thread: what takes longer is cut off. */
export const underClock = <Value>(run: () => Value, millis: number): Value => {
  const world = globalThis as unknown as { [doorName]?: () => Value }
  world[doorName] = run
  try {
    return door.runInThisContext({ timeout: millis }) as Value
  } finally {
    Reflect.deleteProperty(world, doorName)
  }
}

/** Whether the clock cut something off. */
export const isTimeout = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
