// A copy of language/src/value.ts, kept in step by runtime/test/copies.test.ts.
declare const nodeOf: unique symbol
declare const replyOf: unique symbol
declare const opaqueOf: unique symbol

/** The name of a node that plays `Role`: compare it, keep it, send to it. */
export type NodeId<Role extends string = string> = string & { readonly [nodeOf]: Role }

/** One call of the application that still waits for its `Reply`. A node may keep it in its state and answer later. */
export type Call<Reply = unknown> = string & { readonly [replyOf]: (reply: Reply) => void }

/** Data that a protocol carries and compares for equality but never looks into: two values in a model, any payload in production. */
export type Opaque<Name extends string> = string & { readonly [opaqueOf]: Name }

/** Something with a `type` that tells which of several it is: a message or an event. */
export interface Tagged {
  readonly type: string
}

/** Makes opaque data of a text: in a model or a test a name for it, in a service what it carries. Of which `Name` it is need not be said: then it may be of any. */
export const opaque = <Name extends string = never>(name: string): Opaque<Name> => name as Opaque<Name>
