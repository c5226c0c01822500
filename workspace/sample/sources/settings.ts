import { formatDay } from "../calendar.js";
import { reportCardsFrom, type Setting } from "../city/places.js";
import { fileNames } from "../files.js";
import { type Cell, Delimited } from "../write/extract.js";
import { type Desk, placeOf } from "./source.js";

const header = [
  "Provider URN",
  "Registration Date",
  "Provider Type",
  "Provider Subtype",
  "Provider Status",
  "Provider Early Years Register Flag",
  "Provider Name",
  "Provider Address Line 1",
  "Postcode",
  "Local Authority",
  "Places",
  "Most Recent Full: Inspection Date",
  "Most Recent Full: Overall Effectiveness",
  "EYR REIF: Most recent: Inclusion",
  "EYR REIF: Most recent: Curriculum and teaching",
  "EYR REIF: Most recent: Achievement",
  "EYR REIF: Most recent: Behaviour, attitudes and establishing routines",
  "EYR REIF: Most recent: Children's welfare and wellbeing",
  "EYR REIF: Most recent: Leadership and governance",
  "EYR REIF: Most recent: Safeguarding standards met?",
  "EYR REIF: Most recent: Inspection date",
  "Opens",
  "Closes",
  "Weeks Open per Year",
  "Latitude",
  "Longitude",
];
const types: Record<Setting["kind"], [string, string | null]> = {
  nursery: ["Childcare on non-domestic premises", "Full day care"],
  playgroup: ["Childcare on non-domestic premises", "Sessional day care"],
  "out of school": ["Childcare on non-domestic premises", "Out-of-school day care"],
  childminder: ["Childminder", null],
  "home childcarer": ["Home childcarer", null],
};
const redacted = "REDACTED";

/** The register of childcare settings with two lines before its header; addresses of people's homes are redacted. */
export async function writeSettings(desk: Desk): Promise<void> {
  const { path, extract } = placeOf(desk, fileNames.settings);
  const preamble = [
    "Childcare providers: SAMPLE, invented settings",
    "Registered providers as at 31 August 2026",
  ];
  const lines = new Delimited(
    path,
    { delimiter: ",", preamble, header, lineEnd: "\r\n" },
    desk.truth,
    extract,
  );
  const { settings } = desk.world.places;
  settings.forEach((setting, i) => {
    // Two slips of the pen: a position with its figures exchanged, and a place count that is a word.
    const slip = i === 20 ? "position" : i === 90 ? "places" : undefined;
    lines.row(rowOf(setting, desk, slip));
  });
  await lines.close();
}

// Half of the clubs take children in Reception, who are under five until their birthday.
function isForUnderFives({ kind, urn }: Setting): boolean {
  return kind === "out of school" ? Number(urn.slice(-1)) % 2 === 0 : kind !== "home childcarer";
}

const grades = [
  "Expected standard",
  "Strong standard",
  "Expected standard",
  "Needs attention",
  "Expected standard",
  "Exceptional",
];

// Of an inspection since overall judgements ended: a grade an area, whether safeguarding standards were met, and the day.
function reportCard({ inspected, urn }: Setting): Cell[] {
  if (inspected === null || inspected < reportCardsFrom) return Array(8).fill(null);
  const from = Number(urn.slice(2));
  const areas = Array.from({ length: 6 }, (_, i) => grades[(from * 7 + i * 5) % grades.length]!);
  return [...areas, "Yes", formatDay(inspected, "dd/mm/yyyy")];
}

function rowOf(setting: Setting, desk: Desk, slip: "position" | "places" | undefined): Cell[] {
  const { postcodes } = desk.world;
  const [type, subtype] = types[setting.kind];
  const home = setting.kind === "childminder" || setting.kind === "home childcarer";
  const position = [postcodes.latitude[setting.postcode]!, postcodes.longitude[setting.postcode]!];
  if (slip === "position") position.reverse();
  return [
    setting.urn,
    formatDay(setting.registered, "dd/mm/yyyy"),
    type,
    subtype,
    "Active",
    isForUnderFives(setting) ? "Y" : "N",
    home ? redacted : setting.name,
    home ? redacted : `${(setting.postcode % 97) + 1} ${postcodes.street(setting.postcode)}`,
    home ? redacted : postcodes.text(setting.postcode),
    "Birmingham",
    slip === "places" ? "forty" : setting.places,
    setting.inspected === null ? null : formatDay(setting.inspected, "dd/mm/yyyy"),
    setting.inspected === null ? "Not yet inspected" : setting.judgement,
    ...reportCard(setting),
    setting.opens,
    setting.closes,
    setting.weeks,
    home ? null : position[0]!,
    home ? null : position[1]!,
  ];
}
