import { effects, Map, mutant, patched } from "@lockstep/language"
import { quick, waiting } from "./model.ts"
import { act, enter, finish, inventory, orders } from "./protocol.ts"

/** A retry is another request to the payment service: it has a key of its own. */
export const chargesUnderFreshKey = mutant({
  of: quick,
  breaks: "paysOnce",
  roles: {
    orders: patched(orders, ({ timers }) => ({
      timers: {
        retry: {
          ...timers.retry,
          fire: (node) => [
            node,
            ...node.stages
              .entries()
              .map(([order, stage]) => stage === "charging" && effects.perform("charge", `${order} again`, order)),
          ],
        },
      },
    })),
  },
})

/** The money is asked for first, and the order would be written down when it is there. */
export const chargesBeforeRecording = mutant({
  of: quick,
  breaks: "chargesOrders",
  roles: {
    orders: patched(orders, () => ({
      calls: { place: (node, order) => [node, effects.perform("charge", order, order)] },
    })),
  },
})

/** Everything is undone when a step fails, also the step itself. */
export const refundsWhatWasDeclined = mutant({
  of: quick,
  breaks: "refundsPayments",
  roles: {
    orders: patched(orders, ({ results }) => ({
      results: {
        charge: (node, answer, context) =>
          answer === "declined" ? enter(node, context.request, "refunding") : results.charge(node, answer, context),
      },
    })),
  },
})

/** What was done first is undone first. */
export const releasesBeforeRefunding = mutant({
  of: quick,
  breaks: "undoneInReverse",
  roles: {
    orders: patched(orders, ({ results }) => ({
      on: {
        Released: (node, { order }) =>
          node.stages.get(order) === "releasing" ? enter(node, order, "refunding") : node,
      },
      results: {
        ship: (node, answer, context) =>
          answer === "refused" ? enter(node, context.request, "releasing") : results.ship(node, answer, context),
        refund: (node, _, { request }) => finish(node, request, "cancelled"),
      },
    })),
  },
})

/** Everything is undone at once. */
export const undoesTogether = mutant({
  of: quick,
  breaks: "undoneInReverse",
  roles: {
    orders: patched(orders, ({ results }) => ({
      results: {
        ship(node, answer, context) {
          if (answer === "shipped") return results.ship(node, answer, context)
          const order = context.request
          const stages = node.stages.set(order, "refunding")
          return [{ ...node, stages }, act(order, "refunding"), act(order, "releasing")]
        },
      },
    })),
  },
})

/** The goods go back and the money stays. */
export const forgetsToRefund = mutant({
  of: quick,
  breaks: "cancelledIsNothing",
  roles: {
    orders: patched(orders, ({ results }) => ({
      results: {
        ship: (node, answer, context) =>
          answer === "refused" ? enter(node, context.request, "releasing") : results.ship(node, answer, context),
      },
    })),
  },
})

/** The money goes back and the goods stay. */
export const forgetsToRelease = mutant({
  of: quick,
  breaks: "cancelledIsNothing",
  roles: {
    orders: patched(orders, () => ({
      results: { refund: (node, _, { request }) => finish(node, request, "cancelled") },
    })),
  },
})

/** A crash came between the charge and its record, and what is not on record counts as not done. */
export const presumesNotCharged = mutant({
  of: quick,
  breaks: "cancelledIsNothing",
  roles: {
    orders: patched(orders, () => ({
      recover: (node) => ({
        ...node,
        stages: Map.from(
          node.stages.entries().map(([order, stage]) => [order, stage === "charging" ? "releasing" : stage]),
        ),
      }),
    })),
  },
})

/** The goods are returned without a trace, and an old request takes them again. */
export const forgetsReleases = mutant({
  of: quick,
  breaks: "cancelledIsNothing",
  roles: {
    inventory: patched(inventory, ({ on }) => ({
      on: {
        Reserve(node, message, context) {
          const isBack = node.shelf.get(message.order) === "released"
          return on.Reserve(isBack ? { ...node, shelf: node.shelf.delete(message.order) } : node, message, context)
        },
      },
    })),
  },
})

/** The sagas are only in memory. */
export const forgetsItsSagas = mutant({
  of: quick,
  breaks: "endsStay",
  roles: { orders: patched(orders, () => ({ durable: [] })) },
})

/** An answer counts whenever it comes. */
export const believesLateAnswers = mutant({
  of: quick,
  breaks: "endsStay",
  roles: {
    orders: patched(orders, () => ({
      on: {
        Reserved: (node, { order, granted }) =>
          granted ? enter(node, order, "charging") : finish(node, order, "cancelled"),
      },
    })),
  },
})

/** The parcel leaves whatever the payment service says. */
export const shipsUnpaid = mutant({
  of: quick,
  breaks: "placedIsWhole",
  roles: {
    orders: patched(orders, () => ({
      results: { charge: (node, _, { request }) => enter(node, request, "shipping") },
    })),
  },
})

/** What the inventory has promised and refused is only in memory. */
export const forgetsItsShelf = mutant({
  of: quick,
  breaks: "cancelledIsNothing",
  roles: { inventory: patched(inventory, () => ({ durable: ["stock"] })) },
})

/** Every order is promised its goods. */
export const promisesToEverybody = mutant({
  of: quick,
  breaks: "neverOversold",
  roles: {
    inventory: patched(inventory, ({ on }) => ({
      on: {
        Reserve: (node, message, context) =>
          on.Reserve({ ...node, shelf: node.shelf.set(message.order, "reserved") }, message, context),
      },
    })),
  },
})

/** Nobody asks again. */
export const neverRetries = mutant({
  of: quick,
  breaks: "ends",
  roles: {
    orders: patched(orders, ({ timers }) => ({ timers: { retry: { ...timers.retry, while: () => false } } })),
  },
})

/** Nobody is ever promised anything. */
export const neverPromises = mutant({
  of: quick,
  breaks: "isPlaced",
  roles: {
    inventory: patched(inventory, ({ on }) => ({
      on: { Reserve: (node, message, context) => on.Reserve({ ...node, stock: 0 }, message, context) },
    })),
  },
})

/** It insists on a shipment that was refused. */
export const neverGoesBack = mutant({
  of: quick,
  breaks: "isUndone",
  roles: {
    orders: patched(orders, ({ results }) => ({
      results: {
        ship: (node, answer, context) =>
          answer === "refused" ? enter(node, context.request, "shipping") : results.ship(node, answer, context),
      },
    })),
  },
})

/** Those who wait for an order are lost when its goods are there. */
export const forgetsWhoWaits = mutant({
  of: waiting,
  breaks: "nobodyIsForgotten",
  roles: {
    orders: patched(orders, ({ on }) => ({
      on: { Reserved: (node, message, context) => on.Reserved({ ...node, waiting: Map.of() }, message, context) },
    })),
  },
})
