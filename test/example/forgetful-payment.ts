/** The payment service with a mistake: it ignores the key under which it is asked, and does anew whatever it is asked again. */
import { randomUUID } from "node:crypto"
import { pay, runPayment } from "../../examples/order-service/services/payment.ts"

runPayment((payment) => pay({ ...payment, key: randomUUID() }))
