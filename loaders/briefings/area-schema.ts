import { z } from "zod";
import { statuses } from "../../components/words/status.js";
import { linkageSchema } from "../measure/read-linkage.js";

const number = z.number().nullable();

const figure = z.object({
  value: number,
  lower: number,
  upper: number,
  numerator: number,
  denominator: number,
  status: z.enum(statuses),
  note: z.string().nullable(),
});

export type AreaFigure = z.infer<typeof figure>;

/** An indicator in one area, in the newest whole period, and what it is set beside. */
const indicator = z.object({
  id: z.string(),
  name: z.string(),
  shortName: z.string(),
  unit: z.string(),
  polarity: z.enum(["high", "low", "none"]),
  kind: z.string(),
  theme: z.string(),
  /** no: chance has no part in its figures. */
  chance: z.enum(["yes", "no"]),
  questions: z.array(z.string()),
  caveats: z.array(z.string()),
  period: z.string(),
  /** Its first day. */
  start: z.iso.date(),
  /** The source's title and id, and the newest day that its figures rest on. */
  source: z.string(),
  sourceId: z.string(),
  asOf: z.iso.date().nullable(),
  own: figure,
  /** All areas together: of wards and localities the city; null of the city itself. */
  all: figure.nullable(),
  country: figure.nullable(),
  /** The areas most like it, in their order; of the city its statistical neighbours. */
  similar: z.array(z.object({ code: z.string(), value: number, status: z.enum(statuses) })),
  /** The least and the greatest of the areas of its level. */
  range: z.object({ least: z.number(), greatest: z.number() }),
  /** Its own figure some years before. */
  before: figure.extend({ period: z.string() }).nullable(),
});

export type AreaIndicator = z.infer<typeof indicator>;

const team = z.object({
  team: z.string(),
  organisation: z.string(),
  role: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
});

export type AreaTeam = z.infer<typeof team> & { sources: string[] };

export const areaProfileSchema = z.object({
  code: z.string(),
  name: z.string(),
  level: z.enum(["ward", "locality", "city"]),
  /** The locality of a ward, and of it and all others the city, from the nearest on. */
  within: z.array(z.object({ code: z.string(), name: z.string(), level: z.string() })),
  /** The areas that it is made of: the wards of a locality, the localities of the city. */
  parts: z.array(z.object({ code: z.string(), name: z.string() })),
  /** Those whose outlines touch its own. */
  besides: z.array(z.object({ code: z.string(), name: z.string() })),
  /** The wards that the people of a ward lived in before the wards were redrawn, the largest part of them first. */
  formerly: z.array(z.object({ code: z.string(), name: z.string(), share: z.number() })),
  /** The first year that is known to have the wards of today; null where no list says. */
  since: z.number().nullable(),
  city: z.object({ code: z.string(), name: z.string() }),
  country: z.string().nullable(),
  sample: z.boolean(),
  asOf: z.iso.date().nullable(),
  indicators: z.array(indicator),
  /** The areas most like it, nearest first. */
  similar: z.object({
    areas: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        /** In standard deviations; of a statistical neighbour of the city null. */
        distance: number,
        /** The characteristic in which the two differ most: its short name, and the figures there and here. */
        differs: z
          .object({ shortName: z.string(), unit: z.string(), own: z.number(), there: z.number() })
          .nullable(),
      }),
    ),
    /** The middle of the distances of any two areas. */
    usual: number,
    /** By what they are alike, with its weight, and what could not be used for want of figures. */
    by: z.array(z.object({ indicator: z.string(), shortName: z.string(), weight: z.number() })),
    without: z.array(z.string()),
    /** Who chose. */
    source: z.string(),
  }),
  /** Children by single year of age, with the estimate's year; empty without an estimate. */
  ages: z.object({
    year: z.number().nullable(),
    children: z.array(z.object({ age: z.number(), children: z.number() })),
  }),
  /** Settings that lie there; null where no register has come. Of childminders the addresses are withheld. */
  settings: z
    .object({
      kinds: z.array(z.object({ kind: z.string(), settings: z.number(), places: z.number() })),
      /** By judgement of the last full inspection; `none` have none. */
      judgements: z.array(z.object({ judgement: z.string(), settings: z.number() })),
      asOf: z.iso.date().nullable(),
      source: z.string(),
    })
    .nullable(),
  /** Schools with nursery children; null where no list of schools has come. */
  schools: z
    .object({
      nurseries: z.number(),
      withNursery: number,
      primaries: z.number(),
      asOf: z.iso.date().nullable(),
      source: z.string(),
    })
    .nullable(),
  /** Children's centres and family hubs that lie there; null where no directory knows of any in the city. */
  centres: z
    .object({ centres: z.number(), hubs: z.number(), asOf: z.iso.date().nullable(), source: z.string() })
    .nullable(),
  /** The same children from birth to Reception; null where they cannot be followed. */
  pathway: z
    .object({
      /** The September in which the school year of their birth begins. */
      year: z.int(),
      sources: z.array(z.string()),
      /** Whole per cent who were met, of all or of those met at another step; null where it would tell of a few children. */
      steps: z.array(z.object({ id: z.string(), among: z.string().nullable(), own: number, all: number })),
    })
    .nullable(),
  linkage: z.array(linkageSchema),
  teams: z.array(team.extend({ sources: z.array(z.string()) })),
});

export type AreaProfile = z.infer<typeof areaProfileSchema>;
