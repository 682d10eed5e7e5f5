/** How many bytes a size takes. */
export const sizeWidth = (size: number): number => {
  if (size < 2 ** 7) return 1
  if (size < 2 ** 14) return 2
  if (size < 2 ** 21) return 3
  return size < 2 ** 28 ? 4 : 5
}

/** The largest size that can be written. */
export const largestSize: number = 2 ** 32 - 1
