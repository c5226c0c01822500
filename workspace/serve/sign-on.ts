import { statSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { readSignOn, type SignOn, signOnFile } from "../../loaders/registry/sign-on.js";
import { safeMessage } from "../../loaders/store/safe-message.js";
import { type Person, personAlone, roles } from "../authoring/people.js";
import type { Writer } from "../authoring/repository.js";

/** Who asks, or why nobody is let in. */
export type Asking = { person: Person } | { refused: string };

const longest = 200;

/**
 * Who asks, by the header that the sign-on's proxy sets. Only what comes from the proxy's own address is believed: a header
 * from anywhere else may be anybody's. Somebody with no role is not let in.
 */
export function personBehind(signOn: SignOn, request: IncomingMessage): Asking {
  if (plainAddress(request.socket.remoteAddress) !== plainAddress(signOn.proxy))
    return { refused: `This workspace is reached through its sign-on. Go to ${signOn.address}/` };
  const id = onlyValue(request, signOn.person);
  if (id === undefined)
    return { refused: `The sign-on did not say who you are. Sign in again at ${signOn.address}/` };
  const groups = signOn.groups === undefined ? "" : onlyValue(request, signOn.groups);
  const names = new Set([id, ...(groups ?? "").split(",").map((group) => group.trim())]);
  const held = roles.filter((role) => signOn.roles[role].some((name) => names.has(name)));
  if (held.length === 0)
    return {
      refused:
        "You are signed in, but have no part in this workspace yet. Ask whoever looks after it to name you or your group in data/sign-on.yaml.",
    };
  return { person: { name: id, email: emailOf(id), roles: held, isOneOfMany: true } };
}

// A header that comes twice is nobody's word.
function onlyValue(request: IncomingMessage, name: string): string | undefined {
  const values = request.headersDistinct[name] ?? [];
  const [value = ""] = values;
  const text = Buffer.from(value, "latin1").toString("utf8").trim();
  // Names go into commits, where these have a meaning of their own.
  const isFit = text.length > 0 && text.length <= longest && !/[<>\p{Cc}\ufffd]/u.test(text);
  return values.length === 1 && isFit ? text : undefined;
}

function emailOf(id: string): string {
  return id.includes("@") ? id : `${id.replace(/\s+/g, ".")}@localhost`;
}

function plainAddress(address = ""): string {
  return address.replace(/^::ffff:/, "");
}

/**
 * Who is let in: everybody at this machine as the one person there, or, where a sign-on is set up, whoever that names. What
 * changes in its file holds from the next request on; a file that cannot be read, or is gone, changes nothing.
 */
export class Door {
  private readAt: number | undefined;

  private constructor(
    private readonly alone: Person,
    private signOn: SignOn | undefined,
    private readonly file: string,
  ) {}

  /** Throws a RegistryError if the file of the sign-on is there and not as it should be. */
  static open(alone: Writer, file = signOnFile): Door {
    const door = new Door(personAlone(alone), readSignOn(file), file);
    door.readAt = door.changedAt();
    return door;
  }

  /** The address that people type, where a sign-on is set up. It stays as it was at the start. */
  get address(): string | undefined {
    return this.signOn?.address;
  }

  /** The address of this machine to listen on, where a sign-on is set up. */
  get listen(): string | undefined {
    return this.signOn?.listen;
  }

  whoAsks(request: IncomingMessage): Asking {
    if (!this.signOn) return { person: this.alone };
    this.readAgain(this.signOn);
    return personBehind(this.signOn, request);
  }

  private readAgain({ address, listen }: SignOn): void {
    const now = this.changedAt();
    if (now === undefined || now === this.readAt) return;
    this.readAt = now;
    try {
      this.signOn = { ...(readSignOn(this.file) ?? this.signOn!), address, listen };
    } catch (error) {
      console.error(safeMessage(error));
    }
  }

  private changedAt(): number | undefined {
    return statSync(this.file, { throwIfNoEntry: false })?.mtimeMs;
  }
}
