import { afterEach, expect } from "vitest";
import writeExcelFile from "write-excel-file/node";
import { soak } from "../soak.js";
import { inboxOf, type World, worldOf } from "./world.js";

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0)) step();
});

async function worldWith(files: Record<string, string | Buffer>): Promise<World> {
  const made = inboxOf(files);
  const world = await worldOf(made.inbox);
  undo.push(world.remove, made.remove);
  return world;
}

function figures({ db }: World, indicator: string, columns: string, where = "true") {
  return db
    .rows(`SELECT ${columns} FROM observation WHERE indicator = '${indicator}' AND ${where} ORDER BY ALL`)
    .then((rows) => rows.map((row) => Object.values(row).join(" ")));
}

const place =
  "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name,lad_code,lad_name";
const england = (year: string) => `${year},Academic year,National,E92000001,England,,,,,,,`;
const birmingham = (year: string) =>
  `${year},Academic year,Local authority,E92000001,England,E12000005,West Midlands,330,E08000025,Birmingham,,`;
const district = (year: string) =>
  `${year},Academic year,Local authority district,E92000001,England,E12000005,West Midlands,,,,E08000025,Birmingham`;

const layout2021 = [
  `,${place},characteristic,characteristic_type,gender,children_number,average_elgs,elg_number,elg_percentage,comm_lang_lit_number,comm_lang_lit_percentage,gld_number,gld_percentage`,
  `0,${birmingham("202122")},Total,Total,Total,15083,13.400000,9154,60.700000,9700,64.300000,9453,62.700000`,
  `1,${birmingham("202122")},Total,Total,Girls,7454,14.300000,5000,67.100000,5200,69.800000,5193,69.700000`,
  `2,${birmingham("202122")},Free school meal eligibility,Known to be eligible for free school meals,Total,4937,12.500000,2600,52.700000,2700,54.700000,2728,55.300000`,
  `3,${birmingham("202122")},Free school meal eligibility,Not known to be eligible for free school meals,Total,10146,13.800000,6500,64.100000,7000,69.000000,6725,66.300000`,
  `4,${birmingham("202122")},Free school meal eligibility,Known to be eligible for free school meals,Girls,2430,13.600000,1,0.1,1,0.1,1513,62.300000`,
  `5,${birmingham("202122")},SEN provision,EHC plan,Total,0,z,0,z,0,z,0,z`,
].join("\n");

const layout2023 = [
  `${place},breakdown_topic,breakdown,sex,children_number,average_elgs,elg_number,elg_percentage,comm_lang_lit_number,comm_lang_lit_percentage,gld_number,gld_percentage`,
  `${birmingham("202324")},Total,Total,Total,1000,13.4,600,60,640,64,650,65`,
  `${birmingham("202324")},Total,Total,Male,500,12.4,260,52,300,60,290,58`,
  `${birmingham("202324")},Ethnic group: major,Asian / Asian British,Total,400,13.4,250,62.5,260,65,270,67.5`,
  `${birmingham("202324")},Ethnic group: minor,Indian,Total,100,13.9,70,70,70,70,70,70`,
  `${birmingham("202122")},Total,Total,Total,15084,13.4,9154,60.7,9700,64.3,9460,62.7`,
  `${district("202324")},Total,Total,Total,999,13.4,600,60,640,64,1,0.1`,
].join("\n");

const layout2024 = [
  `${place},breakdown_topic,breakdown,sex,children_count,elgs_expected_average,all_elgs_expected_children_count,all_elgs_expected_children_percent,comm_lang_lit_expected_children_count,comm_lang_lit_expected_children_percent,gld_children_count,gld_children_percent`,
  `${england("202425")},Total,Total,Total,589471,14.108663,394409,66.908974,410593,69.654486,402591,68.296998`,
  `${england("202021")},Total,Total,Total,b,b,b,b,b,b,b,b`,
  `${birmingham("202425")},Ethnicity major,Unknown,Total,x,x,x,x,x,x,x,x`,
  `${birmingham("202425")},FSM eligibility,Not eligible,Total,10000,14.1,6800,68,7000,70,7100,71`,
].join("\n");

