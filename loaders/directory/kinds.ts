import type { FundedHours, ServiceKind } from "../../components/directory/service.js";

// In this order: the first that fits. Registers and feeds have words of their own.
const patterns: [ServiceKind, RegExp][] = [
  ["childminder", /child ?mind|home childcare|domestic premises(?<!non-domestic premises)/i],
  ["school-nursery", /school.?nursery|nursery (?:class|school)|local authority nursery/i],
  ["club", /out.of.school|after.?school|breakfast club|holiday (?:club|scheme)/i],
  ["playgroup", /sessional|pre.?school|play ?group/i],
  ["nursery", /full day care|nurser|non-domestic premises|day care|cr[eè]che|kindergarten/i],
  ["hub", /family hub|best start hub/i],
  ["centre", /children.?s cent/i],
  ["clinic", /clinic|health visit|midwif|breastfeed|infant feeding|weigh/i],
  ["advice", /advice|helpline|information (?:service|line)|phone line/i],
  ["group", /group|stay and play|toddler|parenting|rhyme|session/i],
];

/** What a service is, by what its source calls it; undefined where none of the words is known. */
export function kindOf(...texts: (string | undefined)[]): ServiceKind | undefined {
  for (const text of texts) {
    if (!text) continue;
    const found = patterns.find(([, pattern]) => pattern.test(text));
    if (found) return found[0];
  }
  return undefined;
}

/** Which funded hours a text names. */
export function fundedOf(text: string | undefined): FundedHours[] | undefined {
  if (text === undefined) return undefined;
  if (/^(?:no|none)$/i.test(text.trim())) return [];
  const found: FundedHours[] = [];
  if (/two-support|two.?year|2.?year|age 2\b/i.test(text)) found.push("two-support");
  if (/working|30 hours/i.test(text)) found.push("working");
  if (/universal|15 hours|three|3.?and.?4|3 to 4/i.test(text)) found.push("universal");
  return found.length ? found : undefined;
}
