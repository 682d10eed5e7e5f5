/**
 * The standard library of a spec: what is pure, and gives the same answer on every machine. A spec is compiled with `noLib` and this
 * file, so clocks, chance, the console, promises and methods that change their array are unknown names.
 */

interface Object {
  toString(): string
}

/** A function has no methods here: call it. */
interface Function {
  readonly length: number
}
interface CallableFunction extends Function {
  readonly length: number
}
interface NewableFunction extends Function {
  readonly length: number
}
interface IArguments {
  readonly length: number
}
/** A regular expression has no methods here: some of them remember where they stopped. */
interface RegExp {
  readonly source: string
}

interface Symbol {
  readonly description: string | undefined
}
interface SymbolConstructor {
  readonly iterator: unique symbol
}
/** Only what `for`-`of` needs. */
declare const Symbol: SymbolConstructor

interface Boolean {
  /** "true" or "false". */
  toString(): string
}
/** Whether a value counts as true. */
declare const Boolean: (value: unknown) => boolean

interface Number {
  /** The number in decimal digits. */
  toString(): string
}
interface NumberConstructor {
  readonly MAX_SAFE_INTEGER: number
  readonly MIN_SAFE_INTEGER: number
  /** Whether it is a whole number. */
  isInteger(value: unknown): boolean
  /** Whether it is a whole number that is represented exactly. */
  isSafeInteger(value: unknown): boolean
}
/** Limits and tests of numbers. */
declare const Number: NumberConstructor

interface Math {
  /** The number without its sign. */
  abs(value: number): number
  /** The smallest whole number that is not less. */
  ceil(value: number): number
  /** The largest whole number that is not greater. */
  floor(value: number): number
  /** The largest of its arguments, one of which is always there: `Math.max(0, ...numbers)`. */
  max(first: number, ...others: readonly number[]): number
  /** The smallest of its arguments, one of which is always there: `Math.min(most, ...numbers)`. */
  min(first: number, ...others: readonly number[]): number
  /** -1, 0 or 1. */
  sign(value: number): number
  /** The whole part. */
  trunc(value: number): number
}
/** Arithmetic on whole numbers. */
declare const Math: Math

interface String {
  readonly length: number
  readonly [index: number]: string
  at(index: number): string | undefined
  charCodeAt(index: number): number
  concat(...others: readonly string[]): string
  endsWith(part: string, end?: number): boolean
  includes(part: string, from?: number): boolean
  indexOf(part: string, from?: number): number
  lastIndexOf(part: string, from?: number): number
  padEnd(length: number, filler?: string): string
  padStart(length: number, filler?: string): string
  repeat(count: number): string
  replaceAll(part: string, replacement: string): string
  slice(from?: number, to?: number): string
  split(separator: string): string[]
  startsWith(part: string, from?: number): boolean
  toString(): string
  trim(): string
  [Symbol.iterator](): IterableIterator<string>
}
/** The text of a value. */
declare const String: (value: string | number | boolean | null) => string

interface TemplateStringsArray extends ReadonlyArray<string> {
  readonly raw: readonly string[]
}

interface IteratorYieldResult<Item> {
  done?: false
  value: Item
}
interface IteratorReturnResult<Result> {
  done: true
  value: Result
}
type IteratorResult<Item, Result = unknown> = IteratorYieldResult<Item> | IteratorReturnResult<Result>
interface Iterator<Item, Result = unknown, Next = unknown> {
  next(...values: [] | [Next]): IteratorResult<Item, Result>
}
interface Iterable<Item, Result = unknown, Next = unknown> {
  [Symbol.iterator](): Iterator<Item, Result, Next>
}
interface IterableIterator<Item, Result = unknown, Next = unknown> extends Iterator<Item, Result, Next> {
  [Symbol.iterator](): IterableIterator<Item, Result, Next>
}

interface ArrayLike<Item> {
  readonly length: number
  readonly [index: number]: Item
}
interface ConcatArray<Item> extends ArrayLike<Item> {
  slice(from?: number, to?: number): Item[]
}

