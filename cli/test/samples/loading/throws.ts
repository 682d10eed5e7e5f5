import { algorithm } from "@lockstep/language"

const begin = (count: number): { count: number } => {
  if (count > 3) throw new Error(`${count} is too much`)
  return { count }
}

export const counter = algorithm<{ count: number }>({
  initial: [begin(4)],
  actions: { up: ({ count }) => ({ count: count + 1 }) },
})
