import type { NoSubject } from "@lockstep/generator"
import { fileName } from "../report/file-name.ts"
import { type UserError, userErrors } from "../messages.ts"

/** Why a path does not stand for one protocol. */
export const noSubject = (path: string, refused: NoSubject): UserError => {
  if (refused.why === "no-protocol") return userErrors.noProtocol(path)
  const { file, line, column } = refused.place
  return userErrors.severalProtocols(`${fileName(file)}:${line}:${column}`, path, refused.names)
}
