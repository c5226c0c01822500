import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connected, FetchDesk, LocalServer, patience } from "./bench.js";

let desk: FetchDesk;
let server: LocalServer;
beforeAll(async () => {
  server = await new LocalServer().start();
});
afterAll(() => server.stop());
beforeEach(() => {
  desk = new FetchDesk();
  server.asked.length = 0;
});
afterEach(() => desk.close());

const at = (location: string, format = "csv"): ReturnType<typeof connected> =>
  connected(
    `{ ${location}, url: "${server.origin}/api/", allowPrivateAddresses: true, patience: ${patience} }`,
    `format: { type: ${format} }`,
  );
const host = (): string => server.origin.slice("http://".length);
/** What the server was asked, without where it is. */
const asked = (): URL[] => server.asked.map(({ url }) => new URL(url, server.origin));

function send(response: ServerResponse, content: unknown, type = "application/json"): void {
  const body = typeof content === "string" || content instanceof Buffer ? content : JSON.stringify(content);
  response.writeHead(200, { "content-type": type, "content-length": Buffer.byteLength(body) }).end(body);
}

describe("Explore Education Statistics", () => {
  const dataSet = "019efe35-3052-7638-9105-4edbf506eb54";
  const source = (): ReturnType<typeof connected> => at(`type: ees, dataSet: ${dataSet}, version: "1.*"`);
  const csv = 'time_period,la_name,a\n202425,"Bristol,\nCity of",1\n202425,Leeds,c\n';
  let version: Record<string, unknown>;
  let file: string | Buffer;
  beforeEach(() => {
    version = { version: "1.0", type: "Major", status: "Published", totalResults: 2, published: null };
    file = csv;
    server.answer = ({ url }, response) => {
      if (url!.endsWith("/versions/1.*")) send(response, version);
      else if (url!.endsWith("/changes"))
        send(response, {
          versionNumber: "1.1",
          majorChanges: {},
          minorChanges: { indicators: [{}], timePeriods: [{}, {}], filters: null },
        });
      else if (url!.includes("/csv")) {
        response.writeHead(200, {
          "content-type": "text/csv",
          "content-encoding": "gzip",
          "transfer-encoding": "chunked",
        });
        response.end(gzipSync(file));
      } else response.writeHead(404).end();
    };
  });

  test("a version is fetched once, and a newer one with what changed in it", async () => {
    expect((await desk.fetch(source())).texts).toEqual([csv]);
    const [, download] = asked();
    expect(`${download!.pathname}${download!.search}`).toBe(
      `/api/v1/data-sets/${dataSet}/csv?dataSetVersion=1.0`,
    );
    await desk.fetch(source());
    expect(server.asked).toHaveLength(3);
    version = { ...version, version: "1.1" };
    file = csv.replace("c\n", "5\n");
    desk.day = "2026-12-01";
    expect((await desk.fetch(source())).texts).toEqual([file]);
    expect(desk.log).toContain(
      "fetch     visits: version 1.1 is new. Its publisher lists 0 changes that take something away and 3 others.",
    );
  });

  test("a file that is packed without saying so is unpacked", async () => {
    file = gzipSync(csv);
    expect((await desk.fetch(source())).texts).toEqual([csv]);
  });

  test("a version that was withdrawn, and half a file, are no extract", async () => {
    version = { ...version, totalResults: 3 };
    expect((await desk.fetch(source())).failure).toBe(
      "Version 1.0 has 3 rows, and 2 came. The next refresh tries again.",
    );
    version = { ...version, status: "Withdrawn" };
    expect((await desk.fetch(source())).failure).toBe(
      "Version 1.0 was withdrawn by its publisher. Ask for another under location.version.",
    );
    version = { version: 1 };
    expect((await desk.fetch(source())).failure).toBe(
      `${host()} answered in another shape than its documents say: version. Is the address that of the service?`,
    );
  });

  test("what the API does not have is a file of the catalogue", async () => {
    server.answer = ({ url }, response) =>
      url === `/api/data-catalogue/data-set/${dataSet}/csv`
        ? send(response, csv, "text/csv")
        : response.writeHead(404).end();
    expect((await desk.fetch(at(`type: ees, catalogueFile: ${dataSet}`))).texts).toEqual([csv]);
  });
});

