/** The part of a stream that a line of progress needs. */
export type Screen = Pick<NodeJS.WriteStream, "isTTY" | "columns"> & { readonly write: (text: string) => boolean }
