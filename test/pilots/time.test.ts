import { testFamily } from "./family.ts"

await testFamily("time")
