import { equal } from "@lockstep/language"

/** The emitted code and the spec disagree. */
export interface Mismatch {
  readonly what:
    | "state"
    | "effects"
    | "fault"
    | "pick"
    | "initial"
    | "timer"
    | "view"
    | "journal"
    | "snapshot"
    | "restored"
    | "codec"
    | "library"
    | "threw"
  readonly instance: string
  readonly role: string
  /** The handler or the part that was asked. */
  readonly where: string
  /** What it was asked with. */
  readonly given: unknown
  /** What the spec says. */
  readonly expected: unknown
  /** What the emitted code says. */
  readonly actual: unknown
}

/** Whether two values are the same data; what is no data at all is not. */
export const same = (expected: unknown, actual: unknown): boolean => {
  try {
    return equal(expected, actual)
  } catch {
    return false
  }
}

const shown = (value: unknown): string => (JSON.stringify(value, null, 2) ?? String(value)).replace(/^/gm, "    ")

/** A mismatch with both sides, for a person to read. */
export const describeMismatch = ({ what, instance, role, where, given, expected, actual }: Mismatch): string =>
  [
    `The emitted ${what} differs from the spec: ${role}.${where}, in the instance ${instance}.`,
    "  given",
    shown(given),
    "  the spec says",
    shown(expected),
    "  the emitted code says",
    shown(actual),
  ].join("\n")
