const signalCodes = { SIGINT: 130, SIGTERM: 143 } as const

/** What a signal from outside asks for. */
export interface Interruption {
  readonly signal: AbortSignal
  /** The exit code it asks for; `undefined` where none came. */
  readonly code: () => number | undefined
  readonly end: () => void
}

/** The first signal ends the search and lets it tell what it knows; a second one ends the command. */
export const interruption = (): Interruption => {
  const controller = new AbortController()
  let code: number | undefined
  const stop = (signal: keyof typeof signalCodes) => (): void => {
    code = signalCodes[signal]
    controller.abort()
  }
  const [onInterrupt, onTerminate] = [stop("SIGINT"), stop("SIGTERM")]
  process.once("SIGINT", onInterrupt).once("SIGTERM", onTerminate)
  const end = (): void => void process.off("SIGINT", onInterrupt).off("SIGTERM", onTerminate)
  return { signal: controller.signal, code: () => code, end }
}
