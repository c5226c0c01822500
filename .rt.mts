import fc from "fast-check";
import { randomTable } from "./tests/protect/solve/random-tables.js";
import { protectTable } from "./loaders/protect/solve/table/protect-table.js";
const all = fc.sample(randomTable, { numRuns: 60, seed: 1 });
let t0 = process.cpuUsage().user; const c:any[]=[];
for (const r of all) { try { c.push((await protectTable(r.table, undefined, r.policy, { steps: 0 })).cost); } catch (e) { c.push(-1); } }
console.log("steps 0", (process.cpuUsage().user - t0) / 1e6, c.reduce((a,b)=>a+b,0));
t0 = process.cpuUsage().user; const d:any[]=[];
for (const r of all.slice(0,15)) { try { const m=(await protectTable(r.table, undefined, r.policy, { steps: 50000 })); d.push(m.cost); } catch (e) { d.push(-1); } }
console.log("steps 50k", (process.cpuUsage().user - t0) / 1e6, d.reduce((a,b)=>a+b,0));
