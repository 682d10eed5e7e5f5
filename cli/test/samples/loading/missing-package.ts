import { algorithm } from "lokstep"

export const nothing = algorithm({ initial: [{}], actions: {} })
