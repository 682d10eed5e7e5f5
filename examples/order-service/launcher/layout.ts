import { freePorts } from "../../service/start.ts"
import type { Name, Words } from "../services/words.ts"
import type { Lines } from "./lines.ts"

/** What all processes are told alike. */
type Common = Pick<Words, "database" | "data" | "collector" | "stock">

/** Which process is where, and how the others and the customers reach it. */
export interface Layout {
  readonly words: { readonly [name in Name]: Words }
  /** The API of the order service, as customers see it. */
  readonly customersUrl: string
}

const local = (port: number): string => `127.0.0.1:${port}`
const url = (port: number): string => `http://${local(port)}`

/** Gives every process its ports, and leads each way from one to another over a line of its own. */
export const layOut = async (common: Common, lines: Lines): Promise<Layout> => {
  const ports = await freePorts(8)
  const [orders = 0, inventory = 0, payment = 0, ordersNode = 0, inventoryNode = 0, ...watchPorts] = ports
  const [watchOrders = 0, watchInventory = 0, watchPayment = 0] = watchPorts
  const own = { orders: url(orders), inventory: url(inventory), payment: url(payment) }
  const nodes = { orders: { orders1: local(ordersNode) }, inventory: { inventory1: local(inventoryNode) } }
  const toInventoryNode = local(await lines.between("orders", "inventory", inventoryNode))
  const toOrdersNode = local(await lines.between("inventory", "orders", ordersNode))
  return {
    customersUrl: url(await lines.between("customers", "orders", orders)),
    words: {
      orders: {
        ...{ ...common, port: orders, watchPort: watchOrders },
        nodes: { ...nodes, inventory: { inventory1: toInventoryNode } },
        urls: {
          ...own,
          inventory: url(await lines.between("orders", "inventory", inventory)),
          payment: url(await lines.between("orders", "payment", payment)),
        },
      },
      inventory: {
        ...{ ...common, port: inventory, watchPort: watchInventory, urls: own },
        nodes: { ...nodes, orders: { orders1: toOrdersNode } },
      },
      payment: {
        ...{ ...common, port: payment, watchPort: watchPayment, nodes },
        urls: { ...own, orders: url(await lines.between("payment", "orders", orders)) },
      },
    },
  }
}
