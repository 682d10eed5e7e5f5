import type { AnyModel } from "@lockstep/language"
import type { Life } from "@lockstep/judge"
import { type Instance, loadInstances } from "../load/models.ts"
import { noSubject } from "../load/subject.ts"
import { type UserError, userErrors } from "../messages.ts"

/** An instance of the protocol that was recorded. */
export interface ReplayModel {
  readonly instance: Instance
  readonly model: AnyModel
}

/** Loads the spec: what is replayed has no bounds, so any of its models will do. */
export const loadReplayModel = async (path: string, name: string | undefined): Promise<ReplayModel | UserError> => {
  const loaded = await loadInstances([path], name)
  if (loaded.kind === "user-error") return loaded
  for (const instance of loaded.instances)
    if (instance.model.kind === "model") return { instance, model: instance.model }
  return userErrors.noProtocol(path)
}

/** Steps of a build from another spec are refused before the first of them; no word makes those of another protocol fit. */
export const foreignLife = async (
  path: string,
  { protocol: { roles } }: AnyModel,
  lives: readonly Life[],
  accept: string | undefined,
): Promise<UserError | undefined> => {
  const strange = lives.find(({ header: { role } }) => !Object.hasOwn(roles, role))
  if (strange !== undefined) {
    const { site, header } = strange
    return userErrors.otherProtocol(`${site.path}:${site.line}:1`, header.protocol, header.role, path)
  }
  const { specHashOf } = await import("@lockstep/generator")
  const own = specHashOf(path)
  if (typeof own !== "string") return noSubject(path, own)
  const foreign = lives.find(({ header: { spec } }) => spec !== own && spec !== accept)
  if (foreign === undefined) return undefined
  return userErrors.otherSpec(`${foreign.site.path}:${foreign.site.line}:1`, foreign.header.spec, path, own)
}
