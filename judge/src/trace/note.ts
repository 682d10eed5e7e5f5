/** Something that a trace does not tell, and that was taken on trust. */
export interface Note {
  readonly kind:
    /** There is no trace of a node; so many messages came from it. */
    | "missing-node"
    /** Earlier lives of a node, or the first steps of one, are in no file. */
    | "lost-beginning"
    /** So many lives of a node before one of its lives are in no file. */
    | "lost-lives"
    /** A life counts as the same as the one before it: which came first, only their clocks tell. */
    | "counted-twice"
    /** Steps are missing, and the trace says so. */
    | "gap"
    /** The trace of a node's last life does not say that the node stopped. */
    | "lost-end"
    /** Neither does that of an earlier life: steps may be missing before the next. */
    | "cut-off"
    /** What a node remembers is not what it knew in the last recorded step of a trace that has lost its end. */
    | "unseen-change"
    /** A message came from steps that no file holds. */
    | "unseen-message"
    /** A message does not say which of its sender's it is. */
    | "unnumbered-message"
  readonly node: string
  readonly life?: string
  /** Of a message, who sent it. */
  readonly from?: string
  /** How many steps or messages; of ends, how often. */
  readonly count: number
}

/** Notes of one kind about one thing are one note. */
export const makeNotes = () => {
  const notes = new Map<string, Note>()
  let isWhole = true
  return {
    add(note: Note): void {
      isWhole &&= note.kind === "lost-end"
      const key = [note.kind, note.node, note.life, note.from].join(" ")
      notes.set(key, { ...note, count: note.count + (notes.get(key)?.count ?? 0) })
    },
    /** Whether every step up to here is known: an end that is lost hides none that the others build on. */
    isWhole: () => isWhole,
    all: (): readonly Note[] => [...notes.values()],
  }
}

export type Notes = ReturnType<typeof makeNotes>
