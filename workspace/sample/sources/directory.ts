import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { sampleColumn, sampleValue } from "../../../loaders/registry/sample-mark.js";
import { day, formatDay } from "../calendar.js";
import type { Setting } from "../city/places.js";
import { outsidePostcode } from "../city/postcodes.js";
import { wards } from "../city/wards.js";
import { fileNames } from "../files.js";
import { Random } from "../random.js";
import { Lines } from "../write/lines.js";
import { type Desk, placeOf } from "./source.js";

const languages = ["Urdu", "Punjabi", "Bengali", "Arabic", "Polish", "Romanian", "Somali"];
const weekdays = ["MO", "TU", "WE", "TH", "FR"];
const listed: Partial<Record<Setting["kind"], number>> = {
  nursery: 0.9,
  playgroup: 0.9,
  "out of school": 0.6,
  childminder: 0.4,
};
const oldestOf: Partial<Record<Setting["kind"], number>> = {
  nursery: 4,
  playgroup: 4,
  "out of school": 11,
  childminder: 8,
};

/** What differs from service to service; the rest is the same for all. */
interface SampleService {
  kind: string;
  name: string;
  organisation?: string;
  description?: string;
  postcode?: number;
  outside?: string;
  building?: string;
  phone?: string;
  email?: string;
  urn?: string;
  ages?: [number, number];
  funded?: string[];
  sessions?: { byday: string; opens_at: string; closes_at: string; description?: string }[];
  weeks?: number;
  needs?: string;
  speaks?: string[];
  meals?: boolean;
  cost?: [amount: number, what: string];
}

/**
 * The directory of services as an Open Referral UK 3.0 feed, with the faults that directories have: a mailbox and an office
 * shared by many, HTML in text, telephone numbers of nowhere, a service sent out to many places, a postcode from outside.
 */
export async function writeDirectory(desk: Desk): Promise<void> {
  const random = new Random(desk.world.seed, 9);
  const { path } = placeOf(desk, fileNames.directory);
  mkdirSync(dirname(path), { recursive: true });
  const lines = new Lines(path);
  const services = [...childcare(desk, random), ...forFamilies(desk, random)];
  lines.write(
    `{"total_items":${services.length},"total_pages":1,"page_number":1,"size":${services.length},"first_page":true,"last_page":true,"empty":false,"contents":[`,
  );
  services.forEach((each, i) => {
    const service = serviceOf(each, i, desk, random);
    lines.write(
      JSON.stringify({ ...service, [sampleColumn]: sampleValue }) + (i < services.length - 1 ? "," : ""),
    );
  });
  lines.write("]}");
  lines.close();
}

function childcare({ world }: Desk, random: Random): SampleService[] {
  const settings = world.places.settings.filter(({ kind }) => random.chance(listed[kind] ?? 0));
  return [
    ...settings.map((setting, i): SampleService => {
      const { kind, name, urn, postcode, opens, closes, weeks } = setting;
      const isDayCare = kind !== "out of school";
      return {
        kind: kind === "out of school" ? "club" : kind,
        name,
        urn,
        postcode,
        building: `${(postcode % 97) + 1} ${world.postcodes.street(postcode)}`,
        ages: [isDayCare ? random.pick([0, 0, 1, 2]) : 4, oldestOf[kind]!],
        ...(isDayCare && random.chance(0.85) && { funded: fundedBy(kind, random) }),
        ...(random.chance(0.8) && {
          sessions: [{ byday: weekdays.join(","), opens_at: opens, closes_at: closes }],
        }),
        weeks,
        ...(random.chance(0.5) && {
          needs: random.pick([
            "Step-free, and a trained special needs lead",
            "A quiet room and picture timetables",
            "Works with the council’s special needs team",
          ]),
        }),
        ...(random.chance(0.4) && { speaks: [random.pick(languages)] }),
        ...(random.chance(0.7) && { meals: random.chance(0.8) }),
        ...(random.chance(0.6) && { cost: [5.5 + random.below(30) / 10, "an hour"] }),
        ...(i % 9 === 0 && { email: "childcare@example.org" }),
        ...(i % 25 === 7 && { description: "<p>A warm welcome &amp; a big garden.</p>" }),
      };
    }),
    ...world.places.schools
      .filter(({ nursery }) => nursery)
      .map(
        (school): SampleService => ({
          kind: "school nursery",
          name: `${wards[school.ward]!.name} Primary School nursery ${school.urn.slice(-3)} (sample)`,
          urn: school.urn,
          postcode: postcodeIn(school.ward, world, random),
          ages: [random.chance(0.4) ? 2 : 3, 4],
          funded: random.chance(0.5) ? ["universal", "working"] : ["universal"],
          sessions: [{ byday: weekdays.join(","), opens_at: "08:45", closes_at: "15:15" }],
          weeks: 38,
          cost: [0, ""],
        }),
      ),
  ];
}

function fundedBy(kind: Setting["kind"], random: Random): string[] {
  return [
    ...(random.chance(kind === "childminder" ? 0.4 : 0.7) ? ["two-support"] : []),
    "working",
    ...(kind === "childminder" ? [] : ["universal"]),
  ];
}

