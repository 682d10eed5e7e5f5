import { MemoryStorage } from "../../src/storage/index.ts"
import { roleOpener } from "../../src/service/index.ts"
import { Tcp } from "../../src/transport/index.ts"
import { ledgerLibrary } from "../fixtures/ledger.ts"
import type { Ledger } from "./ledger.ts"

/** A service as the page on operation shows it. The test of stopping runs it as a process. */
const openLedger = roleOpener<Ledger>(ledgerLibrary, "ledger")
const options = {
  self: "l1",
  nodes: { ledger: { l1: "127.0.0.1:7101" } },
  timers: { tick: "1 second" },
  activities: { charge: () => "receipt" },
  data: MemoryStorage.layer(MemoryStorage.emptyStore()),
  transport: Tcp.layerWith({ listen: "127.0.0.1:0" }),
} as const

const node = await openLedger(options)
process.once("SIGTERM", () => void node.close())
process.once("SIGUSR2", () => void node.fail().catch(() => undefined))
console.log("ready")
await node.ended
