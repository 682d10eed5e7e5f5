import { compare, sequentialObject, Set } from "@lockstep/language"

/** A set that is added to and removed from, asked for a member, and read as a whole in the order of all data. */
export const set = sequentialObject<Set<unknown>>({
  initial: Set.of(),
  calls: {
    read: (members) => [members, [...members].toSorted(compare)],
    has: (members, member: unknown) => [members, members.has(member)],
    add: (members, member: unknown) => [members.add(member), null],
    remove: (members, member: unknown) => [members.delete(member), null],
  },
  reads: ["read", "has"],
})
