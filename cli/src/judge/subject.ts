import { type ForeseeingObject, keyed, type Operation } from "@lockstep/judge"
import { type UserError, userErrors } from "../messages.ts"
import type { Yardstick } from "./object.ts"
import type { Recorded } from "./recording.ts"

/** Operations that are judged together. */
export interface Subject {
  /** The key that they are about, where each is judged by itself. */
  readonly key: unknown
  readonly object: ForeseeingObject
  readonly recorded: readonly Recorded[]
}

export interface Subjects {
  readonly kind: "subjects"
  readonly all: readonly Subject[]
}

const changed = (one: Recorded, change: (operation: Operation) => Operation): Recorded => ({
  ...one,
  operation: change(one.operation),
})

const asAnswered = (recorded: readonly Recorded[], { answer }: Yardstick): readonly Recorded[] =>
  recorded.map((one) =>
    changed(one, (operation) =>
      operation.outcome === "answered" ? { ...operation, answer: answer(operation.call, operation.answer) } : operation,
    ),
  )

/** Puts each argument under its key. */
const underKeys = (recorded: readonly Recorded[]): readonly Recorded[] =>
  recorded.map((one) =>
    changed(one, (operation) => ({ ...operation, argument: { key: one.key, argument: operation.argument } })),
  )

/** Why the object cannot be called so. */
const wrongCall = ({ operation: { call, argument } }: Recorded, { object, name, wants }: Yardstick) => {
  if (!Object.hasOwn(object.calls, call))
    return {
      reason: `calls "${call}", and ${name} has only ${Object.keys(object.calls).join(", ")}`,
      fix: "choose another --object",
    }
  const wanted = wants(call, argument)
  if (wanted === undefined) return undefined
  return {
    reason: `calls "${call}" with an argument that it cannot take`,
    fix: `give ${call} ${wanted}, or choose another --object`,
  }
}

const firstWrong = (path: string, recorded: readonly Recorded[], yardstick: Yardstick, perKey: boolean) => {
  const place = (line: number): string => `${path}:${line}:1`
  for (const one of recorded) {
    const wrong = wrongCall(one, yardstick)
    if (wrong !== undefined) return userErrors.badHistory(place(one.line), wrong.reason, wrong.fix)
  }
  const hasKeys = recorded.some(({ key }) => key !== undefined)
  const keyless = recorded.find(({ key }) => key === undefined)
  if (keyless === undefined || !(hasKeys || yardstick.needsKeys || perKey)) return undefined
  return userErrors.badHistory(place(keyless.line), "has no key", 'give each operation one: "key": "x"')
}

/** What is to be judged: all of a recording at once, or what is about each key by itself. */
export const subjectsOf = (
  path: string,
  recorded: readonly Recorded[],
  yardstick: Yardstick,
  perKey: boolean,
): Subjects | UserError => {
  const wrong = firstWrong(path, recorded, yardstick, perKey)
  if (wrong !== undefined) return wrong
  const answered = asAnswered(recorded, yardstick)
  const { object } = yardstick
  if (perKey) {
    const groups = Map.groupBy(answered, ({ key }) => JSON.stringify(key))
    const all = [...groups.values()].map((group) => ({ key: group[0]?.key, object, recorded: group }))
    return { kind: "subjects", all }
  }
  const hasKeys = answered.some(({ key }) => key !== undefined)
  const whole = hasKeys ? { object: keyed(object), recorded: underKeys(answered) } : { object, recorded: answered }
  return { kind: "subjects", all: [{ key: undefined, ...whole }] }
}
