/** Something that the node has asked of the application, and has not been told the result of. */
export interface Pending {
  readonly activity: string
  /** With the name of the activity, what the application may recognise a repetition by. */
  readonly key: string
  readonly request: unknown
}

/** What the node has asked for: part of what is durable. */
export interface Activities {
  readonly add: (pending: Pending) => void
  readonly find: (activity: string, key: string) => Pending | undefined
  readonly remove: (activity: string, key: string) => void
  readonly all: () => readonly Pending[]
}

export const makeActivities = (): Activities => {
  const byActivity = new Map<string, Map<string, Pending>>()
  return {
    add(pending) {
      const keys = byActivity.get(pending.activity) ?? new Map<string, Pending>()
      byActivity.set(pending.activity, keys.set(pending.key, pending))
    },
    find: (activity, key) => byActivity.get(activity)?.get(key),
    remove: (activity, key) => byActivity.get(activity)?.delete(key),
    all() {
      const all: Pending[] = []
      for (const keys of byActivity.values()) for (const pending of keys.values()) all.push(pending)
      return all
    },
  }
}
