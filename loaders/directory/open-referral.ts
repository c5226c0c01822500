import { z } from "zod";
import { fundedHours, type Service, serviceKinds } from "../../components/directory/service.js";
import { uuidOf } from "./merge.js";
import { defined } from "./read-row.js";

/**
 * Open Referral UK 3.0 (HSDS 3.0): a service with all that hangs on it. Written from the specification; only what is used
 * here, each as it is there. Unknown keys are refused, so that nothing is published under a name that nobody reads.
 */
const id = z.uuid();
const day = z.iso.date();
const phone = z.strictObject({ id, number: z.string(), description: z.string().optional() });
const address = z.strictObject({
  id,
  address_1: z.string(),
  city: z.string(),
  state_province: z.string(),
  postal_code: z.string(),
  country: z.literal("GB"),
  address_type: z.enum(["physical", "postal", "virtual"]),
});
const location = z.strictObject({
  id,
  location_type: z.enum(["physical", "postal", "virtual"]),
  name: z.string().optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
  addresses: z.array(address).optional(),
});
const schedule = z.strictObject({
  id,
  freq: z.enum(["WEEKLY", "MONTHLY"]),
  byday: z.string().optional(),
  opens_at: z.string().regex(/^\d\d:\d\d$/),
  closes_at: z.string().regex(/^\d\d:\d\d$/),
  description: z.string().optional(),
});
const term = z.strictObject({
  id,
  code: z.string(),
  name: z.string(),
  description: z.string(),
  taxonomy: z.string(),
});
const attribute = z.strictObject({
  id,
  link_entity: z.literal("service"),
  link_id: id,
  value: z.string().optional(),
  taxonomy_term: term,
});

export const openReferralService = z.strictObject({
  id,
  name: z.string().min(1),
  status: z.enum(["active", "inactive", "defunct", "temporarily closed"]),
  description: z.string().optional(),
  url: z.url().optional(),
  fees_description: z.string().optional(),
  accreditations: z.string().optional(),
  minimum_age: z.number().optional(),
  maximum_age: z.number().optional(),
  assured_date: day.optional(),
  organization: z.strictObject({ id, name: z.string(), description: z.string() }),
  phones: z.array(phone),
  schedules: z.array(schedule),
  languages: z.array(z.strictObject({ id, name: z.string() })),
  attributes: z.array(attribute),
  service_at_locations: z.array(z.strictObject({ id, location })),
});

export const openReferralPage = z.strictObject({
  total_items: z.int(),
  total_pages: z.int(),
  page_number: z.int(),
  size: z.int(),
  first_page: z.boolean(),
  last_page: z.boolean(),
  empty: z.boolean(),
  contents: z.array(openReferralService),
});

export type OpenReferralPage = z.infer<typeof openReferralPage>;
type OpenReferralService = z.infer<typeof openReferralService>;

const pageSize = 20;

/** All services, by page: a page at least, which may be empty. Throws where one does not fit the specification. */
export function openReferralPages(services: readonly Service[], city: string): OpenReferralPage[] {
  const pages = Math.max(1, Math.ceil(services.length / pageSize));
  return Array.from({ length: pages }, (_, i) => {
    const contents = services
      .slice(i * pageSize, (i + 1) * pageSize)
      .map((service) => openReferralOf(service, city));
    return openReferralPage.parse({
      total_items: services.length,
      total_pages: pages,
      page_number: i + 1,
      size: contents.length,
      first_page: i === 0,
      last_page: i === pages - 1,
      empty: contents.length === 0,
      contents,
    });
  });
}

/** What a reader of such pages asks first: which version of the specification they keep to. */
export const openReferralAbout = {
  version: "3.0",
  profile: "https://docs.openreferraluk.org/",
  openapi_url: "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json",
};

function openReferralOf(service: Service, city: string): OpenReferralService {
  const own = (what: string) => uuidOf(`${service.id} ${what}`);
  const attributeOf = (taxonomy: string, code: string, name: string) => ({
    id: own(`${taxonomy} ${code}`),
    link_entity: "service" as const,
    link_id: service.id,
    taxonomy_term: { id: uuidOf(`${taxonomy} ${code}`), code, name, description: name, taxonomy },
  });
  const organisation = service.organisation ?? service.name;
  const isPlaced = service.latitude !== undefined || service.postcode !== undefined;
  return defined({
    id: service.id,
    name: service.name,
    status: "active" as const,
    description: service.description,
    url: service.website,
    fees_description: service.cost,
    accreditations: service.inspection?.overall?.grade ?? undefined,
    minimum_age: service.youngest,
    maximum_age: service.oldest,
    assured_date: service.confirmed ?? undefined,
    organization: {
      id: uuidOf(`organisation ${organisation}`),
      name: organisation,
      description: organisation,
    },
    phones: service.phone ? [{ id: own("phone"), number: service.phone }] : [],
    schedules: (service.sessions ?? []).map(({ days, opens, closes, what }, i) =>
      defined({
        id: own(`session ${i}`),
        freq: "WEEKLY" as const,
        byday: days || undefined,
        opens_at: opens,
        closes_at: closes,
        description: what,
      }),
    ),
    languages: (service.languages ?? []).map((name) => ({ id: own(`language ${name}`), name })),
    attributes: [
      attributeOf("kind", service.kind, serviceKinds[service.kind]),
      ...(service.funded ?? []).map((code) => attributeOf("funded-hours", code, fundedHours[code])),
      ...(service.urn ? [attributeOf("urn", service.urn, "Number on the register")] : []),
      ...(service.meals === undefined ? [] : [attributeOf("meals", service.meals ? "yes" : "no", "Meals")]),
    ],
    service_at_locations: isPlaced
      ? [
          {
            id: own("place"),
            location: defined({
              id: own("location"),
              location_type: "physical" as const,
              latitude: service.latitude,
              longitude: service.longitude,
              addresses: service.postcode
                ? [
                    {
                      id: own("address"),
                      address_1: service.address ?? service.name,
                      city,
                      state_province: city,
                      postal_code: service.postcode,
                      country: "GB" as const,
                      address_type: "physical" as const,
                    },
                  ]
                : undefined,
            }),
          },
        ]
      : [],
  });
}
