import { decodeErrorOf } from "../codec/codec.ts"
import type { Reader, Writer } from "../codec/index.ts"
import { StorageCorrupt } from "../storage/storage.ts"
import { ForeignStorage } from "./errors.ts"

/** Whose state it is that a storage holds. */
export interface Owner {
  readonly protocol: string
  readonly specHash: string
  readonly role: string
  readonly node: string
}

/** By which spec a storage was written, and in which format. */
export interface Author {
  readonly specHash: string
  readonly format: number
}

/** Format 1 did not count lives. */
export const presentFormat = 2
const readable: readonly number[] = [1, presentFormat]

const demand = (field: string, found: string, own: string, remedy = ""): void => {
  if (found !== own)
    throw new ForeignStorage({ reason: `the storage is of ${field} ${found}, and this is ${own}${remedy}` })
}

const remedy =
  ": start the version that has written it, or name its hash in `accepts` if `lockstep diff` says that this one reads it"

export const writeOwner = (writer: Writer, { protocol, role, node, specHash }: Owner): void => {
  writer.byte(presentFormat)
  for (const text of [protocol, role, node, specHash]) writer.text(text)
}

/** Who has written what follows: the owner, or another spec whose state it takes over. */
export const readAuthor = (reader: Reader, owner: Owner, accepted: readonly string[]): Author => {
  const format = reader.byte()
  if (!readable.includes(format)) demand("format", String(format), String(presentFormat))
  demand("protocol", reader.text(), owner.protocol)
  demand("role", reader.text(), owner.role)
  demand("node", reader.text(), owner.node)
  const specHash = reader.text()
  if (!accepted.includes(specHash)) demand("spec", specHash, owner.specHash, remedy)
  return { specHash, format }
}

/**
 * The storage has kept every bit, and yet a codec does not take it: another spec has written what the owner's does not have, or it was damaged
 * before it was written.
 */
export const reading = <Answer>(file: string, { specHash }: Owner, author: Author | undefined, run: () => Answer) => {
  try {
    return run()
  } catch (thrown) {
    const { offset, reason } = decodeErrorOf(thrown)
    if (author === undefined || author.specHash === specHash) throw new StorageCorrupt({ file, offset, reason })
    const where = `${file} at byte ${offset}: ${reason}`
    throw new ForeignStorage({
      reason: `the storage is of spec ${author.specHash}, and ${specHash} accepts it and cannot read it (${where}): start the version that has written it`,
    })
  }
}
