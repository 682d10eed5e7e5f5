/** Where a node listens. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** Reads "10.0.0.1:7000", "localhost:7000" or "[::1]:7000". Anything else is a mistake in the configuration. */
export const parseAddress = (text: string): Address => {
  const parts = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text)
  const host = parts?.[1] ?? parts?.[2]
  const port = Number(parts?.[3])
  if (host === undefined || port > 65_535) throw new Error(`"${text}" is no address like "10.0.0.1:7000"`)
  return { host, port }
}
