import { createServer, request, type Server } from "node:http";

/** The cookie in which a browser of the tests says who signs in. */
export const userCookie = "user";

/**
 * A sign-on as a council has one, small: it hands requests and sockets on to a port of this machine, with who asks in a header.
 * A browser says it in a cookie, which it sends with sockets too.
 */
export function signOnProxy(port: number, to: number): Promise<Server> {
  const onward = (asked: import("node:http").IncomingMessage) => {
    const user = new RegExp(`\\b${userCookie}=([\\w-]+)`).exec(asked.headers.cookie ?? "")?.[1];
    const headers = { ...asked.headers, ...(user && { "x-remote-user": user }) };
    return request({ host: "127.0.0.1", port: to, path: asked.url, method: asked.method, headers });
  };
  const server = createServer((asked, response) => {
    const sent = onward(asked);
    sent.on("response", (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    sent.on("error", () => response.destroy());
    asked.pipe(sent);
  });
  server.on("upgrade", (asked, socket) => {
    const sent = onward(asked);
    sent.on("upgrade", (answer, other) => {
      const headers = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join("")}\r\n`);
      socket.pipe(other).pipe(socket);
      for (const one of [socket, other]) one.on("error", () => (socket.destroy(), other.destroy()));
    });
    sent.on("response", () => socket.destroy());
    sent.on("error", () => socket.destroy());
    sent.end();
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}
