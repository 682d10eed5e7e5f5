export const formats = ["pretty", "json", "sarif", "github"] as const

/** How diagnostics are told. */
export type Format = (typeof formats)[number]
