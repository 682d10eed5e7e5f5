import { check, type Checkable, openWalk, type SpecFault, type Walk } from "@lockstep/checker"
import { quick as election } from "@lockstep/specs/consensus/election/model"
import { quick as saga } from "@lockstep/specs/transactions/order-saga/model"
import { expect, test } from "vitest"
import { peterson } from "../oracles/peterson.ts"

/** Fails where the spec has a mistake. */
const sound = <Value extends object>(found: Value | SpecFault): Value => {
  if ("fix" in found) throw new Error(found.fix)
  return found
}

/** Walks everywhere, as far as the search would go. */
const everywhere = (walk: Walk) => {
  const known = new Map<string, Int32Array>()
  const open = [...sound(walk.beginnings())]
  let transitions = 0
  for (const state of open) {
    if (known.has(state.join()) || !walk.isWithin(state)) continue
    known.set(state.join(), state)
    const steps = sound(walk.steps(state))
    transitions += steps.length
    open.push(...steps.map((step) => step.state))
  }
  return { states: known.size, transitions }
}

const instances = [
  ["election", election],
  ["peterson", peterson],
  ["order-saga", saga],
] as const

test.each(instances)("a walk of %s finds the states and transitions that the search finds", async (_name, model) => {
  const { states, transitions } = await check(model as Checkable, { workers: 1 })
  expect(everywhere(sound(openWalk(model as Checkable)))).toEqual({ states, transitions })
})

test.each(instances)(
  "each step of %s knows the handler that took it, with what it was given and picked",
  (_name, model) => {
    const walk = sound(openWalk(model as Checkable))
    const known = new Map(sound(walk.beginnings()).map((state) => [state.join(), state]))
    const lost: unknown[] = []
    for (const state of known.values()) {
      for (const { label, state: next, again } of sound(walk.steps(state))) {
        if (label.handler !== undefined && again() === undefined) lost.push(label)
        if (known.size < 300) known.set(next.join(), next)
      }
    }
    expect(lost).toEqual([])
  },
)
