import { existsSync, statSync } from "node:fs"
import { basename, dirname, join } from "node:path"

/** What a file of models is called, so that its folder stands for it; `.mts` is a module whatever the package around it is. */
export const modelNames = ["model.ts", "model.mts"] as const

/** What the file of a protocol is called where it stands beside its models. */
export const protocolNames = ["protocol.ts", "protocol.mts"] as const

const oneOf = (folder: string, names: readonly string[]): string | undefined =>
  names.map((name) => join(folder, name)).find((file) => existsSync(file))

/** The file of a folder's protocol; where there is none, what it should be called. */
const protocolIn = (folder: string): string => oneOf(folder, protocolNames) ?? join(folder, protocolNames[0])

/** The file that says most about a protocol: its models where it has some. */
export const specFile = (path: string): string => {
  const isFolder = existsSync(path) && statSync(path).isDirectory()
  const model = oneOf(isFolder ? path : dirname(path), modelNames)
  const isProtocol = isFolder || protocolNames.some((name) => name === basename(path))
  if (isProtocol && model !== undefined) return model
  return isFolder ? protocolIn(path) : path
}

/** The file that a protocol itself is written in: that of its own where it has one. */
export const protocolFile = (path: string): string => {
  if (!statSync(path).isDirectory()) return path
  return oneOf(path, [...protocolNames, ...modelNames]) ?? protocolIn(path)
}
