/** What the compiler says about one token of a spec. */
export interface Complaint {
  readonly code: number
  /** The text that an editor would underline. */
  readonly token: string
  readonly line: number
  /** The whole message, with its elaborations indented below it. */
  readonly message: string
}
/** Everything that the compiler says about the text of a spec. */
export declare const complaints: (text: string) => readonly Complaint[]
/** Emits the declarations of the language package and compiles them with nothing but the library of a spec. */
export declare const declarationComplaints: () => readonly Complaint[]
