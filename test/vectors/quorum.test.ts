import { agreedByQuorum, reachedByQuorum } from "@lockstep/runtime"
import { describe, expect, test } from "vitest"
import { commits, elects } from "./raft.ts"
import { readTable, type Row } from "./table.ts"

const titled = (rows: readonly Row[]) => rows.map((row) => [`line ${row.line}: ${row.question}`, row] as const)

/** The generated Raft answers for one group of servers: its membership never changes. */
const servers = ({ groups: [group = []] }: Row): readonly string[] => group
const isAnswered = (row: Row): boolean => row.groups.length === 1 && servers(row).length > 0

const indexIn =
  ({ said }: Row) =>
  (voter: string): number =>
    Number(said.get(voter) ?? 0)

/** Whether a voter has one of these opinions; `_` is that of a voter who has not spoken. */
const speaks =
  ({ said }: Row, opinions: string) =>
  (voter: string): boolean =>
    opinions.includes(said.get(voter) ?? "_")

/** A vote is lost when it is not even won if all who have not spoken agree. */
const outcomeOf = (isWonBy: (opinions: string) => boolean): string => {
  if (isWonBy("y")) return "VoteWon"
  return isWonBy("y_") ? "VotePending" : "VoteLost"
}

describe.each([
  ["majority_commit", 16],
  ["joint_commit", 50],
])("%s", (name, count) => {
  const rows = readTable(name)

  test("is read whole", () => {
    expect(rows).toHaveLength(count)
  })

  test.each(titled(rows))("the quorum of %s", (_, row) => {
    const reached = reachedByQuorum(row.groups, indexIn(row))
    expect(reached === Infinity ? "<empty majority quorum>∞" : String(reached)).toBe(row.answer)
  })

  test.each(titled(rows.filter(isAnswered)))("the generated Raft in %s", (_, row) => {
    expect(String(commits(servers(row), indexIn(row)))).toBe(row.answer)
  })
})

describe.each([
  ["majority_vote", 22],
  ["joint_vote", 39],
])("%s", (name, count) => {
  const rows = readTable(name)

  test("is read whole", () => {
    expect(rows).toHaveLength(count)
  })

  test.each(titled(rows))("the quorum of %s", (_, row) => {
    expect(outcomeOf((opinions) => agreedByQuorum(row.groups, speaks(row, opinions)))).toBe(row.answer)
  })

  test.each(titled(rows.filter(isAnswered)))("the generated Raft in %s", (_, row) => {
    expect(outcomeOf((opinions) => elects(servers(row), servers(row).filter(speaks(row, opinions))))).toBe(row.answer)
  })
})
