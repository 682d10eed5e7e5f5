/** A list, or one with items appended. */
export type MaybeAppended<Item> = readonly Item[] | Appended<Item>

/** A list and an item behind it, laid out only when somebody looks: nobody looks into most inboxes for long. */
export class Appended<Item> {
  #before: MaybeAppended<Item>
  readonly #last: Item
  #all: readonly Item[] | undefined

  constructor(before: MaybeAppended<Item>, last: Item) {
    this.#before = before
    this.#last = last
  }

  items(): readonly Item[] {
    if (this.#all !== undefined) return this.#all
    const behind = [this.#last]
    let list = this.#before
    while (list instanceof Appended && list.#all === undefined) {
      behind.push(list.#last)
      list = list.#before
    }
    this.#all = [...itemsOf(list), ...behind.reverse()]
    this.#before = []
    return this.#all
  }
}

/** The items of a list, however it came about. */
export const itemsOf = <Item>(list: MaybeAppended<Item>): readonly Item[] =>
  list instanceof Appended ? list.items() : list