function forFamilies({ world }: Desk, random: Random): SampleService[] {
  const services: SampleService[] = [];
  world.places.centres.forEach(({ ward }, i) => {
    const postcode = postcodeIn(ward, world, random);
    const name = wards[ward]!.name;
    const centre = {
      postcode,
      ages: [0, 5] as [number, number],
      cost: [0, ""] as [number, string],
      weeks: 50,
    };
    services.push({
      ...centre,
      kind: i % 4 === 0 ? "family hub" : "children's centre",
      name: `${name} ${i % 4 === 0 ? "Family Hub" : "Children’s Centre"} (sample)`,
      description: "Play, health and advice under one roof. Anyone with a child under five may come.",
      sessions: [{ byday: weekdays.join(","), opens_at: "09:00", closes_at: "17:00" }],
      ...(random.chance(0.6) && { speaks: [random.pick(languages), random.pick(languages)] }),
      needs: "Step-free, with a changing place",
    });
    services.push({
      ...centre,
      kind: "group",
      name: `Stay and play at ${name} (sample)`,
      description: "No booking. Stay with your child and meet other families.",
      sessions: [
        { byday: random.pick(weekdays), opens_at: "10:00", closes_at: "11:30", description: "Stay and play" },
      ],
      weeks: 38,
    });
    if (i % 2 === 0)
      services.push({
        ...centre,
        kind: "clinic",
        name: `Baby clinic at ${name} (sample)`,
        description: "Weighing, feeding support and a health visitor to talk to.",
        sessions: [{ byday: random.pick(weekdays), opens_at: "13:00", closes_at: "15:00" }],
        ages: [0, 2],
      });
  });
  for (const name of ["Family information line", "Infant feeding helpline", "Special needs advice line"])
    services.push({
      kind: "advice",
      name: `${name} (sample)`,
      description: "Ring to ask about anything for children under five.",
      cost: [0, ""],
      speaks: languages,
      sessions: [{ byday: weekdays.join(","), opens_at: "09:00", closes_at: "16:30" }],
    });
  for (let i = 0; i < 6; i++)
    services.push({
      kind: "group",
      name: "Talking together (sample)",
      description: "A course for parents about first words.",
      phone: "0121 496 0399",
      postcode: postcodeIn(i * 11, world, random),
    });
  for (let i = 0; i < 5; i++)
    services.push({
      kind: "group",
      name: `Toddler group ${i + 1} (sample)`,
      building: "Council office, Sample Square",
      outside: i ? "B51 0AA" : outsidePostcode(random),
    });
  return services;
}

function postcodeIn(ward: number, world: Desk["world"], random: Random): number {
  const own = world.areas.flatMap((area, i) => (area.ward === ward ? [i] : []));
  return world.postcodes.draw(random.pick(own), random);
}

function serviceOf(
  service: SampleService,
  i: number,
  { world: { postcodes } }: Desk,
  random: Random,
): object {
  const { postcode, outside, cost } = service;
  const id = `00000000-0000-4000-8000-${String(i + 1).padStart(12, "0")}`;
  const confirmed = random.chance(0.9) ? day(2026, 2, 1) + random.below(270) : null;
  const phone = service.phone ?? (i % 40 === 13 ? "0121 49" : `0121 496 0${300 + (i % 90) + 100 * (i % 6)}`);
  const term = (taxonomy: string, code: string) => ({ taxonomy_term: { taxonomy, code, name: code } });
  return {
    id,
    name: service.name,
    status: "active",
    organization: { name: service.organisation ?? (service.urn ? service.name : "City Council (sample)") },
    description: service.description ?? null,
    email: service.email ?? null,
    url: null,
    minimum_age: service.ages?.[0] ?? null,
    maximum_age: service.ages?.[1] ?? null,
    weeks_open: service.weeks ?? null,
    accessibility_description: service.needs ?? null,
    fees_description: null,
    assured_date: confirmed === null ? null : formatDay(confirmed, "yyyy-mm-dd"),
    phones: [{ number: phone }],
    contacts: [],
    schedules: service.sessions ?? [],
    cost_options: cost ? [{ amount: cost[0], amount_description: cost[1] }] : [],
    languages: (service.speaks ?? []).map((name) => ({ name })),
    attributes: [
      term("kind", service.kind),
      ...(service.urn ? [term("urn", service.urn)] : []),
      ...(service.funded ?? []).map((code) => term("funded-hours", code)),
      ...(service.meals === undefined ? [] : [term("meals", service.meals ? "yes" : "no")]),
    ],
    service_at_locations:
      postcode === undefined && outside === undefined
        ? []
        : [
            {
              location: {
                name: null,
                ...(postcode !== undefined && {
                  latitude: postcodes.latitude[postcode]!,
                  longitude: postcodes.longitude[postcode]!,
                }),
                addresses: [
                  {
                    address_1: service.building ?? `${(i % 90) + 2} ${postcodes.street(postcode ?? 0)}`,
                    postal_code: outside ?? postcodes.text(postcode!),
                  },
                ],
              },
            },
          ],
  };
}
