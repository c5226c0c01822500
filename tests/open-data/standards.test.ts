import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import jsonld from "jsonld";
import { Parser, Store } from "n3";
import SHACLValidator from "rdf-validate-shacl";
import { beforeAll, expect, it } from "vitest";
import { openDataFiles } from "../../loaders/open-data/open-data.js";
import { city } from "../loaders/small-store.js";
import { describeReal, realFolder } from "../real/world.js";
import { smallPublic } from "./small-public.js";

describeReal("open data by the published standards", () => {
  let files: Map<string, string>;
  beforeAll(async () => {
    const db = await smallPublic();
    files = await openDataFiles(db, city, { sample: false });
    db.close();
  });

  const shapes = () => parsed(join(realFolder, "metadata", "dcat-ap-3.0.1", "shacl", "dcat-ap-SHACL.ttl"));

  it("its catalogue conforms to the shapes of DCAT-AP 3.0.1", async () => {
    expect(await faults(shapes(), files.get("catalog.jsonld")!)).toEqual([]);
  });

  it("and a catalogue without a publisher does not", async () => {
    const catalogue = JSON.parse(files.get("catalog.jsonld")!);
    delete catalogue["@graph"][0]["dct:publisher"];
    expect(await faults(shapes(), JSON.stringify(catalogue))).not.toEqual([]);
  });

  it("its package conforms to the profile of Data Package 2.0", () => {
    const profile = JSON.parse(
      readFileSync(join(realFolder, "metadata", "datapackage", "2.0", "datapackage.json"), "utf8"),
    );
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const conforms = ajv.compile(profile);
    const made = JSON.parse(files.get("datapackage.json")!);
    expect([conforms(made), conforms.errors]).toEqual([true, null]);
    expect(conforms({ ...made, resources: [] })).toBe(false);
  });
});

function parsed(file: string): Store {
  return new Store(new Parser().parse(readFileSync(file, "utf8")));
}

/** What the shapes find wrong with a catalogue. */
async function faults(shapes: Store, catalogue: string): Promise<string[]> {
  const quads = (await jsonld.toRDF(JSON.parse(catalogue), {
    base: "https://example.org/open-data/catalog.jsonld",
    format: "application/n-quads",
  })) as unknown as string;
  const data = new Store(new Parser({ format: "N-Quads" }).parse(quads));
  const report = await new SHACLValidator(shapes as never).validate(data as never);
  return report.results.map(
    (result) =>
      `${result.focusNode?.value} ${result.path?.value}: ${result.message.map((m) => m.value).join()}`,
  );
}
