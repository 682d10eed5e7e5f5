import { describe, expect, test } from "vitest"
import { openLog } from "../../src/storage/log.ts"
import { StorageCorrupt } from "../../src/storage/index.ts"
import { batch, count, opening, reportsDamage, survivesFullDisk, survivesPowerCuts, written } from "./log-checks.ts"
import { simulatedDisk } from "./simulated-disk.ts"

const open = opening(openLog)
const effort = { numRuns: process.env["NIGHTLY"] === "1" ? 2000 : 150 }

test("a power cut at any write boundary loses nothing acknowledged and half-keeps nothing else", () => {
  survivesPowerCuts(openLog, effort)
})

test("a disk that is full at any moment loses nothing acknowledged", () => {
  survivesFullDisk(openLog, effort)
})

const names = written(openLog).list()

describe("damage", () => {
  test.each(names)("to any byte of %s is reported or changes nothing", (name) => reportsDamage(openLog, name))

  test("in the middle is reported with the file and the byte", () => {
    const disk = written(openLog)
    const name = disk.list().find((file) => file.endsWith(".log")) ?? ""
    disk.damage(name, 60, 1)
    expect(() => open(disk, 2)).toThrow(expect.objectContaining({ _tag: "StorageCorrupt", file: name, offset: 16 }))
  })

  test.each(names)("a missing %s is reported", (name) => {
    const disk = written(openLog)
    disk.remove(name)
    const look = () => count(open(disk, 2))
    if (name === names.at(-1) && name.endsWith(".log")) expect(look()).toBeLessThan(18)
    else expect(look).toThrow(StorageCorrupt)
  })
})

test("after a failed write the log refuses everything, and another on the same disk goes on", () => {
  const disk = simulatedDisk()
  const log = open(disk, 1)
  log.append(batch(1, 20))
  disk.cutAfter(0)
  expect(() => log.append(batch(2, 20))).toThrow(expect.objectContaining({ _tag: "StorageFailed" }))
  disk.restart(() => 0.9)
  expect(() => log.append(batch(2, 20))).toThrow(expect.objectContaining({ _tag: "StorageFailed" }))
  expect(count(open(disk, 2))).toBe(1)
})

test("a snapshot stands for batches that are damaged behind it, and new ones get new numbers", () => {
  const disk = simulatedDisk()
  const log = open(disk, 1)
  for (let number = 1; number <= 3; number++) log.append(batch(number, 20))
  log.snapshot([batch(3, 20), batch(3, 30)], (finish) => {
    disk.cutAfter(1)
    expect(finish).toThrow()
  })
  disk.goOn()
  disk.damage("0000000000000001.log", 16 + 2 * 40 + 30, 1)
  const second = open(disk, 2)
  expect(count(second)).toBe(3)
  second.append(batch(4, 20))
  expect(count(open(disk, 3))).toBe(4)
})

test("damage to the last batch of an earlier life no longer passes for a torn write", () => {
  const disk = simulatedDisk()
  open(disk, 1).append(batch(1, 20))
  expect(count(open(disk, 2))).toBe(1)
  disk.damage("0000000000000001.log", 16 + 30, 1)
  expect(() => open(disk, 3)).toThrow(expect.objectContaining({ _tag: "StorageCorrupt", offset: 16 }))
})

test("lives that append nothing add nothing", () => {
  const disk = simulatedDisk()
  const name = "0000000000000001.log"
  const first = open(disk, 1)
  first.append(batch(1, 20))
  first.close()
  const left = disk.read(name)
  for (let life = 2; life < 5; life++) open(disk, life).close()
  expect(disk.read(name)).toEqual(left)
})
