import { equal, sequentialObject } from "@lockstep/language"

/** A lock that one owner holds at a time: both calls take the owner and answer whether they changed it. */
export const lock = sequentialObject<unknown>({
  initial: null,
  calls: {
    acquire: (holder, owner: unknown) => (holder === null ? [owner, true] : [holder, false]),
    release: (holder, owner: unknown) => (equal(holder, owner) ? [null, true] : [holder, false]),
  },
  reads: [],
})
