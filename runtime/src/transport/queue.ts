/** What happens to frames that no room is left for: the oldest are forgotten, or the newest is not taken. */
export type DropPolicy = "oldest" | "newest"

/** How much may wait for one peer. */
export interface QueueLimits {
  readonly bytes: number
  readonly policy: DropPolicy
}

/** The frames that wait for one peer: bounded, so that a peer that is away costs a known amount of memory. */
export interface FrameQueue {
  readonly push: (frame: Uint8Array) => void
  /** Takes all that waits. */
  readonly drain: () => readonly Uint8Array[]
  readonly waiting: () => number
  readonly dropped: () => number
}

export const frameQueue = ({ bytes: limit, policy }: QueueLimits): FrameQueue => {
  let frames: Uint8Array[] = []
  let first = 0
  let waiting = 0
  let dropped = 0

  const dropOldest = (): void => {
    waiting -= frames[first]?.length ?? 0
    first++
    dropped++
    if (first < 1024 || first * 2 < frames.length) return
    frames = frames.slice(first)
    first = 0
  }

  return {
    push(frame) {
      if (waiting + frame.length > limit && (policy === "newest" || frame.length > limit)) {
        dropped++
        return
      }
      while (waiting + frame.length > limit) dropOldest()
      frames.push(frame)
      waiting += frame.length
    },
    drain() {
      const all = first === 0 ? frames : frames.slice(first)
      frames = []
      first = 0
      waiting = 0
      return all
    },
    waiting: () => waiting,
    dropped: () => dropped,
  }
}