describe("Fingertips", () => {
  const header = "Indicator ID,Indicator Name,Parent Code,Area Code,Value";
  const source = (areaType = 502): ReturnType<typeof connected> =>
    at(`type: fingertips, indicators: [93436, 90631], areaType: ${areaType}`);
  beforeEach(() => {
    server.answer = ({ url }, response) => {
      const { searchParams } = new URL(url!, server.origin);
      const rows =
        searchParams.get("child_area_type_id") === "502"
          ? `${searchParams.get("indicator_ids")},GLD,E92,E08000025,66\r\n`
          : "";
      send(response, `${header}\r\n${rows}`, "text/csv");
    };
  });

  test("indicators come one at a time into one table", async () => {
    expect((await desk.fetch(source())).texts).toEqual([
      `${header}\n93436,GLD,E92,E08000025,66\r\n90631,GLD,E92,E08000025,66\r\n`,
    ]);
    expect(Object.fromEntries(asked()[0]!.searchParams)).toEqual({
      indicator_ids: "93436",
      child_area_type_id: "502",
      parent_area_type_id: "15",
      include_sortable_time_periods: "yes",
    });
  });

  test("no rows for a kind of area are an error", async () => {
    expect((await desk.fetch(source(101))).failure).toBe(
      `${host()} has no figures of indicator 93436 for areas of type 101 in areas of type 15. Correct location.areaType, or the indicator.`,
    );
    server.answer = (_, response) => send(response, "Sorry", "text/plain");
    expect((await desk.fetch(source())).failure).toBe(
      `${host()} answered for indicator 93436 with something that is not its table.`,
    );
  });
});

describe("Opendatasoft", () => {
  let total = 2;
  beforeEach(() => {
    total = 2;
    server.answer = ({ url }, response) => {
      const { pathname, searchParams } = new URL(url!, server.origin);
      if (searchParams.get("where")?.includes('date="')) response.writeHead(400).end("{}");
      else if (pathname.endsWith("/records")) send(response, { total_count: total, results: [] });
      else if (pathname.endsWith("/exports/csv"))
        send(response, 'a,label\n1,"two\nlines"\n2,b\n', "text/csv");
      else if (pathname.endsWith("/exports/geojson"))
        send(response, {
          type: "FeatureCollection",
          features: [
            { type: "Feature", properties: { a: 1 }, geometry: null },
            { type: "Feature", properties: { a: 2 }, geometry: null },
          ],
        });
      else response.writeHead(404).end();
    };
  });

  test("the export is taken, and is as long as the portal counts", async () => {
    const source = at('type: opendatasoft, dataSet: wards-2024, where: "value > 1", select: "a,label"');
    expect((await desk.fetch(source)).texts).toEqual(['a,label\n1,"two\nlines"\n2,b\n']);
    expect(asked()[1]!.pathname).toBe("/api/api/explore/v2.1/catalog/datasets/wards-2024/exports/csv");
    expect(Object.fromEntries(asked()[1]!.searchParams)).toEqual({
      where: "value > 1",
      select: "a,label",
      delimiter: ",",
      with_bom: "false",
    });
    total = 12_000;
    expect((await desk.fetch(source)).failure).toBe(
      "The portal counts 12,000 records, and 2 came. The next refresh tries again.",
    );
  });

  test("shapes come as GeoJSON", async () => {
    expect((await desk.fetch(at("type: opendatasoft, dataSet: wards", "geojson"))).names).toEqual([
      "visits-2026-11-30.geojson",
    ]);
  });

  test("no records, and a query that the portal does not take, are errors", async () => {
    total = 0;
    expect((await desk.fetch(at('type: opendatasoft, dataSet: wards, where: "a = 3"'))).failure).toBe(
      "127.0.0.1 has no records of the data set that fit location.where.".replace("127.0.0.1", host()),
    );
    const source = at(`type: opendatasoft, dataSet: wards, where: 'date="2026-02"'`);
    expect((await desk.fetch(source)).failure).toBe(`${host()} answered with 400.`);
  });
});

