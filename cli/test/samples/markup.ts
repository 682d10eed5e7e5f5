import { algorithm } from "@lockstep/language"

/** Says <b>much</b> & "more". */
export const markup = algorithm<{ said: string }>({
  initial: [{ said: "" }],
  actions: { say: () => ({ said: '<b>\u0007&"' }) },
  always: {
    /** Never <b>loud</b>. */
    quiet: ({ said }) => said !== '<b>\u0007&"',
  },
})
