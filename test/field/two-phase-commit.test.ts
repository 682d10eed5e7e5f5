import { twoPhaseCommit } from "./pilots/two-phase-commit.ts"
import { testInField } from "./testing.ts"

testInField(twoPhaseCommit)
