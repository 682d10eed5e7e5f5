import type { Answered, Effective } from "../operation.ts"
import type { Task } from "../task.ts"
import type { Question } from "./rule.ts"

/** Whether an operation may stand before this one. */
export type MayPrecede = (operation: Answered, other: Effective) => boolean

/** For each read all changes are looked through once: in longer histories this costs more than it saves. */
const mostChanges = 10_000

/** What can be foreseen of each read, where its object foresees anything. */
export const outlooks = ({ operations, table, reads, foresight }: Question, mayPrecede: MayPrecede) => {
  const changes = [...operations.entries()].filter(([, { call }]) => !reads.includes(call))

  return (read: Answered): Pick<Task, "outlook"> => {
    const known = foresight[read.call]
    if (known === undefined || changes.length > mostChanges) return {}
    const { argument, answer } = read
    const grown = new Map<number, boolean>()
    const grows = (state: number): boolean => {
      const result = grown.get(state) ?? known.grows(table.stateOf(state), argument, answer)
      grown.set(state, result)
      return result
    }
    let makers: readonly number[] | undefined
    const find = (): readonly number[] =>
      changes
        .filter(([, other]) => mayPrecede(read, other) && known.makes(other.call, other.argument, argument, answer))
        .map(([at]) => at)
        .reverse()
    return { outlook: { grows, makers: () => (makers ??= find()) } }
  }
}
