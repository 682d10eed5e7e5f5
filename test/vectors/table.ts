import { readFileSync } from "node:fs"

/** A question of a table with its answer: what a vote came to, or the index that is committed. */
export interface Row {
  readonly line: number
  readonly question: string
  /** The groups of voters: one, or two while the configuration changes. */
  readonly groups: readonly (readonly string[])[]
  /** What is said of each voter, for those of whom anything is said. */
  readonly said: ReadonlyMap<string, string>
  readonly answer: string
}

const wordsOf = (text: string | undefined): readonly string[] =>
  (text ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "")

const argumentsOf = (question: string): ReadonlyMap<string, string> =>
  new Map([...question.matchAll(/(\w+)=(?:\((.*?)\)|zero)/g)].map(([, name = "", value = ""]) => [name, value]))

/** Voters in the order in which a table speaks of them: ascending, each once. */
const inOrder = (groups: readonly (readonly string[])[]): readonly string[] =>
  [...new Set(groups.flat())].sort((one, other) => Number(one) - Number(other))

const rowOf = (line: number, question: string, answer: string): Row => {
  const given = argumentsOf(question)
  const groups = ["cfg", "cfgj"].flatMap((name) => {
    const ids = given.get(name)
    return ids === undefined ? [] : [wordsOf(ids)]
  })
  const words = wordsOf(given.get("idx") ?? given.get("votes"))
  const voters = inOrder(groups)
  if (voters.length !== words.length) throw new Error(`line ${line}: ${voters.length} voters, ${words.length} words`)
  const said = voters.flatMap((voter, index) => (words[index] === "_" ? [] : [[voter, words[index] ?? ""] as const]))
  return { line, question, groups, said: new Map(said), answer }
}

/** Reads a table: a question, a line of dashes, and an answer that may have several lines, of which the last one counts. */
export const readTable = (name: string): readonly Row[] => {
  const lines = readFileSync(new URL(`etcd-raft/quorum/${name}.txt`, import.meta.url), "utf8").split("\n")
  return lines.flatMap((line, index) => {
    if (line !== "----") return []
    const end = lines.indexOf("", index)
    const answer = lines.slice(index + 1, end < 0 ? undefined : end).filter((text) => text !== "")
    return [rowOf(index, lines[index - 1] ?? "", answer.at(-1) ?? "")]
  })
}
