import { expect, onTestFinished, test } from "vitest"
import type { Disk, DiskFile } from "../../src/storage/index.ts"
import { openLog } from "../../src/storage/log.ts"
import { type OpenLog, reportsDamage, survivesFullDisk, survivesPowerCuts, written } from "./log-checks.ts"
import { type Planted, storageWith } from "./planted.ts"
import { DiskFull } from "./simulated-disk.ts"

/** The first failure will do. */
const effort = { numRuns: 300, endOnFailure: true }

/** How a log sees a disk that has a bug. */
type Lens = (disk: Disk) => Disk

const through =
  (lens: Lens): OpenLog =>
  (disk, options) =>
    openLog(lens(disk), options)

/** Changes every file of a disk. */
const withFiles =
  (change: (file: DiskFile) => Partial<DiskFile>): Lens =>
  (disk) => {
    const changed = (file: DiskFile): DiskFile => ({ ...file, ...change(file) })
    return {
      ...disk,
      open: (name: string) => changed(disk.open(name)),
      create: (name: string) => changed(disk.create(name)),
    }
  }

const nothing = (): void => undefined

/** What was to be synced is synced before the next write. */
const late = (file: DiskFile): Partial<DiskFile> => {
  let isDue = false
  return {
    write(bytes, position) {
      if (isDue) file.syncData()
      file.write(bytes, position)
    },
    syncData: () => void (isDue = true),
  }
}

const lenses: Readonly<Record<string, Lens>> = {
  "does not sync its batches": withFiles(() => ({ syncData: nothing })),
  "acknowledges a batch before it is synced": withFiles(late),
  "does not sync a new segment or snapshot": withFiles(() => ({ sync: nothing })),
  "does not sync what it has recovered": (disk) => ({
    ...disk,
    open: (name) => ({ ...disk.open(name), sync: nothing }),
  }),
  "does not sync a snapshot": (disk) => ({
    ...disk,
    prepare(name, content, done) {
      if (typeof content === "number") return disk.prepare(name, content, done)
      const file = disk.create(name)
      let end = 0
      for (const piece of content) {
        file.write(piece, end)
        end += piece.length
      }
      done()
    },
  }),
  "does not sync the directory": (disk) => ({ ...disk, syncDirectory: nothing }),
}

test.each(Object.entries(lenses))("a power cut catches a log that %s", (_, lens) => {
  expect(() => survivesPowerCuts(through(lens), effort)).toThrow(/Property failed/)
})

test("a full disk catches a log that overlooks it", () => {
  const blind = withFiles((file) => ({
    write(bytes, position) {
      try {
        file.write(bytes, position)
      } catch (thrown) {
        if (!(thrown instanceof DiskFull)) throw thrown
      }
    },
  }))
  expect(() => survivesFullDisk(through(blind), effort)).toThrow(/Property failed/)
})

/** A log whose frames have a bug. */
const openLogWith = async (bug: Omit<Planted, "file">): Promise<OpenLog> => {
  const { log, remove } = await storageWith({ file: "frame.ts", ...bug })
  onTestFinished(remove)
  return log.openLog
}

/** Takes a frame for whole whose mark and length look right. */
const unchecked = { from: " || crc32c(bytes, at + markAt, next) !== get32(bytes, at)", to: "" }

const damagesAll = (open: OpenLog): void =>
  written(open)
    .list()
    .forEach((name) => reportsDamage(open, name))

test("a torn batch that is taken for whole is caught by a power cut", async () => {
  const open = await openLogWith(unchecked)
  expect(() => survivesPowerCuts(open, effort)).toThrow(/Property failed/)
})

test("a checksum that nobody looks at is caught by damage", async () => {
  const open = await openLogWith(unchecked)
  expect(() => damagesAll(open)).toThrow(/deeply equal|to be 18|StorageCorrupt/)
})

test("damage in the middle that is taken for a torn end is caught by damage", async () => {
  const open = await openLogWith({ from: "return found - markAt", to: "return undefined" })
  expect(() => damagesAll(open)).toThrow(/to be 18/)
})
