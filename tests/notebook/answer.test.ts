import { describe, expect, it } from "vitest";
import { readChoices, writeChoices } from "../../components/notebook/address.js";
import { answer } from "../../components/notebook/answer.js";
import { smallData } from "./small-data.js";

describe("an answer", () => {
  it("without choices is the first indicator's newest figures, with all that a page says of them", async () => {
    const asked = await answer({}, smallData);
    expect([asked.indicator.id, asked.level, asked.period, asked.measure]).toEqual([
      "take-up",
      "ward",
      "2025/26",
      "Take-up",
    ]);
    expect(asked.rows.map(({ name, value }) => [name, value])).toEqual([
      ["Ash", 20],
      ["Birch", 60],
      ["Cedar", 60],
    ]);
    expect(asked.city.origin).toEqual({
      measure: "Take-up",
      unit: "percent",
      source: "Headcount",
      period: "2025/26",
      asOf: "31 August 2026",
      note: null,
      sample: true,
    });
    expect([asked.lowest.name, asked.lowest.value, asked.highest.name]).toEqual(["Ash", 20, "2 wards"]);
    // 20 of 100 where 47 in a hundred have a place is beyond chance; 60 is not.
    expect([asked.clearly.lower.text, asked.clearly.higher.text]).toEqual(["1 ward", "0 wards"]);
    expect(asked.comparator?.name).toBe("All wards together");
    expect([asked.refused, asked.choices]).toEqual([[], {}]);
  });

  it("has the page's own question where the reader chose nothing, and the reader's where he did", async () => {
    const usual = { indicator: "reviews", period: "2024/25" };
    expect((await answer({}, smallData, usual)).period).toBe("2024/25");
    const asked = await answer({ indicator: "take-up" }, smallData, usual);
    expect([asked.indicator.id, asked.period]).toEqual(["take-up", "2024/25"]);
  });

  it("shows the areas chosen, and all on demand", async () => {
    const ward = "E05000001.E05000003";
    const asked = await answer({ ward }, smallData);
    expect([...asked.chosen]).toEqual(ward.split("."));
    expect(asked.shown.map(({ name }) => name)).toEqual(["Ash", "Cedar"]);
    expect((await answer({ ward, show: "all" }, smallData)).shown).toHaveLength(3);
  });

  it("finds the area around a postcode however it is written, and none around what is no postcode", async () => {
    const { areaOf } = await answer({}, smallData);
    expect(await areaOf!("tr1 1ab")).toBe("E05000001");
    expect(await areaOf!(" TR29ZZ")).toBe("E05000003");
    expect(await areaOf!("TR1")).toBeUndefined();
    expect((await answer({ level: "city" }, smallData)).areaOf).toBeUndefined();
  });

  it("says which areas lie in which larger one", async () => {
    const places = await smallData.areas();
    const ward = places.ward.map((area, i) => ({ ...area, parent: i < 2 ? "N1" : "N2" }));
    const locality = ["N1", "N2", "N3"].map((code) => ({ ...ward[0]!, code, name: `Part ${code}` }));
    const data = { ...smallData, areas: async () => ({ ...places, ward, locality }) };
    expect((await answer({}, data)).within).toEqual([
      { name: "Part N1", codes: ["E05000001", "E05000002"] },
      { name: "Part N2", codes: ["E05000003"] },
    ]);
  });

  it("leaves out what does not fit, and says what that was", async () => {
    const asked = await answer(
      { indicator: "moon", period: "1066", ward: "E05000001.E99999999", group: "male", level: "ward" },
      smallData,
    );
    expect(asked.refused).toEqual([
      { name: "indicator", text: "moon" },
      { name: "group", text: "male" },
      { name: "period", text: "1066" },
      { name: "ward", text: "E05000001.E99999999" },
    ]);
    expect(asked.choices).toEqual({ level: "ward" });
    expect(asked.chosen.size).toBe(0);
  });

  it("of an indicator that the page misspells is the usual one, with the page's mistake", async () => {
    const asked = await answer({}, smallData, { indicator: "takeup" });
    expect(asked.refused).toEqual([{ name: "indicator", text: "takeup", byPage: true }]);
  });

  it("by a group has the group's figures, and the city's of that group beside them", async () => {
    const asked = await answer({ breakdown: "sex" }, smallData);
    expect([asked.group, asked.measure, asked.city.value]).toEqual(["female", "Take-up (Girls)", 50]);
    expect(asked.offers.group).toEqual([{ value: "female", words: "Girls" }]);
  });

  it("where nothing is measured has no figure, and names that can stand in a sentence", async () => {
    const asked = await answer({ indicator: "unmeasured" }, smallData);
    expect([asked.available, asked.period]).toEqual([false, "none yet"]);
    expect([asked.city.status, asked.lowest.name]).toEqual(["not_available", "no ward"]);
  });
});

describe("choices in an address", () => {
  it("are read and written, beside other names and those of a second question", () => {
    const search = "?indicator=take-up&ward=E1.E2&b-level=lsoa&theme=dark";
    expect(readChoices(search)).toEqual({ indicator: "take-up", ward: "E1.E2" });
    expect(readChoices(search, "b-")).toEqual({ level: "lsoa" });
    expect(writeChoices(search, { indicator: "reviews" })).toBe("?indicator=reviews&b-level=lsoa&theme=dark");
    expect(writeChoices(search, {}, "b-")).toBe("?indicator=take-up&ward=E1.E2&theme=dark");
  });
});
