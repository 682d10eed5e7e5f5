import { abdRegister } from "./pilots/abd-register.ts"
import { testInField } from "./testing.ts"

testInField(abdRegister)
