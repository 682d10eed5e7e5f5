import { setTimeout as sleep } from "node:timers/promises"
import type { Cluster } from "./cluster.ts"
import type { Weather } from "../../examples/service/proxy.ts"
import { oneOf, shuffled } from "./random.ts"

/** Something goes wrong for a while, and is put right again. */
type Fault = (cluster: Cluster, name: string, lasts: () => Promise<unknown>) => Promise<void>

const bad =
  (weather: Weather): Fault =>
  async (cluster, name, lasts) => {
    cluster.turn(name, weather)
    await lasts()
    cluster.turn(name, "clear")
  }

const faults: { readonly [fault: string]: Fault } = {
  async kill(cluster, name, lasts) {
    await cluster.kill(name)
    await lasts()
    await cluster.restart(name)
  },
  async killAll(cluster) {
    await Promise.all(cluster.names.map(cluster.kill))
    await Promise.all(cluster.names.map(cluster.restart))
  },
  async pause(cluster, name, lasts) {
    cluster.signal(name, "SIGSTOP")
    await lasts()
    cluster.signal(name, "SIGCONT")
  },
  cut: bad("cut"),
  silence: bad("silent"),
  delay: bad("late"),
}

/**
 * Lets one thing after another go wrong until it is over, each kind at least once. After each it waits until clients are answered
 * again. All is well when it returns.
 */
export const plague = async (
  cluster: Cluster,
  random: () => number,
  recovery: () => Promise<void>,
  isOver: () => boolean,
): Promise<readonly string[]> => {
  const happened: string[] = []
  do {
    for (const [kind, fault] of shuffled(Object.entries(faults), random)) {
      const name = oneOf(cluster.names, random)
      await recovery()
      happened.push(`${kind} ${name}`)
      await fault(cluster, name, () => sleep(150 + 350 * random()))
    }
  } while (!isOver())
  await recovery()
  return happened
}
