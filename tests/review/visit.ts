import { type IncomingHttpHeaders, request } from "node:http";
import { type AddressInfo, createServer } from "node:net";

/** A port of this machine that nobody uses. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** One request, with exactly these headers. `heard` gets the body as it comes. */
export function send(
  address: string,
  headers: Record<string, string> = {},
  body?: string,
  heard: (text: string) => void = () => {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(address, { method: body === undefined ? "GET" : "POST", headers, agent: false });
    sent.on("error", reject).on("response", (response) => {
      let text = "";
      response.on("data", (part: Buffer) => {
        text += part;
        heard(String(part));
      });
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    });
    sent.end(body);
  });
}

/** A reviewer who has opened the printed address: what the browser sends, and what the page asks. */
export interface Visitor {
  origin: string;
  headers: Record<string, string>;
  page: string;
  ask: (question: string, body: object, heard?: (text: string) => void) => Promise<unknown[]>;
}

export async function visit(address: string): Promise<Visitor> {
  const { origin } = new URL(address);
  const entered = await send(address);
  const cookie = entered.headers["set-cookie"]![0]!.split(";")[0]!;
  const page = (await send(`${origin}/`, { cookie })).text;
  const token = /name="review-token" content="([^"]+)"/.exec(page)![1]!;
  const headers = { cookie, origin, "x-review-token": token, "content-type": "application/json" };
  const ask: Visitor["ask"] = async (question, body, heard) => {
    const { text } = await send(`${origin}/ask/${question}`, headers, JSON.stringify(body), heard);
    return text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
  };
  return { origin, headers, page, ask };
}
