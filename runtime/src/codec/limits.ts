/** How much one value may take, written or read: what goes beyond is an error on both sides. */
export interface Limits {
  /** Bytes of a whole message or record. */
  readonly bytes: number
  /** Items of one array, list, set or map. */
  readonly items: number
  /** Bytes of one string or payload. */
  readonly text: number
  /** How often recursive types may nest. */
  readonly depth: number
}

/** What a peer may send. A message may carry many values that clients brought: see what one of those may take. */
export const wireLimits: Limits = { bytes: 2 ** 26, items: 2 ** 16, text: 2 ** 20, depth: 64 }

/** What one record of the storage may hold. */
export const storageLimits: Limits = { bytes: 2 ** 28, items: 2 ** 24, text: 2 ** 24, depth: 64 }
