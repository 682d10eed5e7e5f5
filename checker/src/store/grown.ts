/** A list, or what has grown out of one. */
export type MaybeGrown<Item> = readonly Item[] | Grown<Item>

/** A list and an item behind it, laid out only when somebody looks: nobody looks into most inboxes for long. */
export class Grown<Item> {
  #before: MaybeGrown<Item>
  readonly #last: Item
  #all: readonly Item[] | undefined

  constructor(before: MaybeGrown<Item>, last: Item) {
    this.#before = before
    this.#last = last
  }

  items(): readonly Item[] {
    if (this.#all !== undefined) return this.#all
    const behind = [this.#last]
    let list = this.#before
    while (list instanceof Grown && list.#all === undefined) {
      behind.push(list.#last)
      list = list.#before
    }
    this.#all = [...itemsOf(list), ...behind.reverse()]
    this.#before = []
    return this.#all
  }
}

/** The items of a list, however it came about. */
export const itemsOf = <Item>(list: MaybeGrown<Item>): readonly Item[] => (list instanceof Grown ? list.items() : list)
