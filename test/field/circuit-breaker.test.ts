import { circuitBreaker } from "./pilots/circuit-breaker.ts"
import { testInField } from "./testing.ts"

testInField(circuitBreaker)
