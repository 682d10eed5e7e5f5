/** The part of a stream that a line of progress needs. */
export type Screen = Pick<NodeJS.WriteStream, "isTTY" | "columns"> & { readonly write: (text: string) => boolean }

/** Before a line that is written over the one at hand; alone, it leaves nothing there. */
export const backAndClear = "\r\u001b[K"
