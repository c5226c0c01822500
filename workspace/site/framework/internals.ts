// All that is used of Framework beyond its command line and its browser modules, by whoever builds a site.
// tests/site/framework.test.ts names what is leaned on: run it first when Framework is renewed.
import "./light-documents.js";

export { build, FileBuildEffects } from "@observablehq/framework/dist/build.js";
export { type Config, normalizeConfig } from "@observablehq/framework/dist/config.js";
export { LoaderResolver } from "@observablehq/framework/dist/loader.js";
