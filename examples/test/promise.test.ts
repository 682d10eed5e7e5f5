import { join } from "node:path"
import { NodeFailed, opaque, Rejected, StorageLocked, TimedOut } from "@lockstep/runtime"
import { expect, test } from "vitest"
import { openOrderSagaInventory, openOrderSagaOrders } from "../generated/order-saga/index.ts"
import { openRaft, type ServersEvent } from "../generated/raft/index.ts"
import { addressesOf, scratch } from "./deployment.ts"

const root = scratch()

/** A shop whose payment service fails now and then, and declines one customer. */
const openShop = async () => {
  const nodes = { orders: await addressesOf("o1"), inventory: await addressesOf("i1") }
  const done: string[] = []
  let isFirst = true
  const orders = await openOrderSagaOrders({
    self: "o1",
    nodes,
    data: join(root, "orders"),
    timers: { retry: "200 millis" },
    activities: {
      charge: async (order, { key }) => {
        if (isFirst) {
          isFirst = false
          throw new Error("the bank does not answer")
        }
        done.push(`charge ${key}`)
        return order === "poor" ? "declined" : "paid"
      },
      refund: async (order) => (done.push(`refund ${order}`), "refunded" as const),
      ship: async (order) => (
        done.push(`ship ${order}`),
        order === "far" ? ("refused" as const) : ("shipped" as const)
      ),
    },
  })
  const inventory = await openOrderSagaInventory({ self: "i1", nodes, data: join(root, "inventory") })
  return { orders, inventory, done }
}

test("orders are placed, cancelled and refunded by async functions, over TCP and with logs on disk", async () => {
  const shop = await openShop()
  await using orders = shop.orders
  await using inventory = shop.inventory
  const place = (order: string) => orders.place(order, { timeout: "20 seconds" })
  expect(await inventory.supply(2)).toBe(2)
  for (const order of ["good", "poor", "far", "next"])
    expect([order, await place(order)]).toEqual([order, order === "good" || order === "next" ? "placed" : "cancelled"])
  expect(await place("late")).toBe("cancelled")
  expect(shop.done).toEqual([
    "charge good",
    "ship good",
    "charge poor",
    "charge far",
    "ship far",
    "refund far",
    "charge next",
    "ship next",
  ])
  await orders.close()
  await orders.ended
  await expect(orders.place("after")).rejects.toMatchObject({ _tag: "Stopped", wasBegun: false })
})

test("errors are values with a tag", async () => {
  const timers = { election: "1 minute", heartbeat: "1 minute" } as const
  const told = { self: "n1", nodes: { servers: await addressesOf("n1") }, timers, data: join(root, "alone") }
  await using raft = await openRaft(told)
  const error: unknown = await raft.submit(opaque("a")).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(Rejected)
  expect(error).toMatchObject({ _tag: "Rejected", call: "submit", reason: "not the leader" })
  await expect(openRaft(told)).rejects.toBeInstanceOf(StorageLocked)
})

test("a node that breaks down says so to whoever waits for its end", async () => {
  const nodes = { orders: { o1: "127.0.0.1:1" }, inventory: await addressesOf("i1") }
  await using inventory = await openOrderSagaInventory({ self: "i1", nodes, data: join(root, "full") })
  await inventory.supply(Number.MAX_SAFE_INTEGER)
  await expect(inventory.supply(1)).rejects.toMatchObject({ _tag: "Stopped", wasBegun: true })
  await expect(inventory.ended).rejects.toBeInstanceOf(NodeFailed)
})

type Raft = Awaited<ReturnType<typeof openRaft>>

/** Submits to whichever server leads. */
const submit = async (servers: readonly Raft[], command: string): Promise<number> => {
  for (const server of servers)
    try {
      return await server.submit(opaque(command), { timeout: "2 seconds" })
    } catch (error) {
      if (!(error instanceof Rejected || error instanceof TimedOut)) throw error
    }
  await new Promise((resolve) => setTimeout(resolve, 20))
  return submit(servers, command)
}

const shown = ({ index, command }: ServersEvent): string => `${index} ${command}`

test("events are an async iterable that ends with the node", async () => {
  const nodes = { servers: await addressesOf("n1", "n2", "n3") }
  const timers = { election: ["150 millis", "300 millis"], heartbeat: "50 millis" } as const
  const open = (self: string) => openRaft({ self, nodes, timers, data: join(root, self) })
  const [first, ...others] = await Promise.all([open("n1"), open("n2"), open("n3")])
  const seen: ServersEvent[] = []
  const watching = (async () => {
    for await (const event of first.events()) if (seen.push(event) === 2) await first.close()
  })()
  expect(await submit([first, ...others], "a")).toBe(1)
  expect(await submit([first, ...others], "b")).toBe(2)
  await watching
  expect(seen.map(shown)).toEqual(["1 a", "2 b"])
  for (const server of others) await server.close()
})

test("a server without others commits, and has it in its next life", async () => {
  const nodes = { servers: await addressesOf("single") }
  const timers = { election: ["50 millis", "100 millis"], heartbeat: "50 millis" } as const
  const live = async (command: string): Promise<readonly string[]> => {
    const server = await openRaft({ self: "single", nodes, timers, data: join(root, "single") })
    const seen: string[] = []
    const watching = (async () => {
      for await (const event of server.events()) seen.push(shown(event))
    })()
    await submit([server], command)
    await server.close()
    await watching
    return seen
  }
  expect(await live("a")).toEqual(["1 a"])
  expect(await live("b")).toEqual(["1 a", "2 b"])
})
