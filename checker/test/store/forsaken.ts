import { parentPort } from "node:worker_threads"
import { makeMemory, wordsIn } from "../../src/store/memory.ts"
import { makeDoublingControl, openDoubling } from "../../src/store/table.ts"

/** A thread whose table grows while one that helps fails at its first share, and so takes no other. */
const bits = 16
const wordsOf = (size: number): number => 2 ** size
const memory = makeMemory(2 ** 20)
const layout = { memory, width: 1, wordsOf, move: () => undefined }
const control = makeDoublingControl()

wordsIn({ bytes: memory.bytes }, wordsOf(bits))
const failing = openDoubling(control, {
  ...layout,
  wordsOf: () => {
    throw new Error("no memory")
  },
})
openDoubling(control, layout).spread(bits + 1, () => {
  try {
    failing.help()
  } catch (error) {
    parentPort?.postMessage(String(error))
  }
})
parentPort?.postMessage("grown")
