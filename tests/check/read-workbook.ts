import { readXlsx } from "../../loaders/check/read-xlsx.js";
import { timedSource } from "../bench/check/extract.js";

// Reads a workbook in a process of its own, and says how many megabytes that took at most.
const [, , file, copy] = process.argv;
await readXlsx(timedSource("xlsx", "table"), file!, copy!);
console.log(Math.round(process.resourceUsage().maxRSS / 1e3));
