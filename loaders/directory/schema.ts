import { z } from "zod";
import { fundedHours, type Service, serviceKinds } from "../../components/directory/service.js";

const time = z.string().regex(/^\d\d:\d\d$/);
const day = z.iso.date();

/** A service as it is kept and published; see `Service` for what each field says. */
export const serviceSchema = z.strictObject({
  id: z.uuid(),
  urn: z.string().optional(),
  name: z.string().min(1),
  kind: z.enum(Object.keys(serviceKinds) as [keyof typeof serviceKinds]),
  organisation: z.string().optional(),
  description: z.string().optional(),
  phone: z.string().optional(),
  website: z.url().optional(),
  address: z.string().optional(),
  postcode: z.string().optional(),
  ward: z.string().optional(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
  youngest: z.int().min(0).optional(),
  oldest: z.int().min(0).optional(),
  funded: z.array(z.enum(Object.keys(fundedHours) as [keyof typeof fundedHours])).optional(),
  sessions: z
    .array(z.strictObject({ days: z.string(), opens: time, closes: time, what: z.string().optional() }))
    .optional(),
  weeks: z.int().min(1).max(53).optional(),
  needs: z.string().optional(),
  languages: z.array(z.string()).optional(),
  meals: z.boolean().optional(),
  cost: z.string().optional(),
  places: z.int().min(0).optional(),
  inspection: z
    .strictObject({
      overall: z.strictObject({ grade: z.string().nullable(), date: day.nullable() }).optional(),
      areas: z
        .strictObject({
          grades: z.array(z.strictObject({ area: z.string(), grade: z.string() })),
          safeguarding: z.string().optional(),
          date: day.nullable(),
        })
        .optional(),
    })
    .optional(),
  origins: z.record(z.string(), z.strictObject({ source: z.string(), confirmed: day.nullable() })),
  confirmed: day.nullable(),
}) satisfies z.ZodType<Service>;
