// Loaded before everything else in every Node process of a build: writes down and refuses whatever would leave this machine.
import { appendFileSync } from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";

const require = createRequire(import.meta.url);
const net = require("node:net");
const dns = require("node:dns");
const dgram = require("node:dgram");

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

function refuse(how, host) {
  appendFileSync(process.env.NETWORK_LOG, `${how} ${host} (process ${process.argv[1] ?? "?"})\n`);
  return Object.assign(new Error(`No network in this test: ${how} ${host}`), { code: "ENETUNREACH" });
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  const target = typeof first === "object" && first !== null ? first : { port: first, host: args[1] };
  if (target.path || target.host === undefined || loopback.test(target.host))
    return connect.apply(this, args);
  process.nextTick(() => this.destroy(refuse("connect to", target.host)));
  return this;
};

for (const name of ["lookup", "resolve", "resolve4", "resolve6"]) {
  const original = dns[name];
  dns[name] = (host, ...rest) => {
    if (loopback.test(host)) return original(host, ...rest);
    rest.at(-1)(refuse("look up", host));
  };
  dns.promises[name] = async (host) => {
    throw refuse("look up", host);
  };
}

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (...args) {
  const host = args.find((arg, i) => i > 0 && typeof arg === "string");
  if (host === undefined || loopback.test(host)) return send.apply(this, args);
  throw refuse("send to", host);
};

syncBuiltinESMExports();