describe("ArcGIS", () => {
  const layer = (format: string, more = ""): ReturnType<typeof connected> =>
    connected(
      `{ type: arcgis, url: "${server.origin}/rest/services/WD24/FeatureServer/0", allowPrivateAddresses: true, patience: ${patience}${more} }`,
      `format: { type: ${format} }`,
    );
  const all = [1, 2, 3, 4, 5];
  let flag: (isMore: boolean) => object;
  beforeEach(() => {
    flag = (isMore) => (isMore ? { exceededTransferLimit: true } : {});
    server.answer = ({ url }, response) => {
      const { pathname, searchParams: q } = new URL(url!, server.origin);
      if (pathname === "/rest/services/WD24/FeatureServer/0")
        return send(response, {
          objectIdField: "FID",
          maxRecordCount: 2,
          fields: [{ name: "FID", type: "esriFieldTypeOID" }],
        });
      if (q.get("where") !== "1=1" || pathname !== "/rest/services/WD24/FeatureServer/0/query")
        return send(response, {
          error: { code: 400, message: "Cannot perform query. Invalid query parameters." },
        });
      if (q.get("returnCountOnly") === "true") return send(response, { count: all.length });
      const from = Number(q.get("resultOffset"));
      const some = all.slice(from, from + Number(q.get("resultRecordCount")));
      const isGeo = q.get("f") === "geojson";
      send(response, {
        ...(isGeo && { type: "FeatureCollection" }),
        features: some.map((FID) =>
          isGeo ? { type: "Feature", id: FID, properties: { FID }, geometry: null } : { attributes: { FID } },
        ),
        ...flag(from + some.length < all.length),
      });
    };
  });

  test.each([
    ["at the top", (isMore: boolean) => (isMore ? { exceededTransferLimit: true } : {})],
    [
      "among properties, as newer services have it",
      (isMore: boolean) => ({ properties: { exceededTransferLimit: isMore } }),
    ],
  ])("pages are followed while the flag says that there is more, %s", async (_, where) => {
    flag = where;
    const { texts } = await desk.fetch(layer("geojson"));
    const { features } = JSON.parse(texts[0]!) as { features: { id: number }[] };
    expect(features.map(({ id }) => id)).toEqual(all);
  });

  test("attributes alone come as a list", async () => {
    expect(JSON.parse((await desk.fetch(layer("json"))).texts[0]!)).toEqual(all.map((FID) => ({ FID })));
  });

  test("a service that forgets the flag, refuses in a success, or has another format is told", async () => {
    flag = () => ({});
    expect((await desk.fetch(layer("json"))).failure).toBe(
      "The layer counts 5 features, and 2 came. The next refresh tries again.",
    );
    expect((await desk.fetch(layer("json", ", where: LTLA22CD=1"))).failure).toBe(
      `${host()} refused the query (400). Are the layer, the fields and location.where right? Names of fields carry the year.`,
    );
    expect((await desk.fetch(layer("csv"))).failure).toBe(
      "data/sources/visits.yaml: format: is csv. A layer is read as geojson or json.",
    );
  });
});

describe("Nomis", () => {
  const source = (): ReturnType<typeof connected> =>
    at("type: nomis, dataSet: NM_2020_1, query: { geography: E08000025, measures: 20100 }");
  let rows: number;
  beforeEach(() => {
    rows = 25_001;
    server.answer = ({ url }, response) => {
      const { searchParams: q } = new URL(url!, server.origin);
      const from = Number(q.get("RecordOffset"));
      const some = Math.max(Math.min(rows - from, Number(q.get("RecordLimit"))), 0);
      send(response, `"A","OBS_VALUE"\n${`${from},1\n`.repeat(some)}`, "text/csv");
    };
  });

  test("pages are followed until one is not full", async () => {
    const lines = (await desk.fetch(source())).texts[0]!.trimEnd().split("\n");
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([25_002, '"A","OBS_VALUE"', "25000,1"]);
    rows = 25_000;
    server.asked.length = 0;
    desk.day = "2026-12-01";
    expect((await desk.fetch(source())).texts[0]!.trimEnd().split("\n")).toHaveLength(25_001);
    expect(server.asked).toHaveLength(2);
  });

  test("no rows, and what is no table, are errors", async () => {
    rows = 0;
    expect((await desk.fetch(source())).failure).toBe(
      "Nomis has no rows for the query. Correct geography, date and measures under location.query.",
    );
    server.answer = (_, response) => send(response, "<html>Sorry, no</html>", "text/csv");
    expect((await desk.fetch(source())).failure).toBe(
      `${host()} answered with something that is not a table. Are location.dataSet and location.query right?`,
    );
  });
});

describe("Open Referral UK", () => {
  const source = (): ReturnType<typeof connected> => at("type: open-referral", "json, rows: contents");
  const ids = ["c", "a", "b"];
  let total: number;
  beforeEach(() => {
    total = 3;
    server.answer = ({ url }, response) => {
      const { pathname, searchParams } = new URL(url!, server.origin);
      const id = /\/services\/(\w)$/.exec(pathname)?.[1];
      if (id) return send(response, { id, name: `Group ${id}`, service_at_locations: [{ id: "1" }] });
      const page = Number(searchParams.get("page"));
      const contents = total
        ? ids.slice((page - 1) * 2, page * 2).map((one) => ({ id: one, name: `Group ${one}` }))
        : [];
      send(response, {
        total_items: total,
        total_pages: total ? 2 : 0,
        page_number: page,
        size: contents.length,
        first_page: page === 1,
        last_page: page === 2,
        empty: !contents.length,
        contents,
      });
    };
  });

  test("each service of each page comes with all that belongs to it", async () => {
    const { contents } = JSON.parse((await desk.fetch(source())).texts[0]!) as {
      contents: { id: string; service_at_locations: unknown[] }[];
    };
    expect(contents.map(({ id, service_at_locations }) => [id, service_at_locations.length])).toEqual([
      ["a", 1],
      ["b", 1],
      ["c", 1],
    ]);
  });

  test("an empty feed, and one that lacks services, are errors", async () => {
    total = 4;
    expect((await desk.fetch(source())).failure).toBe(
      "The feed counts 4 services, and 3 came. The next refresh tries again.",
    );
    total = 0;
    expect((await desk.fetch(source())).failure).toBe(
      "The feed has no services. Is the address that of its API?",
    );
  });
});
