import type { Member } from "./member.ts"
import { type Line, readFrame } from "./network.ts"
import type { Stage } from "./stage.ts"

/** What becomes of frames that nobody takes. */
export interface Frames {
  /** The messages of a frame will never arrive. */
  readonly loseMessages: (from: string, to: Member, frame: Uint8Array) => void
  readonly lose: (line: Line, nth: number) => boolean
  readonly post: (from: Member, to: string, frame: Uint8Array) => void
}

/** A line that holds more has lost its oldest frame. */
const lineFrames = 12

export const makeFrames = ({ plan, path, byName, lineOf }: Stage): Frames => {
  const { library } = plan

  const loseMessages = (from: string, to: Member, frame: Uint8Array): void => {
    for (const message of readFrame(library, to.role, frame)) {
      const [lost] = path.after({ kind: "loss", node: to.name, from, message })
      if (lost === undefined)
        return path.deviate({
          promise: "followsSpec",
          reason: `${from} has sent ${JSON.stringify(message)}, which no step asked for`,
        })
      path.take(lost)
    }
  }

  /** Where it is open whether a step took a copy, the frame must still be there for the step. */
  const lose = (line: Line, nth: number): boolean => {
    const to = byName.get(line.to)
    if (to === undefined || to.orphans.length > 0) return false
    const [frame] = line.frames.splice(nth, 1)
    if (frame === undefined) return false
    loseMessages(line.from, to, frame)
    return true
  }

  const post = (from: Member, to: string, frame: Uint8Array): void => {
    const line = lineOf(from.name, to)
    if (line === undefined) return path.deviate({ promise: "followsSpec", reason: `${from.name} sends to ${to}` })
    line.frames.push(frame)
    if (line.frames.length > lineFrames && plan.faults.has("loss")) lose(line, 0)
  }

  return { loseMessages, lose, post }
}
