import { orderSaga } from "./pilots/order-saga.ts"
import { testInField } from "./testing.ts"

testInField(orderSaga)
