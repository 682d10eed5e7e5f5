import { mutant, patched } from "@lockstep/language"
import { quick } from "./model.ts"
import { admit, breaker, change, decline, judge, open, settle, threshold } from "./protocol.ts"

/** A breaker that draws other conclusions from the end of a call. */
const judging = (judges: typeof judge) =>
  patched(breaker, () => ({
    results: {
      backend(node, answer, { key, now }) {
        const call = node.inFlight.find((one) => one === key)
        if (call === undefined) return node
        if (node.counted.has(call)) node = { ...judges(node, answer.outcome, now), last: call }
        return settle(node, call, answer)
      },
    },
  }))

/** Everybody probes at once. */
export const severalProbes = mutant({
  of: quick,
  breaks: "probesAlone",
  roles: {
    breaker: patched(breaker, ({ calls }) => ({
      calls: {
        request: (node, request, context) =>
          node.circuit.is === "half open" ? admit(node, request, context.call) : calls.request(node, request, context),
      },
    })),
  },
})

/** A probe that fails leaves it half open, and no other ever comes. */
export const staysHalfOpen = mutant({
  of: quick,
  breaks: "oneProbe",
  roles: {
    breaker: judging((node, outcome, now) =>
      node.circuit.is === "half open" && outcome === "failed" ? node : judge(node, outcome, now),
    ),
  },
})

/** Failures are counted, and successes forgotten. */
export const neverResets = mutant({
  of: quick,
  breaks: "successResets",
  roles: {
    breaker: judging((node, outcome, now) =>
      node.circuit.is === "closed" && outcome === "succeeded" ? node : judge(node, outcome, now),
    ),
  },
})

/** Whoever asks too early makes everybody wait longer. */
export const prolongsItsPause = mutant({
  of: quick,
  breaks: "pauseStays",
  roles: {
    breaker: patched(breaker, ({ calls }) => ({
      calls: {
        request: (node, request, context) =>
          node.circuit.is === "open" && context.now < node.circuit.until
            ? decline(open(node, context.now), context.call)
            : calls.request(node, request, context),
      },
    })),
  },
})

/** The end of the probe closes it, whatever the end. */
export const closesAfterAnyProbe = mutant({
  of: quick,
  breaks: "closesAfterSuccess",
  roles: {
    breaker: judging((node, outcome, now) => judge(node, node.circuit.is === "half open" ? "succeeded" : outcome, now)),
  },
})

/** It closes when the pause is over. */
export const closesWithoutProbe = mutant({
  of: quick,
  breaks: "closesAfterSuccess",
  roles: {
    breaker: patched(breaker, ({ calls }) => ({
      calls: {
        request: (node, request, context) =>
          node.circuit.is === "open" && context.now >= node.circuit.until
            ? admit(change(node, { is: "closed", failuresInARow: 0 }), request, context.call)
            : calls.request(node, request, context),
      },
    })),
  },
})

/** It says that it is open, and lets calls through. */
export const letsThroughWhileOpen = mutant({
  of: quick,
  breaks: "openAdmitsNothing",
  roles: {
    breaker: patched(breaker, ({ calls }) => ({
      calls: {
        request: (node, request, context) =>
          node.circuit.is === "open" ? admit(node, request, context.call) : calls.request(node, request, context),
      },
    })),
  },
})

/** The next call after it opened is the probe. */
export const probesAtOnce = mutant({
  of: quick,
  breaks: "probesAfterPause",
  roles: {
    breaker: patched(breaker, ({ calls }) => ({
      calls: {
        request: (node, request, context) =>
          node.circuit.is === "open"
            ? admit(change(node, { is: "half open", since: context.now }), request, context.call)
            : calls.request(node, request, context),
      },
    })),
  },
})

/** The success of a call from before it opened closes it. */
export const lateSuccessCloses = mutant({
  of: quick,
  breaks: "oldCallsSayNothing",
  roles: {
    breaker: patched(breaker, ({ results }) => ({
      results: {
        backend: (node, answer, context) =>
          results.backend(answer.outcome === "succeeded" ? { ...node, counted: node.inFlight } : node, answer, context),
      },
    })),
  },
})

/** The failure of a call from before it opened counts as that of the probe. */
export const lateFailureReopens = mutant({
  of: quick,
  breaks: "oldCallsSayNothing",
  roles: {
    breaker: patched(breaker, ({ results }) => ({
      results: {
        backend: (node, answer, context) =>
          results.backend(
            node.circuit.is === "half open" ? { ...node, counted: node.inFlight } : node,
            answer,
            context,
          ),
      },
    })),
  },
})

/** One failure more than the threshold has to come. */
export const opensTooLate = mutant({
  of: quick,
  breaks: "opensInTime",
  roles: {
    breaker: judging((node, outcome, now) =>
      node.circuit.is === "closed" && outcome === "failed" && node.circuit.failuresInARow < threshold
        ? { ...node, circuit: { is: "closed", failuresInARow: node.circuit.failuresInARow + 1 } }
        : judge(node, outcome, now),
    ),
  },
})

/** The first failure opens it. */
export const opensAtOnce = mutant({
  of: quick,
  breaks: "opensNoSooner",
  roles: {
    breaker: judging((node, outcome, now) => (outcome === "failed" ? open(node, now) : judge(node, outcome, now))),
  },
})

/** Once open, it is open for ever. */
export const neverProbes = mutant({
  of: quick,
  breaks: "closesAgain",
  roles: {
    breaker: patched(breaker, ({ calls }) => ({
      calls: {
        request: (node, request, context) =>
          node.circuit.is === "open" ? decline(node, context.call) : calls.request(node, request, context),
      },
    })),
  },
})

/** Calls that do not count are not answered either. */
export const forgetsOldCallers = mutant({
  of: quick,
  breaks: "ends",
  roles: {
    breaker: patched(breaker, ({ results }) => ({
      results: {
        backend: (node, answer, context) =>
          node.counted.some((call) => call === context.key) ? results.backend(node, answer, context) : node,
      },
    })),
  },
})

/** The failure that should open it is not counted. */
export const neverOpens = mutant({
  of: quick,
  breaks: "opens",
  roles: {
    breaker: judging((node, outcome, now) => {
      const next = judge(node, outcome, now)
      return next.circuit.is === "open" ? node : next
    }),
  },
})

/** A call that is declined counts as if it were on its way. */
export const countsWhatItDeclines = mutant({
  of: quick,
  breaks: "countsWhatIsOnItsWay",
  roles: {
    breaker: patched(breaker, ({ calls }) => ({
      calls: {
        request: (node, request, context) =>
          node.circuit.is === "open" && context.now < node.circuit.until
            ? decline({ ...node, counted: node.counted.add(context.call) }, context.call)
            : calls.request(node, request, context),
      },
    })),
  },
})

/** A call that is not let through is left to wait. */
export const declinesInSilence = mutant({
  of: quick,
  breaks: "nobodyIsForgotten",
  roles: {
    breaker: patched(breaker, ({ calls }) => ({
      calls: {
        request: (node, request, context) =>
          node.circuit.is === "half open" ? node : calls.request(node, request, context),
      },
    })),
  },
})

/** It opens for less than the pause. */
export const opensBriefly = mutant({
  of: quick,
  breaks: "leavesTheBackendAlone",
  roles: { breaker: judging((node, outcome, now) => judge(node, outcome, now - 1)) },
})
