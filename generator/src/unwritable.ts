/** The folder of a library cannot be written to: only the user can mend that. */
export class Unwritable extends Error {}

/** Writes files of a library. */
export const writing = <Value>(write: () => Value): Value => {
  try {
    return write()
  } catch (error) {
    throw new Unwritable(error instanceof Error ? error.message : String(error))
  }
}
