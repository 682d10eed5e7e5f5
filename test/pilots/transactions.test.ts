import { testFamily } from "./family.ts"

await testFamily("transactions")
