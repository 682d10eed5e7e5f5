/** Something that has happened outside of the checker, in the words of a protocol's model. */
export type Happening =
  | {
      readonly kind: "message"
      readonly node: string
      readonly from: string
      readonly message: unknown
      readonly stays: boolean
    }
  | { readonly kind: "loss"; readonly node: string; readonly from: string; readonly message: unknown }
  | { readonly kind: "timer"; readonly node: string; readonly timer: string }
  | { readonly kind: "call"; readonly node: string; readonly client: number }
  | { readonly kind: "perform"; readonly node: string; readonly activity: string; readonly key: string }
  | { readonly kind: "result"; readonly node: string; readonly activity: string; readonly key: string }
  | { readonly kind: "crash" | "stop" | "tick"; readonly node: string }
  /** A node crashes in the middle of what happens there: what it sends early is out. */
  | { readonly kind: "interruption"; readonly node: string; readonly during: Happening }
