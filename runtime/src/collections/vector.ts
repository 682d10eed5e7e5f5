// A copy of language/src/collections/vector.ts, kept in step by runtime/test/copies.test.ts.
/**
 * The tree under a list: up to 32 children a node, leaves at height 0. It is as low as its length allows and its leaves are full but
 * for the last, so that equal lengths have equal shapes and two versions of a list can be compared place by place.
 */
export interface Vector {
  readonly tree: Tree
  readonly height: number
  readonly length: number
}

/** A leaf holds items, an inner node holds trees that are one lower. */
export type Tree = readonly unknown[]

const bits = 5
const width = 2 ** bits
const mask = width - 1

/** How many items fit below a node of this height. */
const capacity = (height: number): number => 2 ** (bits * (height + 1))

const child = (tree: Tree, at: number): Tree => (tree[at] ?? []) as Tree

/** The vector without items. */
export const empty: Vector = { tree: [], height: 0, length: 0 }

/** The leaf that holds the item at an index; the item stands in it at `index % 32`. */
export const leafAt = ({ tree, height }: Vector, index: number): Tree => {
  let node = tree
  for (let level = height; level > 0; level--) node = child(node, (index >>> (bits * level)) & mask)
  return node
}

/** Where an index stands in its leaf. */
export const placeInLeaf = (index: number): number => index & mask

/** A leaf or, below an inner node, whole trees take the items from `from` on, as many as there is room for. */
const extend = (tree: Tree, height: number, size: number, items: readonly unknown[], from: number): Tree => {
  if (height === 0) {
    const added = Math.min(items.length - from, width - size)
    return added === 1 ? [...tree, items[from]] : [...tree, ...items.slice(from, from + added)]
  }
  const children = [...tree]
  const end = Math.min(size + items.length - from, capacity(height))
  for (let at = size >>> (bits * height), filled = size; filled < end; at++) {
    const inside = filled & (capacity(height - 1) - 1)
    const extended = extend(child(children, at), height - 1, inside, items, from + filled - size)
    if (at < children.length) children[at] = extended
    else children.push(extended)
    filled = (at + 1) * capacity(height - 1)
  }
  return children
}

/** Puts items after the last. */
export const append = (vector: Vector, items: readonly unknown[]): Vector => {
  const length = vector.length + items.length
  let { tree, height } = vector
  for (; capacity(height) < length; height++) tree = vector.length === 0 ? tree : [tree]
  return { tree: extend(tree, height, vector.length, items, 0), height, length }
}

const clip = (tree: Tree, height: number, length: number): Tree => {
  if (height === 0) return tree.slice(0, length)
  const room = capacity(height - 1)
  const last = Math.floor((length - 1) / room)
  const children = tree.slice(0, last + 1)
  const inside = length - last * room
  if (inside < room) children[last] = clip(child(tree, last), height - 1, inside)
  return children
}

/** Keeps the first items only. */
export const truncate = (vector: Vector, length: number): Vector => {
  if (length === 0) return empty
  const low = lowered(vector, length)
  return { tree: clip(low.tree, low.height, length), height: low.height, length }
}

/** The lowest tree that still holds the first `length` items. */
const lowered = (vector: Vector, length: number): Vector => {
  let { tree, height } = vector
  for (; height > 0 && length <= capacity(height - 1); height--) tree = child(tree, 0)
  return { tree, height, length }
}

const put = (tree: Tree, height: number, index: number, item: unknown): Tree => {
  const at = (index >>> (bits * height)) & mask
  return tree.with(at, height === 0 ? item : put(child(tree, at), height - 1, index, item))
}

/** Puts another item at an index. */
export const replace = (vector: Vector, index: number, item: unknown): Vector => ({
  ...vector,
  tree: put(vector.tree, vector.height, index, item),
})

/** Reports every place among the first `length` where two vectors hold different references; what they share is not visited. */
export const differences = (
  before: Vector,
  after: Vector,
  length: number,
  report: (index: number, before: unknown, after: unknown) => void,
): void => {
  const visit = (left: Tree, right: Tree, height: number, offset: number): void => {
    if (left === right) return
    const step = height === 0 ? 1 : capacity(height - 1)
    for (let at = 0; at < width && offset + at * step < length; at++) {
      if (left[at] === right[at]) continue
      if (height === 0) report(offset + at, left[at], right[at])
      else visit(child(left, at), child(right, at), height - 1, offset + at * step)
    }
  }
  const low = lowered(before, length)
  visit(low.tree, lowered(after, length).tree, low.height, 0)
}
