import { setTimeout as sleep } from "node:timers/promises"
import { clients, type Field, type Pilot } from "../field.ts"
import { awaited } from "../patience.ts"
import { oneOf } from "../random.ts"

type Stages = readonly (readonly [order: string, stage: string])[]

const desks = ["orders1", "orders2"]
const stock = 40

const stagesOf = async ({ cluster }: Field): Promise<Stages> => {
  const answers = await Promise.all(desks.map((desk) => cluster.state(desk, "shop")))
  return answers.flatMap((answer) => ("value" in answer ? (answer.value as { stages: Stages }).stages : []))
}

const isFinished = ([, stage]: Stages[number]): boolean => stage === "placed" || stage === "cancelled"

/** What has become of all orders, once they are over. */
const finished = (field: Field): Promise<Stages> =>
  awaited("the end of every order", 20, async () => {
    const stages = await stagesOf(field)
    return stages.length > 0 && stages.every(isFinished) ? stages : undefined
  })

/** Orders at two desks, one inventory, and a world that charges, ships and refunds, and does nothing twice for a key. */
export const orderSaga: Pilot = {
  layout: {
    library: new URL("../../../examples/generated/order-saga/library.ts", import.meta.url),
    players: [...desks.map((self) => ({ role: "orders", self })), { role: "inventory", self: "inventory1" }],
    groups: ["shop"],
    timers: { retry: "80 millis" },
  },
  broken: new URL("../broken/order-saga.ts", import.meta.url),
  begin() {
    const done = new Map<string, unknown>()
    const told = new Map<string, unknown>()
    let orders = 0
    const decide = (activity: string, order: number): string => {
      if (activity === "refund") return "refunded"
      if (activity === "charge") return order % 5 === 0 ? "declined" : "paid"
      return order % 4 === 0 ? "refused" : "shipped"
    }

    const wrongWith = ([order, stage]: Stages[number]): readonly string[] => {
      const was = (activity: string, result: string): boolean => done.get(`${activity} ${order}`) === result
      const [isPaid, isShipped, isRefunded] = [was("charge", "paid"), was("ship", "shipped"), was("refund", "refunded")]
      const isRight = stage === "placed" ? isPaid && isShipped && !isRefunded : isPaid === isRefunded && !isShipped
      const isTold = (told.get(order) ?? stage) === stage
      return isRight && isTold
        ? []
        : [
            `order ${order} is ${stage}: paid ${isPaid}, shipped ${isShipped}, refunded ${isRefunded}, told ${String(told.get(order))}`,
          ]
    }

    return {
      async perform({ activity, key }) {
        const known = done.get(`${activity} ${key}`)
        await sleep(3)
        const result = known ?? decide(activity, Number(key))
        done.set(`${activity} ${key}`, result)
        return result
      },
      async drive(field) {
        await field.insist("the owner", ["inventory1"], "shop", "supply", stock)
        await clients(field, 6, async (client) => {
          const order = String(++orders)
          const desk = oneOf(desks, field.random)
          for (let attempt = 0; attempt < 3; attempt++) {
            const answer = await field.ask(client, desk, "shop", "place", order)
            if ("error" in answer) continue
            if ((told.get(order) ?? answer.value) !== answer.value) throw new Error(`order ${order} ended twice`)
            told.set(order, answer.value)
          }
        })
      },
      missing: () => ([...told.values()].includes("placed") ? [] : ["nothing was placed"]),
      async judge(field) {
        const stages = await finished(field)
        const known = new Set(stages.map(([order]) => order))
        const placed = stages.filter(([, stage]) => stage === "placed").length
        const supplies = field.history.filter(({ call, outcome }) => call === "supply" && outcome !== "failed").length
        return [
          ...stages.flatMap(wrongWith),
          ...[...done.keys()]
            .filter((key) => !known.has(key.split(" ")[1] ?? ""))
            .map((key) => `${key} for an order that nobody knows`),
          ...[...told.keys()].filter((order) => !known.has(order)).map((order) => `order ${order} is forgotten`),
          ...(placed > supplies * stock ? [`${placed} orders of ${stock} pieces are placed`] : []),
        ]
      },
    }
  },
}
