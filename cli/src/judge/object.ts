import { type BundledObject, bundledObjects, type ForeseeingObject } from "@lockstep/judge"
import { compare, type SequentialObject } from "@lockstep/language"
import { loadFailure } from "../load/failure.ts"
import { loadModule } from "../load/module.ts"
import { type UserError, userErrors } from "../messages.ts"

/** What a recording is judged against. */
export interface Yardstick {
  readonly kind: "yardstick"
  readonly name: string
  readonly object: ForeseeingObject
  /** Whether it makes sense under keys only. */
  readonly needsKeys: boolean
  /** An answer as the object would give it: recordings say more, or the same in another order. */
  readonly answer: (call: string, recorded: unknown) => unknown
}

/** Calls that answer nothing; recordings often repeat the argument. */
const silent: { readonly [Name in BundledObject]: readonly string[] } = {
  register: ["write"],
  text: ["put", "append"],
  list: ["append"],
  lock: [],
  counter: ["add"],
  set: ["add", "remove"],
}

/** The names that `--object` knows. */
export const objectNames = ["register", "kv", "text", "list", "lock", "counter", "set"] as const

const sorted = (value: unknown): unknown => (Array.isArray(value) ? value.toSorted(compare) : value)

const bundled = (name: (typeof objectNames)[number]): Yardstick => {
  const under = name === "kv" ? "text" : name
  const answer = (call: string, recorded: unknown): unknown => {
    if (silent[under].includes(call)) return null
    return name === "set" ? sorted(recorded) : recorded
  }
  return { kind: "yardstick", name, object: bundledObjects[under], needsKeys: name === "kv", answer }
}

const isObject = (value: unknown): value is SequentialObject =>
  typeof value === "object" && value !== null && "initial" in value && "calls" in value

const load = async (file: string, name: string): Promise<Yardstick | UserError> => {
  try {
    const module = await loadModule(file)
    const object = module[name]
    if (!isObject(object)) return userErrors.noObject(file, name)
    return { kind: "yardstick", name, object, needsKeys: false, answer: (_, recorded) => recorded }
  } catch (error) {
    return loadFailure(file, error)
  }
}

/** One of the bundled objects, or the export of a file: `model.ts#log`. */
export const yardstickOf = async (wanted: string): Promise<Yardstick | UserError> => {
  const known = objectNames.find((name) => name === wanted)
  if (known !== undefined) return bundled(known)
  const [, file, name] = /^(.+\.[cm]?[jt]s)#(\w+)$/.exec(wanted) ?? []
  if (file === undefined || name === undefined) return userErrors.unknownChoice("object", wanted, objectNames)
  return load(file, name)
}