soak(
  "the 2021/22 headline file becomes counts with intervals, by group, and a group of nobody is not applicable",
  async () => {
    const world = await worldWith({ "eyfsp_2021_22_la_level.csv": layout2021 });
    expect(world.entries["eyfsp-headline"]).toMatchObject({
      refused: [],
      extracts: [{ period: "2021_22_la_level", rows: 6, rejected: 0 }],
    });
    expect(
      await figures(
        world,
        "good-level-of-development",
        "breakdown, category, period, numerator, denominator, round(value, 4), round(lower, 4), round(upper, 4), status",
      ),
    ).toEqual([
      "all all 2021/22 9453 15083 62.6732 61.8982 63.4418 value",
      "fsm no 2021/22 6725 10146 66.2823 65.3564 67.1958 value",
      "fsm yes 2021/22 2728 4937 55.2562 53.8657 56.6386 value",
      "send ehcp 2021/22 0 0    not_applicable",
      "sex female 2021/22 5193 7454 69.6673 68.6138 70.7005 value",
    ]);
    expect(
      await figures(
        world,
        "average-goals-met",
        "category, value, denominator",
        "breakdown IN ('all', 'fsm')",
      ),
    ).toEqual(["all 13.4 15083", "no 13.8 10146", "yes 12.5 4937"]);
    expect(await figures(world, "good-level-of-development", "category, note", "note IS NOT NULL")).toEqual([
      "no Children not known to be eligible, who include those whose eligibility is not known.",
    ]);
    expect(await figures(world, "good-level-of-development-fsm-gap", "round(value, 2), status")).toEqual([
      "-11.03 value",
    ]);
  },
);

soak(
  "the layouts of 2023/24 and 2024/25 give the same figures, the newest release's where several have a year",
  async () => {
    const world = await worldWith({
      "eyfsp_2021_22_la_level.csv": layout2021,
      "1_eyfsp_headline_measures_2024.csv": layout2023,
      "1_eyfsp_headline_measures_2025.csv": layout2024,
    });
    expect(world.entries["eyfsp-headline"]!.refused).toEqual([]);
    expect(world.entries["eyfsp-headline"]!.extracts.map((e) => [e.period, e.rows, e.rejected])).toEqual([
      ["2021_22_la_level", 6, 0],
      ["2024", 6, 0],
      ["2025", 4, 0],
    ]);
    expect(
      await figures(
        world,
        "good-level-of-development",
        "period, level, breakdown, category, numerator, denominator, status",
        "breakdown <> 'sex' AND category <> 'ehcp'",
      ),
    ).toEqual([
      "2020/21 country all all   not_collected",
      "2021/22 city all all 9460 15084 value",
      "2021/22 city fsm no 6725 10146 value",
      "2021/22 city fsm yes 2728 4937 value",
      "2023/24 city all all 650 1000 value",
      "2023/24 city ethnic_group Asian 270 400 value",
      "2024/25 city ethnic_group Not known   not_available",
      "2024/25 city fsm no 7100 10000 value",
      "2024/25 country all all 402591 589471 value",
    ]);
    expect(
      await figures(world, "good-level-of-development", "period, category, numerator", "breakdown = 'sex'"),
    ).toEqual(["2021/22 female 5193", "2023/24 male 290"]);
  },
);

soak(
  "results by tenth of deprivation become results by fifth, and funded education take-up, over 100 percent and withheld figures kept as they are",
  async () => {
    const area = (level: string, codes: string) => `Reporting year,${level},E92000001,England,${codes}`;
    const world = await worldWith({
      "4_eyfsp_headline_measures_by_deprivation_2025.csv": [
        "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,lad_code,lad_name,idaci_decile,sex,children_count,elgs_expected_average,all_elgs_expected_children_count,all_elgs_expected_children_percent,comm_lang_lit_expected_children_count,comm_lang_lit_expected_children_percent,gld_children_count,gld_children_percent",
        ...[
          "Total,Total,900,14,600",
          "1,Total,300,13,150",
          "2,Total,100,13,60",
          "1,Female,150,14,80",
          "10,Total,500,15,400",
        ].map((row) => {
          const [decile, sex, children, goals, gld] = row.split(",");
          return `202425,Academic year,Local authority district,E92000001,England,E12000005,West Midlands,E08000025,Birmingham,${decile},${sex},${children},${goals},0,0,0,0,${gld},50`;
        }),
      ].join("\n"),
      "1_funded_early_education_registered.csv": [
        "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name,entitlement_type,age,registered_children_count,eligible_children_count,registered_eligible_children_percent",
        `2026,${area("National", ",,,,")},Early learning for 2-year-olds,Total,85629,119598.000000,71.597351`,
        `2026,${area("National", ",,,,")},Early learning for 2-year-olds,2 years,85629,119598.000000,71.597351`,
        `2026,${area("National", ",,,,")},Universal,Total,1127056,1250185.175436,90.151125`,
        `2026,${area("Local authority", "E12000005,West Midlands,330,E08000025,Birmingham")},Universal,Total,27000,26500.5,101.884870`,
        `2026,${area("Local authority", "E12000005,West Midlands,330,E08000025,Birmingham")},Early learning for 2-year-olds,Total,c,c,c`,
        `2026,${area("Local authority", "E12000005,West Midlands,330,E08000025,Birmingham")},Working parents,Total,9000,x,x`,
      ].join("\n"),
    });
    expect(
      await figures(world, "good-level-of-development", "breakdown, category, numerator, denominator, value"),
    ).toEqual(["deprivation_quintile 1 210 400 52.5", "deprivation_quintile 5 400 500 80"]);
    expect(
      await figures(
        world,
        "two-year-old-take-up",
        "level, period, period_start, numerator, denominator, round(value, 2), status",
      ),
    ).toEqual([
      "city Spring 2026 2026-01-01    suppressed",
      "country Spring 2026 2026-01-01 85629 119598 71.6 value",
    ]);
    expect(
      await figures(
        world,
        "three-and-four-year-old-take-up",
        "level, round(value, 2), lower IS NULL, status",
      ),
    ).toEqual(["city 101.88 true value", "country 90.15 false value"]);
  },
);

