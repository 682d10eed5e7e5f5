import { model } from "@lockstep/language"
import { 互斥 } from "./protocol.ts"

export const quick = model(互斥, { nodes: { 锁: 1, 客户: 2 } })
