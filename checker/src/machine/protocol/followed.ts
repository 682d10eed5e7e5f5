import type { StepLabel } from "../../report.ts"
import { type Happened, labelOf } from "./label.ts"
import type { NodeInfo } from "./nodes.ts"
import type { Alternative } from "./transitions.ts"

/** A state that a happening may lead to. */
export interface Followed {
  readonly state: Int32Array
  /** Put into words only when somebody asks. */
  readonly label: StepLabel
  readonly happened: Happened
  /** The handler that ran, by the name under which it is counted. */
  readonly handler: string | undefined
  /** The node took the input, and it made no difference to it. */
  readonly ignored: boolean
}

/** A step, which is put into words only when somebody asks. A class, since the engine makes a literal with a getter in its slow way. */
export class Step implements Followed {
  readonly state: Int32Array
  readonly handler: string | undefined
  readonly ignored: boolean
  readonly #node: NodeInfo
  readonly #kind: number
  readonly #what: unknown

  constructor(state: Int32Array, node: NodeInfo, kind: number, what: unknown, one?: Alternative) {
    this.state = state
    this.handler = one?.handler
    this.ignored = one?.ignored ?? false
    this.#node = node
    this.#kind = kind
    this.#what = what
  }

  get happened(): Happened {
    return { kind: this.#kind, node: this.#node, what: this.#what }
  }

  get label(): StepLabel {
    return labelOf(this.happened)
  }
}
