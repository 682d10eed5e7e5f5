import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"

/** A directory that is there as long as the tests of a file run. */
export const scratch = (): string => {
  const root = mkdtempSync(join(tmpdir(), "lockstep-"))
  afterAll(() => rmSync(root, { recursive: true }))
  return root
}

/** A port of the loopback that nobody listens at. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0))
    })
  })

/** Nodes with addresses of their own on the loopback. */
export const addressesOf = async (...names: readonly string[]): Promise<{ readonly [node: string]: string }> => {
  const ports = await Promise.all(names.map(freePort))
  return Object.fromEntries(names.map((name, index) => [name, `127.0.0.1:${ports[index]}`]))
}
