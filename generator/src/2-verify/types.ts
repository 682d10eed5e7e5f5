import { roleNotReadable, rolesNotReadable } from "../messages.ts"
import { unsupportedType } from "../unsupported-messages.ts"
import type { Scene } from "./scene.ts"

/** Types that no state or message can have. */
export const checkTypes = ({ spec, report }: Scene): void => {
  for (const problem of spec.unsupported) report(problem.node, unsupportedType(problem))
}

/** Roles whose definition is out of sight. */
export const checkReadable = ({ spec, report }: Scene): void => {
  if (spec.roles.length === 0) report(spec.node, rolesNotReadable)
  for (const { unreadable, name } of spec.roles) for (const node of unreadable) report(node, roleNotReadable(name))
}
