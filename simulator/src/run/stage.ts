import { makeMember, type Member } from "./member.ts"
import { type Line, makeLines } from "./network.ts"
import { makePath, type Path } from "./path.ts"
import type { Plan } from "./plan.ts"

/** Where a run takes place: the nodes, what is between them, and how far it has come. */
export interface Stage {
  readonly plan: Plan
  readonly seed: number
  readonly path: Path
  readonly members: readonly Member[]
  readonly byName: ReadonlyMap<string, Member>
  readonly lines: readonly Line[]
  readonly lineOf: (from: string, to: string) => Line | undefined
  /** The addresses of all nodes, by role. */
  readonly nodes: { readonly [role: string]: { readonly [node: string]: string } }
  /** How often each operation of a client was turned away: it has had no effect, and is asked for again. */
  readonly rejections: Map<string, number>
  /** How many inputs the nodes have taken. */
  steps: number
  /** Whether a node has sent something early. */
  hasSentEarly: boolean
  /** Whether the clients of the time after the healing may ask. */
  isHealed: boolean
}

const addressesOf = ({ follower }: Plan): { readonly [role: string]: { readonly [node: string]: string } } => {
  const byRole: { [role: string]: { [node: string]: string } } = {}
  for (const { roleName, id } of follower.nodes) (byRole[roleName] ??= {})[id] = id
  return byRole
}

/** A stage on which nobody has begun. */
export const makeStage = (plan: Plan, seed: number): Stage => {
  const { follower, library } = plan
  const members = follower.nodes.map((node) => {
    const code = library.roles[node.roleName]
    if (code === undefined) throw new Error(`the library has no role ${node.roleName}`)
    return makeMember(node, code)
  })
  const byName = new Map(members.map((member) => [member.name, member]))
  const byPair = makeLines(members.map(({ name }) => name))
  const lines = [...byPair.values()].flatMap((own) => [...own.values()])
  return {
    ...{
      plan,
      seed,
      path: makePath(plan),
      members,
      byName,
      lines,
      nodes: addressesOf(plan),
      rejections: new Map(),
      steps: 0,
      hasSentEarly: false,
      isHealed: false,
    },
    lineOf: (from, to) => byPair.get(from)?.get(to),
  }
}
