import { neverWritten } from "../messages.ts"
import { arrivesWhole, type RoleScene } from "./role-scene.ts"
import type { Scene } from "./scene.ts"
import { anyField, writesIn } from "./writes.ts"

/** Durable fields that keep for ever what they had in the beginning. Of a name that is no field, TypeScript says so. */
export const checkDurable = (scene: Scene, { role, pieces }: RoleScene): void => {
  if (role.unreadable.length > 0 || arrivesWhole(role)) return
  const writes = writesIn(scene.program, pieces, role.stateType)
  if (writes.has(anyField)) return
  for (const [at, field] of role.durable.entries())
    if (role.stateType.getProperty(field) !== undefined && !writes.has(field))
      scene.report(role.durableNodes[at] ?? role.node, neverWritten(field, role.name))
}
