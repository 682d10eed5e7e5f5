/** A place in an instance, as the part of an address behind its `#` says it: `quick/8f2ka.0xz11@1`. */
export interface Link {
  readonly instance: string
  readonly path: readonly string[]
  /** Which state on the path is shown; the last where nothing is said. */
  readonly at: number
}

export const linkText = ({ instance, path, at }: Link): string =>
  `#${encodeURIComponent(instance)}/${path.join(".")}${at === path.length ? "" : `@${at}`}`

/** Reads what is behind the `#`; anything else than a link is the beginning of nothing. */
export const readLink = (hash: string): Link | undefined => {
  const [, instance = "", steps = "", shown] = /^#([^/]+)\/([\w.-]*)(?:@(\d+))?$/.exec(hash) ?? []
  if (instance === "") return undefined
  const path = steps.split(".").filter((id) => id !== "")
  return { instance: decodeURIComponent(instance), path, at: Math.min(Number(shown ?? path.length), path.length) }
}
