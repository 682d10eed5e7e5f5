import { distinct, external, Map, model } from "@lockstep/language"
import { type Inventory, isFinished, type Order, type Orders, orderSaga, type Stage } from "./protocol.ts"

/** What a service has done, and for which order. */
interface Deed {
  readonly order: Order
  readonly answer: string
}

/** What the services have done under each key. */
interface World {
  readonly charge: Map<string, Deed>
  readonly ship: Map<string, Deed>
  readonly refund: Map<string, Deed>
}

/** A service that does once what it is asked under a key, and gives the same key the same answer again. */
const oncePerKey = <const Answer extends string>(answers: readonly Answer[]) =>
  external({
    initial: Map.of<string, { order: Order; answer: Answer }>(),
    perform(deeds, order: Order, key) {
      const deed = deeds.get(key)
      if (deed !== undefined) return [[deeds, deed.answer] as const]
      return answers.map((answer) => [deeds.set(key, { order, answer }), answer] as const)
    },
  })

/** The orders that a service gave this answer, each as often as it did. */
const answered = (deeds: Map<string, Deed>, answer: string) =>
  deeds
    .values()
    .filter((deed) => deed.answer === answer)
    .map(({ order }) => order)

const paid = ({ charge }: World) => answered(charge, "paid")
const refunded = ({ refund }: World) => answered(refund, "refunded")
const shipped = ({ ship }: World) => answered(ship, "shipped")
const hasGoods = (inventory: readonly Inventory[], order: Order) =>
  inventory.some(({ shelf }) => shelf.get(order) === "reserved")

const itself = (order: Order) => order

const everyOrder = (orders: readonly Orders[], at: Stage, holds: (order: Order) => boolean) =>
  orders.every(({ stages }) => stages.every((stage, order) => stage !== at || holds(order)))

/** One order, with a message lost, a message doubled and a crash of either node. */
export const quick = model(orderSaga, {
  nodes: { orders: 1, inventory: 1 },
  network: { kind: "bag", loss: 1, duplication: 1 },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [
    { of: "inventory", calls: [["supply", 1]] },
    { of: "orders", calls: [["place", "o1"]], retries: 1 },
  ],
  activities: {
    charge: oncePerKey(["paid", "declined"]),
    ship: oncePerKey(["shipped", "refused"]),
    refund: oncePerKey(["refunded"]),
  },
  always: {
    /** Nobody is charged twice, nor refunded twice. */
    paysOnce: (_, { world }) => distinct(paid(world), itself) && distinct(refunded(world), itself),
    /** Nobody is charged without an order. */
    chargesOrders: ({ orders }, { world }) =>
      paid(world).every((order) => orders.some(({ stages }) => stages.has(order))),
    /** Only what was paid is paid back. */
    refundsPayments: (_, { world }) => refunded(world).every((order) => paid(world).includes(order)),
    /** An order that is placed has its goods, its payment and its parcel. */
    placedIsWhole: ({ orders, inventory }, { world }) =>
      everyOrder(orders, "placed", (order) => {
        const hasPaid = paid(world).includes(order) && !refunded(world).includes(order)
        return hasGoods(inventory, order) && hasPaid && shipped(world).includes(order)
      }),
    /** An order that is cancelled keeps nothing: no goods, no payment, no parcel. */
    cancelledIsNothing: ({ orders, inventory }, { world }) =>
      everyOrder(orders, "cancelled", (order) => {
        const hasPaid = paid(world).includes(order) && !refunded(world).includes(order)
        return !hasGoods(inventory, order) && !hasPaid && !shipped(world).includes(order)
      }),
  },
  reachable: {
    /** Everything can succeed. */
    isPlaced: ({ orders }) => orders.some(({ stages }) => stages.some((stage) => stage === "placed")),
    /** What was paid can come to nothing, and is paid back. */
    isUndone: ({ orders }, { world }) =>
      refunded(world).length > 0 && orders.every(({ stages }) => stages.every(isFinished)),
  },
  within: (_, { network }) => network.length <= 2,
})

/** The same, with an eye on those who wait. */
export const waiting = model(orderSaga, {
  ...quick,
  always: {
    /** Whoever waits for an answer is remembered until the order has ended, and no longer. */
    nobodyIsForgotten: ({ orders }, { calls }) =>
      orders.every(
        ({ stages, waiting }) =>
          calls.every(({ call }) => waiting.values().some((some) => some.has(call))) &&
          waiting.every((_, order) => stages.get(order) !== "placed" && stages.get(order) !== "cancelled"),
      ),
  },
})

/** Two orders for one piece, at once, with more that goes wrong. */
export const ci = model(orderSaga, {
  ...quick,
  network: { kind: "bag", loss: 2, duplication: 1 },
  crashes: { budget: 2, afterwards: "restart" },
  clients: [
    { of: "inventory", calls: [["supply", 1]] },
    { of: "orders", calls: [["place", "o1"]], retries: 1 },
    { of: "orders", calls: [["place", "o2"]] },
  ],
  within: (_, { network }) => network.length <= 3,
})

/** Three orders for two pieces; everything that was said can be heard at any time, late, twice or never. */
export const forever = model(orderSaga, {
  ...quick,
  network: { kind: "set" },
  clients: [
    { of: "inventory", calls: [["supply", 2]] },
    { of: "orders", calls: [["place", "o1"]] },
    { of: "orders", calls: [["place", "o2"]] },
    { of: "orders", calls: [["place", "o3"]] },
  ],
  within: () => true,
})
