import { afterEach, expect, test } from "vitest";
import { textAt } from "../../workspace/site/text-at.js";
import { type SmallSite, smallSite } from "./small-site.js";

let site: SmallSite;
afterEach(() => site?.remove());

test("a page that is many has one text for each, in prose and in code", () => {
  const text = `---\ntitle: "{{name}} now"\neditions: [workspace]\neach: ../data/wards.json\n---\n\n# {{name}}\n\n\`\`\`js\nconst own = FileAttachment(\`../data/ward-\${observable.params.area}.json\`).json();\n\`\`\`\n\n\${observable.params.area}\n`;
  site = smallSite({
    pages: { "explore/ward/[area].md": text },
    data: { "explore/wards.json": '[{ "area": "E05011118", "name": "Acocks Green" }]' },
  });
  const at = (shown: string) =>
    textAt(site.edition("workspace"), "explore/ward/[area]", shown, site.made.store, site.made.manifest);
  expect(at("explore/ward/E05011118")).toBe(
    `---\ntitle: "Acocks Green now"\neditions: [workspace]\neach: ../data/wards.json\n---\n\n# Acocks Green\n\n\`\`\`js\nconst own = FileAttachment(\`../data/ward-E05011118.json\`).json();\n\`\`\`\n\nE05011118\n`,
  );
  expect(at("explore/ward/E05011119")).toBeUndefined();
  expect(at("explore/other")).toBeUndefined();
});
