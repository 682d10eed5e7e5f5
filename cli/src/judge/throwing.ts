import type { SequentialObject } from "@lockstep/language"

/** A call of an author's object threw. */
export class CallThrew extends Error {
  readonly call: string
  readonly thrown: unknown
  constructor(call: string, thrown: unknown) {
    super(`its call "${call}" throws ${String(thrown)}`)
    this.call = call
    this.thrown = thrown
  }
}

type Call = SequentialObject["calls"][string]

/** The same object, whose mistakes are told from ours. */
export const tellingWhatThrows = (object: SequentialObject): SequentialObject => {
  const told =
    (name: string, call: Call): Call =>
    (...given) => {
      try {
        return call(...given)
      } catch (error) {
        throw new CallThrew(name, error)
      }
    }
  const calls = Object.fromEntries(Object.entries(object.calls).map(([name, call]) => [name, told(name, call)]))
  return { ...object, calls }
}
