/** How far a simulation has come, in memory that its threads share: runs are numbered from 0. */
export interface Course {
  /** The next run that nobody has begun; `undefined` when no more are wanted. */
  readonly draw: () => number | undefined
  /** How many runs are wanted. */
  readonly end: () => number
  /** Wants no more than so many. */
  readonly endAt: (count: number) => void
}

const [next, end] = [0, 1]

export const makeCourseMemory = (runs: number): SharedArrayBuffer => {
  const memory = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)
  new Int32Array(memory)[end] = runs
  return memory
}

export const openCourse = (memory: SharedArrayBuffer): Course => {
  const words = new Int32Array(memory)
  const wanted = (): number => Atomics.load(words, end)
  return {
    draw() {
      const run = Atomics.add(words, next, 1)
      return run < wanted() ? run : undefined
    },
    end: wanted,
    endAt(count) {
      for (let before = wanted(); count < before; before = wanted())
        if (Atomics.compareExchange(words, end, before, count) === before) return
    },
  }
}