interface ReadonlyArray<T> {
  readonly length: number
  readonly [index: number]: T
  /** The item at an index, counted from the end when negative. */
  at(index: number): T | undefined
  concat(...others: readonly (T | ConcatArray<T>)[]): T[]
  entries(): IterableIterator<[number, T]>
  every<S extends T>(holds: (item: T, index: number) => item is S): this is readonly S[]
  every(holds: (item: T, index: number) => boolean): boolean
  filter<S extends T>(keep: (item: T, index: number) => item is S): S[]
  filter(keep: (item: T, index: number) => unknown): T[]
  find<S extends T>(holds: (item: T, index: number) => item is S): S | undefined
  find(holds: (item: T, index: number) => unknown): T | undefined
  findIndex(holds: (item: T, index: number) => unknown): number
  findLast<S extends T>(holds: (item: T, index: number) => item is S): S | undefined
  findLast(holds: (item: T, index: number) => unknown): T | undefined
  findLastIndex(holds: (item: T, index: number) => unknown): number
  flat<Item>(this: readonly (readonly Item[])[]): Item[]
  flatMap<Result>(change: (item: T, index: number) => Result | readonly Result[]): Result[]
  includes(item: T, from?: number): boolean
  indexOf(item: T, from?: number): number
  join(separator?: string): string
  keys(): IterableIterator<number>
  lastIndexOf(item: T): number
  map<Result>(change: (item: T, index: number) => Result): Result[]
  reduce(combine: (result: T, item: T, index: number) => T): T
  reduce<Result>(combine: (result: Result, item: T, index: number) => Result, initial: Result): Result
  reduceRight<Result>(combine: (result: Result, item: T, index: number) => Result, initial: Result): Result
  slice(from?: number, to?: number): T[]
  some(holds: (item: T, index: number) => unknown): boolean
  toReversed(): T[]
  /** A sorted copy. Without an order, numbers would sort as text: `compare` is the order of all data. */
  toSorted(order: (a: T, b: T) => number): T[]
  toSpliced(from: number, deleteCount: number, ...items: readonly T[]): T[]
  values(): IterableIterator<T>
  /** A copy with another item at an index. */
  with(index: number, item: T): T[]
  [Symbol.iterator](): IterableIterator<T>
}

/** An array is a value: it has no method that changes it, and its places cannot be assigned. */
interface Array<T> extends ReadonlyArray<T> {
  readonly length: number
  readonly [index: number]: T
}
interface ArrayConstructor {
  /** Everything that an iterable gives, or one item for each index below a length: `Array.from({ length: 3 }, (_, i) => i)`. */
  from<Item>(items: Iterable<Item> | ArrayLike<Item>): Item[]
  from<Item, Result>(items: Iterable<Item> | ArrayLike<Item>, change: (item: Item, index: number) => Result): Result[]
  isArray(value: unknown): value is readonly unknown[]
  of<Item>(...items: readonly Item[]): Item[]
}
/** Builds arrays. */
declare const Array: ArrayConstructor

type PropertyKey = string | number | symbol
type Partial<T> = { [Key in keyof T]?: T[Key] }
type Required<T> = { [Key in keyof T]-?: T[Key] }
type Readonly<T> = { readonly [Key in keyof T]: T[Key] }
type Pick<T, Keys extends keyof T> = { [Key in Keys]: T[Key] }
type Omit<T, Keys extends PropertyKey> = Pick<T, Exclude<keyof T, Keys>>
type Record<Keys extends PropertyKey, T> = { [Key in Keys]: T }
type Exclude<T, Out> = T extends Out ? never : T
type Extract<T, In> = T extends In ? T : never
type NonNullable<T> = T & {}
type Parameters<F extends (...args: never) => unknown> = F extends (...args: infer Args) => unknown ? Args : never
type ReturnType<F extends (...args: never) => unknown> = F extends (...args: never) => infer Result ? Result : never
type NoInfer<T> = intrinsic
type Uppercase<Text extends string> = intrinsic
type Lowercase<Text extends string> = intrinsic
type Capitalize<Text extends string> = intrinsic
type Uncapitalize<Text extends string> = intrinsic

/** A promise has no place in a step. Its type is known so that the error of an `async` handler can name it; its value is not. */
interface Promise<T> {
  then(take: (value: T) => unknown): unknown
}
