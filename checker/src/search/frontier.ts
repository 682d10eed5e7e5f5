/** States that wait to be expanded, level by level, each a fixed number of small integers. */
export interface Frontier {
  /** Puts a state into the next level. */
  readonly push: (state: Int32Array) => void
  /** Takes a state out of the level at hand; false when none is left. */
  readonly shift: (into: Int32Array) => boolean
  /** Makes the next level the one at hand; false when it is empty. */
  readonly descend: () => boolean
  readonly length: () => number
  readonly bytes: () => number
}

type Words = Uint16Array | Int32Array

interface Page {
  readonly words: Words
  used: number
}

const pageStates = 4096

/** Makes an empty frontier. Pages hold 16-bit numbers as long as these suffice. */
export const makeFrontier = (width: number): Frontier => {
  const pages: Page[] = []
  const spare: { narrow: Words[]; wide: Words[] } = { narrow: [], wide: [] }
  let first = 0
  let taken = 0
  let waiting = 0
  let leftInLevel = 0
  let pageBytes = 0

  const newWords = (wide: boolean): Words => {
    const reused = (wide ? spare.wide : spare.narrow).pop()
    if (reused !== undefined) return reused
    const words = wide ? new Int32Array(pageStates * width) : new Uint16Array(pageStates * width)
    pageBytes += words.byteLength
    return words
  }

  const isWide = (state: Int32Array): boolean => {
    for (let i = 0; i < width; i++) if ((state[i] as number) > 0xffff) return true
    return false
  }

  const pageFor = (state: Int32Array): Page => {
    const last = pages[pages.length - 1]
    const wide = isWide(state)
    if (last !== undefined && last.used < pageStates && (!wide || last.words instanceof Int32Array)) return last
    const page = { words: newWords(wide), used: 0 }
    pages.push(page)
    return page
  }

  const retire = (page: Page): void => {
    const list = page.words instanceof Int32Array ? spare.wide : spare.narrow
    if (list.length < 64) list.push(page.words)
    else pageBytes -= page.words.byteLength
    first++
    taken = 0
    if (first > 1024 && first * 2 > pages.length) {
      pages.splice(0, first)
      first = 0
    }
  }

  return {
    push: (state) => {
      const page = pageFor(state)
      const { words } = page
      let at = page.used * width
      for (let i = 0; i < width; i++) words[at++] = state[i] as number
      page.used++
      waiting++
    },
    shift: (into) => {
      if (leftInLevel === 0) return false
      let page = pages[first] as Page
      if (taken === page.used) {
        retire(page)
        page = pages[first] as Page
      }
      const { words } = page
      let at = taken * width
      for (let i = 0; i < width; i++) into[i] = words[at++] as number
      taken++
      waiting--
      leftInLevel--
      return true
    },
    descend: () => {
      leftInLevel = waiting
      return waiting > 0
    },
    length: () => waiting,
    bytes: () => pageBytes,
  }
}
