import { exploreAlgorithm } from "./naive/algorithm.ts"
import { algorithm, each } from "@lockstep/language"
console.log(exploreAlgorithm(algorithm<{h:number}>({ initial: [{h:1}], actions: { tick: ({h}) => ({ h: h % 12 + 1 }) }, never: {five: s => s.h===5}, reachable: {x: s=>s.h===7,y:s=>s.h===13} })))
const peterson = algorithm<{pc: readonly string[]; flag: readonly boolean[]; turn: number}>({
  initial: [0,1].map(turn => ({ pc: ["a0","a0"], flag: [false,false], turn })),
  actions: { step: each([0,1], (s,p) => { const pc=s.pc[p]; const to=(x:string)=>s.pc.with(p,x)
    switch(pc){ case "a0": return {pc: to("a1")}; case "a1": return {flag: s.flag.with(p,true), pc: to("a2")}; case "a2": return {turn:1-p, pc: to("a3a")};
     case "a3a": return {pc: to(s.flag[1-p]? "a3b":"cs")}; case "a3b": return {pc: to(s.turn===1-p?"a3a":"cs")}; case "cs": return {pc: to("a4")}; default: return {flag: s.flag.with(p,false), pc: to("a0")} } }) },
  always: { mutex: s => !(s.pc[0]==="cs"&&s.pc[1]==="cs") } })
console.log(exploreAlgorithm(peterson))
const m = await import("../../test/oracles/first-half.ts")
for (const r of m.firstHalf) { const t=Date.now(); if (r.distinct < 20000) { const f = exploreAlgorithm(r.model); console.log(r.name, f.states===r.distinct, f.depth+1===r.depth, f.violations, Date.now()-t) } }
