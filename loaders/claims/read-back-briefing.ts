import { beyondChance } from "../../components/words/beyond-chance.js";
import { hasValue } from "../../components/words/status.js";
import {
  all,
  count,
  counted,
  figure,
  found,
  type Ground,
  type Is,
  periodOf,
  type ReadBack,
  rowsOf,
  tested,
  unknown,
  withVerdict,
} from "./read-back-ground.js";

/** What the titles and leads of the briefing say. */
export const briefingSentences: readonly ReadBack[] = [
  [
    /(\d+|none) of (\d+) wards? (?:is|are) (below|above) all wards together, (\d+|none) of them by more than chance$/,
    async ([, some, , side, clearly], ground) => {
      const than = side === "below" ? "lower" : "higher";
      return all([
        await counted(than, count(some), ground),
        await counted(`clearly ${than}`, count(clearly), ground),
      ]);
    },
  ],
  [
    /no ward is (lower|higher) than all together/,
    ([, than], ground) => counted(`clearly ${than}` as Is, 0, ground),
  ],
  [
    /is (?:(\d+(?:\.\d+)?) percentage points? (below|above)|level with) (.+?)(?: in (.+))?$/,
    async ([, by, side, than, period], ground) => {
      const found = await tested(
        {
          is: side === "above" ? "higher" : "lower",
          than: than!,
          ...periodOf({ ...ground, period: period ?? ground.period }),
        },
        ground,
      );
      const [own, other] = found.figures.map(({ text }) => Number.parseFloat(text.replaceAll(",", "")));
      const gap = own === undefined || other === undefined ? Number.NaN : Math.abs(own - other);
      const isBy = Math.abs(gap - Number(by ?? 0)) < 1e-6;
      if (found.state === "unknown") return found;
      return by === undefined
        ? withVerdict(found, isBy)
        : withVerdict(found, isBy && found.state === "holds");
    },
  ],
  [
    /^(\d+|None) of (\d+) similar authorities ha(?:s|ve) a higher figure than/,
    async ([, some, of], ground) => {
      const rows = await rowsOf(ground.indicators[0]!, ground);
      const own = rows.find(({ level }) => level === "city");
      const others = rows.filter((row) => row.level === "neighbour" && hasValue(row));
      const higher = others.filter(({ value }) => own && value! > own.value!).length;
      const words = `${higher} of ${others.length} have a higher figure`;
      return own
        ? found(ground, higher === count(some) && others.length === count(of), [
            figure("Similar authorities", words, own),
          ])
        : unknown(ground);
    },
  ],
  [
    /^Children with free school meals do (better|worse|as well) in .+ (?:than|as) in (.+)$/,
    async ([, how, than], ground) => {
      const is = how === "better" ? "higher" : "lower";
      const test = { breakdown: "fsm", group: "yes", is, than: than!, ...periodOf(ground) } as const;
      const one = await tested(test, ground);
      if (how !== "as well" || one.state === "unknown") return one;
      return withVerdict(
        one,
        one.state === "fails" && (await tested({ ...test, is: "higher" }, ground)).state === "fails",
      );
    },
  ],
  [
    /^(\d+|No) wards? (?:is|are) worse than all wards together in both by more than chance$/,
    async ([, some], ground) => {
      const worse = await Promise.all(ground.indicators.map((id) => worseWards(id, ground)));
      const both = worse[0]!.filter((area) => worse[1]!.includes(area)).length;
      const [own] = await rowsOf(ground.indicators[0]!, ground);
      return own
        ? found(ground, both === count(some), [figure("Wards worse in both", String(both), own)])
        : unknown(ground);
    },
  ],
];

async function worseWards(id: string, ground: Ground): Promise<string[]> {
  const about = (await ground.data.indicators()).indicators.find((one) => one.id === id);
  const rows = await rowsOf(id, ground);
  const wards = rows.filter(({ level }) => level === "ward");
  const period = wards.find(hasValue)?.period;
  const city = rows.find((row) => row.level === "city" && row.period === period);
  const bad = about?.polarity === "low" ? "higher" : "lower";
  return wards
    .filter((row) => hasValue(row) && beyondChance(row, city?.value, about?.unit ?? "") === bad)
    .map(({ area }) => area);
}
