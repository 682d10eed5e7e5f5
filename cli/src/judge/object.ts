import { existsSync } from "node:fs"
import { type BundledObject, bundledObjects, type ForeseeingObject } from "@lockstep/judge"
import { compare, type SequentialObject } from "@lockstep/language"
import { aNumber, aText, type Form, isRecord, named, tuple } from "../forms.ts"
import { loadFailure } from "../load/failure.ts"
import { loadModule } from "../load/module.ts"
import { type UserError, userErrors } from "../messages.ts"
import { tellingWhatThrows } from "./throwing.ts"

/** What a recording is judged against. */
export interface Yardstick {
  readonly kind: "yardstick"
  readonly name: string
  readonly object: ForeseeingObject
  /** Whether it makes sense under keys only. */
  readonly needsKeys: boolean
  /** An answer as the object would give it: recordings say more, or the same in another order. */
  readonly answer: (call: string, recorded: unknown) => unknown
  /** What a call takes, where it cannot take this argument. */
  readonly wants: (call: string, argument: unknown) => string | undefined
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

const anything: Form = () => true

/** Arguments that not everything can be. */
const wanted: { readonly [Name in BundledObject]?: { readonly [call: string]: readonly [form: Form, words: string] } } =
  {
    register: { cas: [tuple(anything, anything), "[expected, next]"] },
    text: { append: [aText, "a text"] },
    counter: { add: [aNumber, "a number"] },
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
  const wants = (call: string, argument: unknown): string | undefined => {
    const [form, words] = wanted[under]?.[call] ?? [anything]
    return form(argument) ? undefined : words
  }
  return { kind: "yardstick", name, object: bundledObjects[under], needsKeys: name === "kv", answer, wants }
}

const isObject = (value: unknown): value is SequentialObject =>
  isRecord(value) && "initial" in value && named((call) => typeof call === "function")(value["calls"])

const load = async (file: string, name: string): Promise<Yardstick | UserError> => {
  try {
    const module = await loadModule(file)
    const own = module[name]
    if (!isObject(own)) return userErrors.noObject(file, name)
    const object = tellingWhatThrows(own)
    const answer = (_: string, recorded: unknown): unknown => recorded
    return { kind: "yardstick", name, object, needsKeys: false, answer, wants: () => undefined }
  } catch (error) {
    return loadFailure(file, error)
  }
}

/** One of the bundled objects, or the export of a file: `model.ts#log`. */
export const yardstickOf = async (asked: string): Promise<Yardstick | UserError> => {
  const known = objectNames.find((name) => name === asked)
  if (known !== undefined) return bundled(known)
  const [, file, name] = /^(.+\.[cm]?[jt]s)#(\w+)$/.exec(asked) ?? []
  if (file === undefined || name === undefined) return userErrors.unknownChoice("object", asked, objectNames)
  if (!existsSync(file)) return userErrors.noObjectFile(file)
  return load(file, name)
}
