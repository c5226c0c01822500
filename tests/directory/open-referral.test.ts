import { expect, test } from "vitest";
import type { Service } from "../../components/directory/service.js";
import { uuidOf } from "../../loaders/directory/merge.js";
import { openReferralPage, openReferralPages } from "../../loaders/directory/open-referral.js";

const acorn: Service = {
  id: uuidOf("acorn"),
  urn: "EY900001",
  name: "Acorn Nursery",
  kind: "nursery",
  phone: "0121 496 0777",
  address: "1 Elm Road",
  postcode: "B51 1AA",
  latitude: 52.45,
  longitude: -1.85,
  youngest: 2,
  oldest: 4,
  funded: ["two-support"],
  sessions: [{ days: "MO,TU", opens: "07:30", closes: "18:00" }],
  inspection: { overall: { grade: "good", date: "2024-03-05" } },
  origins: { name: { source: "register", confirmed: "2026-08-31" } },
  confirmed: "2026-10-03",
};

test("services are given by page, each with all that hangs on it, as Open Referral UK 3.0 has it", () => {
  const [page, ...others] = openReferralPages([acorn], "Birmingham");
  expect(others).toEqual([]);
  expect(page).toMatchObject({
    total_items: 1,
    total_pages: 1,
    page_number: 1,
    size: 1,
    first_page: true,
    last_page: true,
    empty: false,
  });
  expect(page!.contents[0]).toMatchObject({
    id: acorn.id,
    status: "active",
    assured_date: "2026-10-03",
    minimum_age: 2,
    phones: [{ number: "0121 496 0777" }],
    schedules: [{ freq: "WEEKLY", byday: "MO,TU", opens_at: "07:30", closes_at: "18:00" }],
    service_at_locations: [
      {
        location: {
          location_type: "physical",
          latitude: 52.45,
          addresses: [{ address_1: "1 Elm Road", city: "Birmingham", postal_code: "B51 1AA", country: "GB" }],
        },
      },
    ],
  });
  const ids = JSON.stringify(page).match(/"id":"[^"]+"/g)!;
  expect(new Set(ids).size).toBe(ids.length);
});

test("a page more begins where twenty are full, and a directory without a service is one empty page", () => {
  const many = Array.from({ length: 21 }, (_, i) => ({
    ...acorn,
    id: uuidOf(String(i)),
    name: `Nursery ${i}`,
  }));
  const pages = openReferralPages(many, "Birmingham");
  expect(pages.map(({ size, first_page, last_page }) => [size, first_page, last_page])).toEqual([
    [20, true, false],
    [1, false, true],
  ]);
  expect(openReferralPages([], "Birmingham")).toMatchObject([{ total_items: 0, empty: true, contents: [] }]);
});

test("what is not in the specification, or not as it has it, is refused", () => {
  const [page] = openReferralPages([acorn], "Birmingham");
  const [service] = page!.contents;
  const isFit = (changed: object) =>
    openReferralPage.safeParse({ ...page, contents: [{ ...service, ...changed }] }).success;
  expect(isFit({})).toBe(true);
  expect(isFit({ id: "12" })).toBe(false);
  expect(isFit({ status: "open" })).toBe(false);
  expect(isFit({ colour: "green" })).toBe(false);
});
