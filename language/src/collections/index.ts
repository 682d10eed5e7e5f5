export { List } from "./list.ts"
export { Map } from "./map.ts"
export { Set } from "./set.ts"
