/** How the application writes a payload that the protocol never looks into. A payload is a string in memory; its bytes are the application's choice. */
export interface OpaqueCodec {
  readonly toBytes: (payload: string) => Uint8Array
  /** Whatever it throws becomes a decode error. To keep the encoding canonical, it must refuse bytes that `toBytes` does not give. */
  readonly fromBytes: (bytes: Uint8Array) => string
}

/** By the name that the spec gives the payload: `Opaque<"Command">` is "Command". A payload without a codec is written as a string. */
export interface OpaqueCodecs {
  readonly [name: string]: OpaqueCodec
}

/** Without a prototype, so that no name finds what the application did not give; `null` where it gave nothing, which is asked for each payload. */
export const byName = (codecs: OpaqueCodecs): OpaqueCodecs | null =>
  Object.keys(codecs).length === 0 ? null : Object.assign(Object.create(null), codecs)
