// A copy of language/src/collections/tree.ts, kept in step by runtime/test/copies.test.ts.
import { compare } from "./compare.ts"

/** A branch of a balanced tree: keys to the left come before `key`, keys to the right after it. */
export interface Branch {
  readonly key: unknown
  readonly value: unknown
  readonly left: Tree
  readonly right: Tree
  readonly size: number
}

/** A tree ordered by the canonical order, balanced by the sizes of its branches. */
export type Tree = Branch | null

/** How many keys a tree holds. */
export const sizeOf = (tree: Tree): number => (tree === null ? 0 : tree.size)

const branch = (key: unknown, value: unknown, left: Tree, right: Tree): Branch => ({
  key,
  value,
  left,
  right,
  size: sizeOf(left) + sizeOf(right) + 1,
})

/** A side may weigh three times the other; beyond it, one rotation restores that after one insertion or deletion. */
const heaviest = 3
/** When the inner grandchild weighs twice the outer or more, it must come up. */
const innerHeaviest = 2

const rotateLeft = (key: unknown, value: unknown, left: Tree, right: Branch): Branch => {
  const inner = right.left
  if (inner === null || sizeOf(inner) < innerHeaviest * sizeOf(right.right))
    return branch(right.key, right.value, branch(key, value, left, inner), right.right)
  const below = branch(right.key, right.value, inner.right, right.right)
  return branch(inner.key, inner.value, branch(key, value, left, inner.left), below)
}

const rotateRight = (key: unknown, value: unknown, left: Branch, right: Tree): Branch => {
  const inner = left.right
  if (inner === null || sizeOf(inner) < innerHeaviest * sizeOf(left.left))
    return branch(left.key, left.value, left.left, branch(key, value, inner, right))
  const below = branch(left.key, left.value, left.left, inner.left)
  return branch(inner.key, inner.value, below, branch(key, value, inner.right, right))
}

/** A branch of two trees of which one may have gained or lost a key. */
const balanced = (key: unknown, value: unknown, left: Tree, right: Tree): Branch => {
  const l = sizeOf(left)
  const r = sizeOf(right)
  if (l + r > 1) {
    if (right !== null && r > heaviest * l) return rotateLeft(key, value, left, right)
    if (left !== null && l > heaviest * r) return rotateRight(key, value, left, right)
  }
  return branch(key, value, left, right)
}

/** The branch of a key. */
export const find = (tree: Tree, key: unknown): Tree => {
  let at = tree
  while (at !== null) {
    const order = compare(key, at.key)
    if (order === 0) return at
    at = order < 0 ? at.left : at.right
  }
  return null
}

/** Gives a key a value; the same tree when it has that value. */
export const insert = (tree: Tree, key: unknown, value: unknown): Branch => {
  if (tree === null) return branch(key, value, null, null)
  const order = compare(key, tree.key)
  if (order === 0) return value === tree.value ? tree : branch(tree.key, value, tree.left, tree.right)
  if (order < 0) {
    const left = insert(tree.left, key, value)
    return left === tree.left ? tree : balanced(tree.key, tree.value, left, tree.right)
  }
  const right = insert(tree.right, key, value)
  return right === tree.right ? tree : balanced(tree.key, tree.value, tree.left, right)
}

const first = (tree: Branch): Branch => (tree.left === null ? tree : first(tree.left))

const withoutFirst = (tree: Branch): Tree =>
  tree.left === null ? tree.right : balanced(tree.key, tree.value, withoutFirst(tree.left), tree.right)

const glue = (left: Tree, right: Tree): Tree => {
  if (left === null || right === null) return left ?? right
  const { key, value } = first(right)
  return balanced(key, value, left, withoutFirst(right))
}

/** Takes a key away; the same tree when it is not there. */
export const remove = (tree: Tree, key: unknown): Tree => {
  if (tree === null) return null
  const order = compare(key, tree.key)
  if (order === 0) return glue(tree.left, tree.right)
  if (order < 0) {
    const left = remove(tree.left, key)
    return left === tree.left ? tree : balanced(tree.key, tree.value, left, tree.right)
  }
  const right = remove(tree.right, key)
  return right === tree.right ? tree : balanced(tree.key, tree.value, tree.left, right)
}

/** What `read` gets from each branch, in their order. */
export function* walk<Read>(tree: Tree, read: (branch: Branch) => Read): IterableIterator<Read> {
  const above: Branch[] = []
  for (let down = tree; ;) {
    for (; down !== null; down = down.left) above.push(down)
    const next = above.pop()
    if (next === undefined) return
    yield read(next)
    down = next.right
  }
}

/** What comes before a key and what comes after it; only the path to the key is built anew, and not balanced. */
const split = (tree: Tree, key: unknown): readonly [before: Tree, at: Tree, after: Tree] => {
  if (tree === null) return [null, null, null]
  const order = compare(key, tree.key)
  if (order === 0) return [tree.left, tree, tree.right]
  const [before, at, after] = split(order < 0 ? tree.left : tree.right, key)
  if (order < 0) return [before, at, branch(tree.key, tree.value, after, tree.right)]
  return [branch(tree.key, tree.value, tree.left, before), at, after]
}

/** The branches in which two trees differ, by key or by the reference of the value; what they share is not visited. */
export const differences = (before: Tree, after: Tree, report: (before: Tree, after: Tree) => void): void => {
  if (before === after) return
  if (before === null) {
    for (const added of walk(after, (branch) => branch)) report(null, added)
    return
  }
  const [less, same, more] = split(after, before.key)
  differences(before.left, less, report)
  if (same === null || same.value !== before.value) report(before, same)
  differences(before.right, more, report)
}