/** A list of the city's statistical neighbours by their numbers, below two rows as the publisher has them. */
function neighbours(numbers: string[]): Promise<Buffer> {
  const rows = [
    ["Statistical neighbours"],
    ["Invented for a test"],
    ["LA num", "LA Name", ...numbers.map((_, i) => `SN${i + 1}`)],
    ["330", "Birmingham", ...numbers],
  ];
  const data = rows.map((row) => row.map((value) => ({ value })));
  return writeExcelFile([{ sheet: "SN", data }] as never).toBuffer();
}

const authority = (number: string, code: string) =>
  `202122,Academic year,Local authority,E92000001,England,E12000005,Region,${number},${code},Somewhere,,`;

soak(
  "a year of ASQ-3 is the sum of its quarters; one missing quarter is estimated, two are too many",
  async () => {
    const header =
      ",la_name,Region,ONS code,total_comms,n_above_avg_comms,p_above_avg_comms,total_overall,n_above_avg_overall,p_above_avg_overall,date,response_rate,eyfsp_score";
    const quarters = [
      "April 2021 - June 2021",
      "July 2021 - September 2021",
      "October 2021 - December 2021",
      "January 2022 - March 2022",
    ];
    const rows = (code: string, counts: [string, string][]) =>
      counts.map(
        ([total, above], i) =>
          `${i},Somewhere,Region,${code},${total},${above},-,${total},${above},-,${quarters[i]},Could Not Calculate Response Rate,`,
      );
    const world = await worldWith({
      "sn_may_2025.xlsx": await neighbours(["892", "352"]),
      // Gives both the numbers and the codes of authorities.
      "eyfsp_2021_22_la_level.csv": [
        ...layout2021.split("\n"),
        ...[authority("892", "E06000018"), authority("352", "E08000003")].map(
          (of, i) => `${6 + i},${of},Total,Total,Total,100,13.4,60,60,64,64,65,65`,
        ),
      ].join("\n"),
      "asq3_2to2half_year_child_development_by_la_quarterly.csv": [
        header,
        ...rows("E08000025", [
          ["100", "80"],
          ["200", "160"],
          ["300", "240"],
          ["400", "330"],
        ]),
        "9,Birmingham,West Midlands,E08000025,1000,810,0.81,1000,810,0.81,Annual,0.75,62.7",
        ...rows("E06000018", [
          ["100", "80"],
          ["503", "DK"],
          ["300", "240"],
          ["200", "160"],
        ]),
        ...rows("E08000003", [
          ["100", "80"],
          ["-", "-"],
          ["DK", "dk"],
          ["200", "160"],
        ]),
      ].join("\n"),
    });
    expect(world.entries["asq3-by-authority"]).toMatchObject({
      refused: [],
      extracts: [{ rows: 13, rejected: 0 }],
    });
    expect(
      await figures(world, "asq-all-domains", "area, period, numerator, denominator, value, status, note"),
    ).toEqual([
      "E06000018 2021/22 640 800 80 low_reliability No figures for one quarter, which is taken as the mean of the other three.",
      "E08000003 2021/22    not_available Could not be worked out: figures for 2 quarters are missing.",
      "E08000025 2021/22 810 1000 81 value ",
    ]);
  },
);
