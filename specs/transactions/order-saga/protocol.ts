import { type Call, everyPair, Map, protocol, type Result, roles, Set } from "@lockstep/language"

/** The number of an order: the key under which everything that is done for it counts once. */
export type Order = string
export type Outcome = "placed" | "cancelled"

/** What is being done for an order, or undone, or how it ended. */
export type Stage = "reserving" | "charging" | "shipping" | "refunding" | "releasing" | Outcome

export interface Orders {
  /** The saga of each order: written down before anything is done about it. */
  readonly stages: Map<Order, Stage>
  readonly waiting: Map<Order, Set<Call<Outcome>>>
}

export interface Inventory {
  readonly stock: number
  /** What became of each order: also a refusal and a release are remembered, because an old `Reserve` may still come. */
  readonly shelf: Map<Order, "reserved" | "refused" | "released">
}

const { role, send, broadcast, reply, perform } = roles<{
  orders: {
    state: Orders
    hears: { inventory: { type: "Reserved"; order: Order; granted: boolean } | { type: "Released"; order: Order } }
    timer: "retry"
    calls: { place(order: Order): Outcome }
    activities: {
      charge(order: Order): "paid" | "declined"
      refund(order: Order): "refunded"
      ship(order: Order): "shipped" | "refused"
    }
  }
  inventory: {
    state: Inventory
    hears: { orders: { type: "Reserve"; order: Order } | { type: "Release"; order: Order } }
    calls: { supply(count: number): number }
  }
}>()

/** Does what a stage is there for. Done again, it has no further effect. */
export const act = (order: Order, stage: Stage) => {
  switch (stage) {
    case "reserving":
      return broadcast({ type: "Reserve", order })
    case "charging":
      return perform("charge", order, order)
    case "shipping":
      return perform("ship", order, order)
    case "refunding":
      return perform("refund", order, order)
    case "releasing":
      return broadcast({ type: "Release", order })
    default:
      return null
  }
}

/** Writes down the next stage and begins it. */
export const enter = (node: Orders, order: Order, stage: Stage): Result<Orders> => [
  { ...node, stages: node.stages.set(order, stage) },
  act(order, stage),
]

/** Writes down how the order ended and answers everybody who waits for it. */
export const finish = (node: Orders, order: Order, outcome: Outcome): Result<Orders> => [
  { stages: node.stages.set(order, outcome), waiting: node.waiting.delete(order) },
  ...node.waiting.getOr(order, Set.of()).map((call) => reply(call, outcome)),
]

export const isFinished = (stage: Stage) => stage === "placed" || stage === "cancelled"

export const orders = role("orders", {
  initial: { stages: Map.of(), waiting: Map.of() },
  durable: ["stages"],

  calls: {
    place(node, order, { call }) {
      const stage = node.stages.get(order)
      if (stage === "placed" || stage === "cancelled") return [node, reply(call, stage)]
      node = { ...node, waiting: node.waiting.update(order, (calls) => calls.add(call), Set.of()) }
      return stage === undefined ? enter(node, order, "reserving") : node
    },
  },

  on: {
    Reserved(node, { order, granted }) {
      if (node.stages.get(order) !== "reserving") return node
      return granted ? enter(node, order, "charging") : finish(node, order, "cancelled")
    },

    Released(node, { order }) {
      return node.stages.get(order) === "releasing" ? finish(node, order, "cancelled") : node
    },
  },

  results: {
    charge(node, answer, { request: order }) {
      if (node.stages.get(order) !== "charging") return node
      return enter(node, order, answer === "paid" ? "shipping" : "releasing")
    },

    ship(node, answer, { request: order }) {
      if (node.stages.get(order) !== "shipping") return node
      return answer === "shipped" ? finish(node, order, "placed") : enter(node, order, "refunding")
    },

    refund(node, _, { request: order }) {
      return node.stages.get(order) === "refunding" ? enter(node, order, "releasing") : node
    },
  },

  timers: {
    /** A message may be lost, and a crash may have come between the record and the deed. */
    retry: {
      while: (node) => !node.stages.every(isFinished),
      fire: (node) => [node, ...node.stages.entries().map(([order, stage]) => act(order, stage))],
    },
  },
})

/** How many pieces are promised to orders. */
const reserved = ({ shelf }: Inventory) => shelf.values().filter((state) => state === "reserved").length

export const inventory = role("inventory", {
  initial: { stock: 0, shelf: Map.of() },
  durable: ["stock", "shelf"],

  calls: {
    supply(node, count, { call }) {
      node = { ...node, stock: node.stock + count }
      return [node, reply(call, node.stock)]
    },
  },

  on: {
    Reserve(node, { order }, { from }) {
      const free = node.stock > reserved(node)
      if (!node.shelf.has(order)) node = { ...node, shelf: node.shelf.set(order, free ? "reserved" : "refused") }
      return [node, send(from, { type: "Reserved", order, granted: node.shelf.get(order) === "reserved" })]
    },

    Release(node, { order }, { from }) {
      node = { ...node, shelf: node.shelf.set(order, "released") }
      return [node, send(from, { type: "Released", order })]
    },
  },
})

export const orderSaga = protocol({
  roles: { orders, inventory },
  always: {
    /** The inventory promises no more than it has. */
    neverOversold: ({ inventory }) => inventory.every((node) => reserved(node) <= node.stock),
    /** What was done last is undone first: the goods go back only when the money is back. */
    undoneInReverse: ({ orders, inventory }) =>
      orders.every(({ stages }) =>
        stages.every(
          (stage, order) => stage !== "refunding" || inventory.every(({ shelf }) => shelf.get(order) !== "released"),
        ),
      ),
  },
  step: {
    /** How an order ended is for ever, whatever crashes. */
    endsStay: (before, after) =>
      everyPair(before.orders, after.orders, (node, next) =>
        node.stages.every((stage, order) => !isFinished(stage) || next.stages.get(order) === stage),
      ),
  },
  /** Nothing is left half done. */
  ends: ({ orders }) => orders.every(({ stages }) => stages.every(isFinished)),
})
