import { type Command, fromUser, pathOption, UsageError } from "./command.js";

export const pdf: Command = {
  summary: "Print a page of the built or running workspace as PDF for A4",
  usage: "<page> [--to <file>] [--at <address>]",
  options: {
    to: { type: "string", about: "the file; else the page's name, in the folder that you are in" },
    at: { type: "string", about: "the address of a running workspace; else what was built last is printed" },
  },
  positionals: true,
  async run(given) {
    const [page, ...more] = given.positionals;
    if (page === undefined || more.length > 0)
      throw new UsageError("Give one page, as its address has it: explore/take-up.");
    const { editions } = await import("../site/edition/editions.js");
    const { repositoryRoot } = await import("../../loaders/store/paths.js");
    const { printPage } = await import("../print/print-page.js");
    const { join } = await import("node:path");
    const to = pathOption(given, "to", "file") ?? fromUser(fileNameOf(page));
    const address = given.values.at;
    if (address !== undefined && !/^https?:\/\//.test(String(address)))
      throw new UsageError("--at needs an address, such as http://127.0.0.1:3000.");
    await printPage({
      page,
      to,
      from: address
        ? { address: String(address) }
        : { folder: join(repositoryRoot, editions.workspace.output) },
    });
    console.log(`Printed to ${to}`);
    return 0;
  },
};

// "explore/take-up?level=ward" is explore-take-up.pdf.
function fileNameOf(page: string): string {
  const path = page.replace(/[?#].*$/, "").replace(/\.html$/, "");
  const name = path.split("/").filter(Boolean).join("-");
  return `${name || "index"}.pdf`;
}
