import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { recordOrders } from "./record.ts"

/** `node test/replay/sample.ts` records anew what the manual replays: needed when the spec of the order saga has changed. */
const samples = "cli/test/samples/traces"
const [folder, changed] = [join(samples, "order-saga"), join(samples, "changed")]
for (const each of [folder, changed]) {
  rmSync(each, { recursive: true, force: true })
  mkdirSync(each, { recursive: true })
}
await recordOrders(folder, undefined, 2)

/** The last order, for which nothing was left, has got something after all. */
for (const name of readdirSync(folder))
  writeFileSync(
    join(changed, name),
    readFileSync(join(folder, name), "utf8").replace('3.2","refused"', '3.2","reserved"'),
  )
