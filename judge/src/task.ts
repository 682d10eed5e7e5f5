/** What a search for an order may do with a task: it must have it, it may, or it may take it and forgo what was before it in its chain. */
export type Need = "required" | "optional" | { readonly chain: number }

/** One thing to be put in order: numbers of a call and an answer, and what must stand before it. */
export interface Task {
  readonly call: number
  /** The answer that it must give here; `null` where any will do. */
  readonly answer: number | null
  /** Whether the object changes: an answer may be looked at apart from the effect. */
  readonly applies: boolean
  readonly need: Need
  /** Tasks that must stand before this one, by their places; never one of a chain. */
  readonly after: readonly number[]
  /** Of a read: whether this state, or a task that is still to come, may lead to its answer. */
  readonly outlook?: { readonly grows: (state: number) => boolean; readonly makers: () => readonly number[] }
}

export const isFree = ({ need }: Task): boolean => typeof need === "object"
