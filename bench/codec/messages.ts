/** A message of Raft, as its spec declares it. */
export type Message =
  | { readonly type: "RequestVote"; readonly term: number; readonly end: End }
  | { readonly type: "Vote"; readonly term: number; readonly granted: boolean }
  | {
      readonly type: "Append"
      readonly term: number
      readonly previous: End
      readonly entries: readonly { readonly term: number; readonly command: string }[]
      readonly commit: number
    }
  | { readonly type: "Appended"; readonly term: number; readonly success: boolean; readonly length: number }

interface End {
  readonly length: number
  readonly term: number
}

const command = (index: number): string => `{"set":"key-${index}","to":${index * 7}}`

const appendOf = (entries: number, commandOf: (index: number) => string): Message => ({
  type: "Append",
  term: 12,
  previous: { length: 104_729, term: 11 },
  entries: Array.from({ length: entries }, (_, index) => ({ term: 12, command: commandOf(104_730 + index) })),
  commit: 104_725,
})

/** What is sent most, from the shortest to the longest. */
export const messages: Readonly<Record<string, Message>> = {
  Vote: { type: "Vote", term: 12, granted: true },
  RequestVote: { type: "RequestVote", term: 12, end: { length: 104_729, term: 11 } },
  Appended: { type: "Appended", term: 12, success: true, length: 104_730 },
  "Append, a heartbeat": appendOf(0, command),
  "Append, 1 entry": appendOf(1, command),
  "Append, 16 entries": appendOf(16, command),
  "Append, 128 entries": appendOf(128, command),
  "Append, 1 entry of 1 KiB": appendOf(1, (index) => command(index).padEnd(1024, "x")),
  "Append, 1 entry in Greek": appendOf(1, (index) => `θέσε το κλειδί ${index} σε ${index * 7}`),
}
