/** The polynomial of Castagnoli, its bits reversed. */
const polynomial = 0x82f63b78

const afterEightBits = (byte: number): number => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ polynomial : value >>> 1
  return value
}

/** For each byte, what it does to the checksum when one, two, three or four bytes come in one stride. */
const one: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => afterEightBits(byte))
const further = (table: Uint32Array): Uint32Array => table.map((value) => (value >>> 8) ^ (one[value & 255] ?? 0))
const two = further(one)
const three = further(two)
const four = further(three)

/** CRC-32C of the bytes from `start` up to `end`: what iSCSI, ext4 and Btrfs trust their blocks to. */
export const crc32c = (bytes: Uint8Array, start = 0, end: number = bytes.length): number => {
  let crc = -1
  let at = start
  for (; at + 4 <= end; at += 4) {
    crc ^= (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)
    crc =
      (four[crc & 255] ?? 0) ^ (three[(crc >>> 8) & 255] ?? 0) ^ (two[(crc >>> 16) & 255] ?? 0) ^ (one[crc >>> 24] ?? 0)
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ (one[(crc ^ (bytes[at] ?? 0)) & 255] ?? 0)
  return ~crc >>> 0
}
