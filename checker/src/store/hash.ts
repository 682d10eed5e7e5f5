/** Two independent 32-bit lanes over a text; together they are the content hash of a component. */
export const hashText = (text: string): readonly [number, number] => {
  let a = 0x9e3779b1 ^ text.length
  let b = 0x85ebca77 ^ text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x2c1b3c6d)
    a ^= a >>> 15
    b = Math.imul(b ^ code, 0x297a2d39)
    b ^= b >>> 13
  }
  return [finish(a), finish(b ^ 0x5bd1e995)]
}

/** Spreads the bits of a 32-bit number over all of it. */
export const finish = (bits: number): number => {
  let x = bits
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) | 0
}

/** What a component with this lane of its hash adds to the fingerprint of a state, at a place with this salt. */
export const mix = (lane: number, salt: number): number => {
  const x = Math.imul(lane ^ salt, 0x9e3779b1)
  return x ^ (x >>> 15)
}
