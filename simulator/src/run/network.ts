import type { ProtocolLibrary, Tagged } from "@lockstep/runtime"
import { read, Reader } from "@lockstep/runtime"

/** The frames that are on their way from one node to another. */
export interface Line {
  readonly from: string
  readonly to: string
  readonly frames: Uint8Array[]
  isCut: boolean
}

const headBytes = 4

const byteAt = (frame: Uint8Array, at: number): number => frame[at] ?? 0

const lengthAt = (frame: Uint8Array, at: number): number =>
  byteAt(frame, at) + byteAt(frame, at + 1) * 2 ** 8 + byteAt(frame, at + 2) * 2 ** 16 + byteAt(frame, at + 3) * 2 ** 24

/** How many messages a frame carries. */
export const messagesIn = (frame: Uint8Array): number => {
  let count = 0
  for (let at = 0; at + headBytes <= frame.length; at += headBytes + lengthAt(frame, at)) count++
  return count
}

/** The messages of a frame, as the role that hears them reads them. */
export const readFrame = (library: ProtocolLibrary, role: string, frame: Uint8Array): readonly Tagged[] => {
  const codec = library.roles[role]?.messages
  const found: Tagged[] = []
  if (codec === undefined) return found
  for (let at = 0; at + headBytes <= frame.length;) {
    const start = at + headBytes
    at = start + lengthAt(frame, at)
    const decoded = read(new Reader(), codec, frame, start, at)
    if (decoded.kind === "decoded") found.push(decoded.value)
  }
  return found
}

/** Every pair of nodes with what is between them. */
export const makeLines = (names: readonly string[]): ReadonlyMap<string, ReadonlyMap<string, Line>> =>
  new Map(
    names.map((from) => [from, new Map(names.map((to) => [to, { from, to, frames: [], isCut: false }] as const))]),
  )
