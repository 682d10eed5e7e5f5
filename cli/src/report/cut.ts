/** A text that is no longer than this, with a mark where the rest of it was. */
export const cut = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest - 1)}…` : text
