/**
 * How many orders a second the example service finishes, and how long a customer waits who orders at the moment at which a process is
 * killed with `kill -9` and started again at once, while others order: `node bench/order-service.ts`.
 */
import { setTimeout as sleep } from "node:timers/promises"
import { names } from "../examples/order-service/services/words.ts"
import { order, outcomeOf, type RunningShop, startShop, until, untilRest } from "../test/example/shop.ts"

const burst = 200
const tries = 3

const secondsOf = async (run: () => Promise<void>): Promise<number> => {
  const begin = performance.now()
  await run()
  return (performance.now() - begin) / 1000
}

const median = (values: readonly number[]): number => values.toSorted((one, other) => one - other)[tries >> 1] ?? NaN

/** Finishes many orders at once. */
const throughput = async (shop: RunningShop): Promise<number> => {
  const { ordered } = (await shop.state()).counts
  const seconds = await secondsOf(async () => {
    await shop.post("/load", { perSecond: burst / 2, seconds: 2 })
    await until("all have ordered", async () => (await shop.state()).counts.ordered >= ordered + burst)
    await untilRest(shop, ordered + burst)
  })
  return burst / seconds
}

let customers = 0

/** From when a customer orders until the order is placed. */
const wait = (shop: RunningShop): Promise<number> => {
  const number = `customer-${++customers}-1`
  return secondsOf(async () => {
    await order(shop, number)
    await until(`${number} is finished`, async () => (await outcomeOf(shop, number).catch(() => null)) !== null)
  })
}

const medianWait = async (shop: RunningShop, before: () => Promise<unknown>): Promise<string> => {
  const waits: number[] = []
  for (let count = 0; count < tries; count++) {
    await before()
    waits.push(await wait(shop))
    await sleep(2000)
  }
  return `${median(waits).toFixed(2)} s`
}

const shop = await startShop("--stock", "1000000")
try {
  await throughput(shop)
  console.log(`orders finished a second: ${(await throughput(shop)).toFixed(0)}`)
  await shop.post("/load", { perSecond: 10, seconds: 120 })
  console.log(`wait of a customer, median of ${tries}, while 10 others order each second`)
  console.log(`  nothing is killed: ${await medianWait(shop, () => Promise.resolve())}`)
  for (const name of names)
    console.log(`  ${name} is killed: ${await medianWait(shop, () => shop.post(`/kill/${name}`, { seconds: 0 }))}`)
} finally {
  await shop.close()
}
