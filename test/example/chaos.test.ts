import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, expect, test } from "vitest"
import { type Name, names } from "../../examples/order-service/services/words.ts"
import { randomFrom, shuffled } from "../field/random.ts"
import { followOrder, killOnPage, withPage } from "./page.ts"
import { brokenOf, order, outcomeOf, type RunningShop, startShop, until, untilRest } from "./shop.ts"

/** `SEED=7` repeats the order of the faults; `NIGHTLY=1` lets them come ten times as often. */
const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31))
const rounds = process.env["NIGHTLY"] === undefined ? 1 : 10

const closings: (() => Promise<unknown>)[] = []
afterAll(() => Promise.all(closings.map((close) => close())))

const open = async (...flags: readonly string[]): Promise<RunningShop> => {
  const shop = await startShop(...flags)
  closings.push(shop.close)
  return shop
}

const untilWell = (shop: RunningShop, name: Name): Promise<void> =>
  until(`${name} is well`, async () => {
    const condition = (await shop.state()).conditions[name]
    return condition?.process === "up" && !condition.isCut
  })

type Fault = readonly [deed: "kill" | "pause" | "cut", name: Name]

/** Each process is killed, one is paused, another is cut off, in any order, while customers order. */
const faultsFrom = (random: () => number): readonly Fault[] => {
  const [paused = "orders", cut = "payment"] = shuffled(names, random)
  return shuffled<Fault>([...names.map((name): Fault => ["kill", name]), ["pause", paused], ["cut", cut]], random)
}

const disturb = async (shop: RunningShop, faults: readonly Fault[]): Promise<void> => {
  for (const [deed, name] of faults) {
    await untilWell(shop, name)
    /** What the page shows may be half a second old: who is not well yet is refused as that. */
    await until(`${name} takes a ${deed}`, async () => {
      const { status } = await shop.post(`/${deed}/${name}`, { seconds: 0.5 })
      expect([200, 409]).toContain(status)
      return status === 200
    })
    await sleep(500)
  }
}

/** Customers who order one thing after another until it is over; the numbers of what they have ordered. */
const customers = async (shop: RunningShop, isOver: () => boolean): Promise<readonly string[]> => {
  const numbers: string[] = []
  const one = async (customer: string): Promise<void> => {
    for (let count = 1; !isOver(); count++) {
      const number = `${customer}-${count}`
      await order(shop, number)
      numbers.push(number)
      await sleep(100)
    }
  }
  await Promise.all(["anna", "ben", "cleo", "dina"].map(one))
  return numbers
}

/** No fault concerns these: a card that is good, a parcel that is taken. */
const fillers = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `filler-${index}-1`)

const stock = 150 * rounds

let shop: RunningShop

test(`whatever dies, every promise is kept, with seed ${seed}`, async () => {
  shop = await open("--stock", String(stock))
  let isOver = false
  const ordering = customers(shop, () => isOver)
  for (let round = 0; round < rounds; round++) await disturb(shop, faultsFrom(randomFrom(seed + round)))
  for (const name of names) await untilWell(shop, name)
  isOver = true
  const numbers = await ordering
  await untilRest(shop, numbers.length)
  expect(await brokenOf(shop)).toEqual([])

  const { counts, happenings } = await shop.state()
  expect(counts.ordered).toBe(numbers.length)
  expect(counts.placed).toBeGreaterThan(0)
  expect(counts.sold).toBe(counts.placed)
  if (rounds === 1) expect(happenings.filter(({ what }) => what === "killed")).toHaveLength(names.length)
  const told = await Promise.all(numbers.map((number) => outcomeOf(shop, number)))
  expect(told.filter((outcome) => outcome === "placed")).toHaveLength(counts.placed)

  /** What is left of the stock can be sold to the last piece, and not one more: nothing was lost on the way, and nothing was made. */
  const left = stock - counts.placed
  await Promise.all(fillers(left + 5).map((number) => order(shop, number)))
  await untilRest(shop, numbers.length + left + 5)
  expect(await brokenOf(shop)).toEqual([])
  expect((await shop.state()).counts).toMatchObject({ placed: stock, sold: stock, cancelled: counts.cancelled + 5 })
})

test("the page shows who dies, and that it comes back", () =>
  withPage(shop.page, async (page) => {
    await killOnPage(page, "payment")
    expect((await followOrder(page)).join()).toMatch(/orders|inventory/)
  }))

test.each([
  ["/kill/nobody", {}, 404, "unknown-process", "name one of orders, inventory, payment"],
  ["/kill/payment", { seconds: "long" }, 400, "wrong-body", "see the README"],
  ["/load", { perSecond: 0, seconds: 1 }, 400, "wrong-body", "see the README"],
] as const)("the launcher refuses %s %j, and says what to do", async (path, body, status, code, fix) => {
  const answer = await shop.post(path, body)
  expect(answer.status).toBe(status)
  expect(answer.body).toMatchObject({ code, reason: expect.stringMatching(/./), fix: expect.stringContaining(fix) })
})

test("a payment service that ignores its keys is found out", async () => {
  const shop = await open("--payment", "test/example/forgetful-payment.ts")
  await shop.post("/load", { perSecond: 10, seconds: 4 })
  await sleep(1000)
  await shop.post("/pause/payment", { seconds: 4 })
  await until("customers have ordered", async () => (await shop.state()).counts.ordered >= 40)
  await untilWell(shop, "payment")
  await until("no order is under way", async () => {
    return (await shop.promises()).every(({ name, broken }) => name !== "everythingEnds" || broken === 0)
  })
  expect(await brokenOf(shop)).toContain("chargedOnce")
})
