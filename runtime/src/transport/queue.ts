/** What happens to frames that no room is left for: the oldest are forgotten, or the newest is not taken. */
export type DropPolicy = "oldest" | "newest"

/** How much may wait for one peer. */
export interface QueueLimits {
  readonly bytes: number
  readonly policy: DropPolicy
}

/** The frames that wait for one peer: bounded, so that a peer that is away costs a known amount of memory. What is larger waits alone. */
export interface FrameQueue {
  readonly push: (frame: Uint8Array) => void
  /** Takes the frames that have waited longest: so many bytes of them, and at least one. */
  readonly take: (most: number) => readonly Uint8Array[]
  readonly waiting: () => number
  readonly dropped: () => number
}

export const frameQueue = ({ bytes: limit, policy }: QueueLimits): FrameQueue => {
  let frames: Uint8Array[] = []
  let first = 0
  let waiting = 0
  let dropped = 0

  /** Lets go of the first frames. */
  const leave = (count: number): void => {
    first += count
    if (first < frames.length && (first < 1024 || first * 2 < frames.length)) return
    frames = frames.slice(first)
    first = 0
  }

  const dropOldest = (): void => {
    waiting -= frames[first]?.length ?? 0
    dropped++
    leave(1)
  }

  return {
    push(frame) {
      const isFull = (): boolean => waiting > 0 && waiting + frame.length > limit
      if (policy === "newest" && isFull()) {
        dropped++
        return
      }
      while (isFull()) dropOldest()
      frames.push(frame)
      waiting += frame.length
    },
    take(most) {
      let end = first
      for (let bytes = 0; end < frames.length; end++) {
        bytes += frames[end]?.length ?? 0
        if (bytes > most && end > first) break
      }
      const taken = frames.slice(first, end)
      for (const frame of taken) waiting -= frame.length
      leave(taken.length)
      return taken
    },
    waiting: () => waiting,
    dropped: () => dropped,
  }
}
