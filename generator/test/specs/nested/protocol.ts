import { List, Map, protocol, Set, spec } from "@lockstep/language"

/** Collections in records in a durable field: each is journalled as what a step changed of it. */
interface Shop {
  readonly book: {
    readonly total: number
    readonly sales: List<number>
    readonly index: { readonly counts: Map<number, number>; readonly seen: Set<number> }
  }
}

const { role, reply, send } = spec<{
  state: Shop
  message: { type: "Sold"; price: number }
  calls: { sell(price: number): number; undo(): number }
}>()

const sold = ({ book }: Shop, price: number): Shop => {
  const { counts, seen } = book.index
  return {
    book: {
      total: book.total + price,
      sales: book.sales.append(price),
      index: { counts: counts.update(price, (count) => count + 1, 0), seen: seen.add(price) },
    },
  }
}

export const shop = role({
  initial: { book: { total: 0, sales: List.of(), index: { counts: Map.of(), seen: Set.of() } } },
  durable: ["book"],
  calls: {
    sell(node, price, { call, peers }) {
      const after = sold(node, price)
      return [after, reply(call, after.book.total), ...peers.map((peer) => send(peer, { type: "Sold", price }))]
    },
    undo({ book }, _, { call }) {
      const sales = book.sales.truncate(Math.max(0, book.sales.length - 1))
      return [{ book: { ...book, sales } }, reply(call, sales.length)]
    },
  },
  on: { Sold: (node, { price }) => sold(node, price) },
})

export const nested = protocol({
  roles: { shop },
  reachable: {
    /** Something is sold. */
    sells: ({ shop }) => shop.some(({ book }) => book.total > 0),
  },
})
