/** The part of a stream that a line of progress needs. */
export type Screen = Pick<NodeJS.WriteStream, "isTTY" | "columns"> & { readonly write: (text: string) => boolean }

/** How many signs fit on a line; a terminal that was told no size, as in many a container, says 0. */
export const widthOf = ({ columns = 0 }: Pick<Screen, "columns">, usual: number): number =>
  columns > 0 ? columns : usual

/** Before a line that is written over the one at hand; alone, it leaves nothing there. */
export const backAndClear = "\r\u001b[K"
