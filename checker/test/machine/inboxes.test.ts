import { expect, test } from "vitest"
import { makeInboxes } from "../../src/machine/protocol/network.ts"
import { makeComponents } from "../../src/store/components.ts"

/** Inboxes of a kind, and how many sequences were looked up for them. */
const openInboxes = (kind: "bag" | "fifo") => {
  const components = makeComponents()
  let lookups = 0
  const internSequence: typeof components.internSequence = (members, hash) => {
    lookups++
    return components.internSequence(members, hash)
  }
  const [first, second] = [components.intern("first"), components.intern("second")]
  const inboxes = makeInboxes(kind, { ...components, internSequence }, () => 0)
  return { inboxes, first, second, lookups: () => lookups }
}

test.each(["bag", "fifo"] as const)("of equal messages in a %s one is offered, for the price of one", (kind) => {
  const { inboxes, first, lookups } = openInboxes(kind)
  let inbox = inboxes.empty
  for (let sent = 0; sent < 100; sent++) inbox = inboxes.add(inbox, first)
  const before = lookups()
  const losable = inboxes.losable(inbox)
  expect(losable.map(({ envelope }) => envelope)).toEqual([first])
  expect(losable.map(({ rest }) => inboxes.envelopes(rest).length)).toEqual([99])
  expect(lookups() - before).toBe(1)
})

test("the same message at two places of a queue leaves two different rests", () => {
  const { inboxes, first, second } = openInboxes("fifo")
  const inbox = [first, first, second, first].reduce(inboxes.add, inboxes.empty)
  const rests = inboxes.losable(inbox).map(({ rest }) => inboxes.envelopes(rest))
  expect(rests).toEqual([
    [first, second, first],
    [first, first, first],
    [first, first, second],
  ])
})
