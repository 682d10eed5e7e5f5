import { createHash } from "node:crypto"

const length = 5

/** A few letters that stand for a text. */
const letters = (text: string): string =>
  BigInt(`0x${createHash("sha256").update(text).digest("hex").slice(0, 16)}`)
    .toString(36)
    .slice(0, length)

/**
 * Gives each step a name that follows from what it does. The order in which a search finds steps depends on what it saw
 * before: a link must not, so steps are sorted by what they say, and the few that say the same are counted.
 */
export const numbered = <Item extends { readonly text: string }>(
  items: readonly Item[],
): readonly (Omit<Item, "text"> & { readonly id: string })[] => {
  const seen = new Map<string, number>()
  return items.map(({ text, ...item }) => {
    const id = letters(text)
    const count = (seen.get(id) ?? 0) + 1
    seen.set(id, count)
    return { ...item, id: count === 1 ? id : `${id}-${count}` }
  })
}
