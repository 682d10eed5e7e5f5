import { hybridLogicalClock } from "./pilots/hybrid-logical-clock.ts"
import { testInField } from "./testing.ts"

testInField(hybridLogicalClock)
