/** Where a node listens. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** Reads "10.0.0.1:7000", "localhost:7000" or "[::1]:7000". */
export const readAddress = (text: string): Address | undefined => {
  const parts = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text)
  const host = parts?.[1] ?? parts?.[2]
  const port = Number(parts?.[3])
  return host === undefined || port > 65_535 ? undefined : { host, port }
}

const flawIn = (text: string): string => `"${text}" is no address like "10.0.0.1:7000"`

/** Why nobody can listen there; with port 0, the system chooses one. */
export const listeningFlaw = (text: string): string | undefined =>
  readAddress(text) === undefined ? flawIn(text) : undefined

/** Why nobody is reached at host and port: whoever listens at port 0 gets one that nobody knows. */
export const addressFlaw = (text: string): string | undefined => {
  const port = readAddress(text)?.port
  if (port === undefined) return flawIn(text)
  return port === 0 ? `"${text}" names no port that others could call` : undefined
}

/** The same of what was looked into before: anything else is a mistake in the configuration. */
export const parseAddress = (text: string): Address => {
  const address = readAddress(text)
  if (address === undefined) throw new Error(flawIn(text))
  return address
}
