import { raft } from "./pilots/raft.ts"
import { testInField } from "./testing.ts"

testInField(raft)
