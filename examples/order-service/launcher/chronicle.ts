import type { Name } from "../services/words.ts"

/** Something that happened to a process. */
export interface Happening {
  readonly at: number
  readonly process: Name
  readonly what: "killed" | "fell" | "ready" | "paused" | "continued" | "cut" | "mended"
  /** What else there is to say of it. */
  readonly says: string
}

/** How long the page looks back. */
export const rememberedMillis = 90_000

/** What happened lately. */
export interface Chronicle {
  readonly note: (process: Name, what: Happening["what"], says?: string) => void
  readonly lately: () => readonly Happening[]
}

export const openChronicle = (): Chronicle => {
  let happenings: readonly Happening[] = []
  const recent = () => happenings.filter(({ at }) => at > Date.now() - rememberedMillis)
  return {
    note(process, what, says = "") {
      happenings = [...recent(), { at: Date.now(), process, what, says }]
    },
    lately: recent,
  }
}
