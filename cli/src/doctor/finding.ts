/** What one look at the machine or the project came to. */
export interface Look {
  readonly about: string
  readonly outcome: "fine" | "doubtful" | "wrong"
  readonly text: string
  /** What to do, where something is to be done. */
  readonly fix?: string
}

export const fine = (about: string, text: string): Look => ({ about, outcome: "fine", text })
export const doubtful = (about: string, text: string, fix: string): Look => ({ about, outcome: "doubtful", text, fix })
export const wrong = (about: string, text: string, fix: string): Look => ({ about, outcome: "wrong", text, fix })
