import { type Algorithm, algorithm, each, pairs, refinement } from "@lockstep/language"
import { functions, type On } from "./functions.ts"
import { terminated, terminationDetection } from "./termination-detection.ts"

type Color = "white" | "black"

interface Ring {
  readonly active: On<number, boolean>
  readonly color: On<number, Color>
  readonly tokenAt: number
  readonly tokenColor: Color
}

const detected = ({ active, color, tokenAt, tokenColor }: Ring): boolean =>
  tokenAt === 0 && tokenColor === "white" && color[0] === "white" && !active[0]

/** Dijkstra's detection of termination on a ring (`ewd840/EWD840`). */
export const ewd840 = (nodes: readonly number[]): Algorithm<Ring> =>
  algorithm<Ring>({
    initial: pairs(
      pairs(functions(nodes, [false, true]), functions<number, Color>(nodes, ["white", "black"])),
      nodes,
    ).map(([[active, color], tokenAt]) => ({ active, color, tokenAt, tokenColor: "black" })),
    actions: {
      initiateProbe: ({ tokenAt, tokenColor, color }) =>
        tokenAt === 0 &&
        (tokenColor === "black" || color[0] === "black") && {
          tokenAt: nodes.length - 1,
          tokenColor: "white",
          color: { ...color, 0: "white" },
        },
      passToken: each(
        nodes.filter((i) => i !== 0),
        ({ tokenAt, tokenColor, color, active }, i) =>
          tokenAt === i &&
          (!active[i] || color[i] === "black" || tokenColor === "black") && {
            tokenAt: i - 1,
            tokenColor: color[i] === "black" ? "black" : tokenColor,
            color: { ...color, [i]: "white" },
          },
      ),
      sendMessage: each(
        pairs(nodes, nodes).filter(([i, j]) => i !== j),
        ({ active, color }, [i, j]) =>
          active[i] === true && {
            active: { ...active, [j]: true },
            color: j > i ? { ...color, [i]: "black" } : color,
          },
      ),
      deactivate: each(nodes, ({ active }, i) => active[i] === true && { active: { ...active, [i]: false } }),
    },
    always: {
      /** When the probe comes back white, all nodes are at rest. */
      terminationDetection: (state) => !detected(state) || terminated(nodes, state.active),
      /** Dijkstra's inductive invariant. */
      dijkstra: ({ active, color, tokenAt, tokenColor }) =>
        nodes.every((i) => tokenAt >= i || !active[i]) ||
        nodes.some((j) => j <= tokenAt && color[j] === "black") ||
        tokenColor === "black",
    },
    refines: {
      /** The ring detects termination. */
      detectsTermination: refinement(terminationDetection(nodes), (state) => ({
        active: state.active,
        terminationDetected: detected(state),
      })),
    },
  })

export const ewd840Of3 = ewd840([0, 1, 2])
