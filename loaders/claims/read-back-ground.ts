import type { ClaimData } from "../../components/claims/claim-data.js";
import type { ClaimTest } from "../../components/claims/claim-schema.js";
import type { PageClaim } from "../../components/claims/kept-claim.js";
import { type ClaimFigure, type Finding, testClaim } from "../../components/claims/test-claim.js";
import { hasValue, type Observation } from "../../components/words/status.js";

/** What a sentence is about, and the data that it is judged by. */
export type Ground = NonNullable<PageClaim["generated"]> & { data: ClaimData };

/** What components say, as words that are read back, and what must be so if it is true. */
export type ReadBack = readonly [RegExp, (match: string[], ground: Ground) => Promise<Finding>];

export type Is = ClaimTest["is"];

/** A number as a sentence writes it: none is nought. */
export const count = (text = "0") => (/^n/i.test(text) ? 0 : Number(text));

/** The finding of a writer's claim of this test. */
export function tested(test: Omit<ClaimTest, "indicator">, { indicators, data }: Ground): Promise<Finding> {
  return testClaim({ indicator: indicators[0]!, ...test }, data);
}

/** That so many wards, no more and no fewer, stand so to the city. */
export async function counted(is: Is, wards: number, ground: Ground): Promise<Finding> {
  return tested(
    { areas: "ward", is, than: "city", atLeast: wards, atMost: wards, ...periodOf(ground) },
    ground,
  );
}

export function periodOf({ period }: Pick<Ground, "period">): { period?: string } {
  return period === undefined ? {} : { period };
}

/** Rows of an indicator in the period that is told of, undivided. */
export async function rowsOf(id: string, { data, period }: Ground): Promise<Observation[]> {
  const rows = (await data.figures()).get(id) ?? [];
  return rows.filter((row) => row.breakdown === "all" && (period === undefined || row.period === period));
}

/** That so many wards have a figure. */
export async function shown(wards: number, ground: Ground): Promise<Finding> {
  const rows = (await rowsOf(ground.indicators[0]!, ground)).filter(({ level }) => level === "ward");
  const [first] = rows;
  const known = rows.filter(hasValue).length;
  if (!first) return unknown(ground);
  return found(ground, known === wards, [figure("Wards with a figure", `${known} of ${rows.length}`, first)]);
}

/** Whether a figure is, in whole per cent, what is told. */
export function isAbout({ value }: Pick<Observation, "value">, text: string): boolean {
  return value !== null && Math.round(value) === Number(text);
}

export function figure(what: string, text: string, { period, source = "", as_of }: Observation): ClaimFigure {
  return { what, text, period, source, asOf: as_of };
}

export async function found({ data }: Ground, holds: boolean, figures: ClaimFigure[]): Promise<Finding> {
  const { sample } = await data.indicators();
  return { state: holds ? "holds" : "fails", why: "", figures, asOf: newest(figures), sample };
}

export async function unknown({ data }: Ground): Promise<Finding> {
  const why = "The figures that it is about are not there.";
  return { state: "unknown", why, figures: [], asOf: null, sample: (await data.indicators()).sample };
}

/** A finding that holds or not for another reason than its own. */
export function withVerdict(finding: Finding, holds: boolean): Finding {
  return { ...finding, state: holds ? "holds" : "fails" };
}

/** What several findings come to together: all must hold. */
export function all(findings: readonly Finding[]): Finding {
  const figures = findings.flatMap((one) => one.figures);
  const state = (["unknown", "fails"] as const).find((state) => findings.some((one) => one.state === state));
  return {
    state: state ?? "holds",
    why: findings.map(({ why }) => why).find(Boolean) ?? "",
    figures: figures.filter(({ what }, i) => figures.findIndex((one) => one.what === what) === i),
    asOf: newest(figures),
    sample: findings.some(({ sample }) => sample),
  };
}

function newest(figures: readonly ClaimFigure[]): string | null {
  return (
    figures
      .flatMap(({ asOf }) => asOf ?? [])
      .sort()
      .at(-1) ?? null
  );
}
