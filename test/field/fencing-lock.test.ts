import { fencingLock } from "./pilots/fencing-lock.ts"
import { testInField } from "./testing.ts"

testInField(fencingLock)
