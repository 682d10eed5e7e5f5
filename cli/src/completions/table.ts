import { commandNames, commandOf } from "../commands/commands.ts"
import { choices } from "./choices.ts"

/** An option as its command's help explains it. */
export interface Flag {
  readonly name: string
  readonly text: string
  /** Whether a word follows it. */
  readonly takesValue: boolean
  /** Whether that word is several, with commas between them. */
  readonly isList: boolean
  /** The words that may follow; none where it is anything. */
  readonly values: readonly string[]
}

export interface CommandWords {
  readonly name: string
  readonly text: string
  /** The words that may stand behind its name; none where that is a path or nothing. */
  readonly words: readonly string[]
  readonly flags: readonly Flag[]
}

const flagLine = /^ {2}--([\w-]+)(?:, -\w)?(?: <([^>]+)>)? {2,}(\S.*)$/gm

/** Words between bars are all that there are. */
const wordsOf = (value: string): readonly string[] => (value.includes("|") ? value.split("|") : [])

/** What the help says is what can be completed: there is no second list to keep true. */
const flagsIn = (command: string, help: string): readonly Flag[] =>
  [...help.matchAll(flagLine)].map(([, name = "", value = "", text = ""]) => ({
    name,
    text,
    takesValue: value !== "",
    isList: value.includes(","),
    values: choices[command]?.[name] ?? wordsOf(value),
  }))

/** Every command with what its help says. */
export const commandTable = async (): Promise<readonly CommandWords[]> => {
  const table: CommandWords[] = []
  for (const name of commandNames) {
    const help = (await commandOf(name))?.help ?? ""
    const [, first = "", text = ""] = /^lockstep \S+(?: <(.+?)>)?.*? {2,}(\S.*)$/m.exec(help) ?? []
    const flags = [
      ...flagsIn(name, help),
      { name: "help", text: "say more, with examples", takesValue: false, isList: false, values: [] },
    ]
    table.push({ name, text, words: wordsOf(first), flags })
  }
  return table
}
