import { constants } from "node:fs";
import type { AddressInfo } from "node:net";
import ssh2, { type Connection, type SFTPWrapper } from "ssh2";

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;

/** A file of the server: its content, and when it was written, in seconds. */
export interface ServedFile {
  content: string;
  modified: number;
}

/** A server of SFTP on this machine that lets in who has the password, and that a test can make misbehave. */
export class SftpServer {
  readonly files = new Map<string, ServedFile>();
  /** How it misbehaves: it says nothing once files are asked for, or ends while a file is read. */
  fault: "stall" | "break" | undefined;
  readonly key = ssh2.utils.generateKeyPairSync("ed25519");
  private readonly connections = new Set<Connection>();
  private readonly server: ssh2.Server;

  constructor(password: string) {
    this.server = new ssh2.Server({ hostKeys: [this.key.private] }, (client) => {
      this.connections.add(client);
      client.on("error", () => {});
      // As servers do: else whoever takes leave waits for an answer.
      client.on("end", () => client.end());
      client.on("close", () => this.connections.delete(client));
      client.on("authentication", (given) =>
        given.method === "password" && given.password === password
          ? given.accept()
          : given.reject(["password"]),
      );
      client.on("ready", () =>
        client.on("session", (accept) => accept().on("sftp", (open) => this.serve(open(), client))),
      );
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", () => done()));
    return this;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const connection of this.connections) connection.end();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  private serve(sftp: SFTPWrapper, client: Connection): void {
    const open: (string | undefined)[] = [];
    const handle = (name: string | undefined): Buffer => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(open.push(name) - 1);
      return bytes;
    };
    const attributes = ({ content, modified }: ServedFile) => ({
      mode: constants.S_IFREG | 0o644,
      uid: 0,
      gid: 0,
      size: content.length,
      atime: modified,
      mtime: modified,
    });
    const at = (path: string): ServedFile | undefined => this.files.get(path.replace(/^\/out\//, ""));
    const listed = new Set<number>();
    sftp.on("REALPATH", (id, path) =>
      sftp.name(id, [{ filename: path, longname: path, attrs: {} as never }]),
    );
    sftp.on("OPENDIR", (id, path) => {
      if (this.fault === "stall") return;
      if (path !== "/out") sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
      else sftp.handle(id, handle(undefined));
    });
    sftp.on("READDIR", (id, which) => {
      const n = which.readUInt32BE();
      if (listed.has(n)) return sftp.status(id, STATUS_CODE.EOF);
      listed.add(n);
      sftp.name(
        id,
        [...this.files].map(([filename, file]) => ({
          filename,
          longname: `-rw-r--r-- 1 a a ${file.content.length} Jan 1 00:00 ${filename}`,
          attrs: attributes(file),
        })),
      );
    });
    const state = (id: number, path: string): void => {
      const file = at(path);
      if (file) sftp.attrs(id, attributes(file));
      else sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
    };
    sftp.on("STAT", state);
    sftp.on("LSTAT", state);
    sftp.on("OPEN", (id, path, flags) => {
      if (flags & OPEN_MODE.WRITE || !at(path)) sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
      else sftp.handle(id, handle(path));
    });
    sftp.on("FSTAT", (id, which) => sftp.attrs(id, attributes(at(open[which.readUInt32BE()]!)!)));
    sftp.on("READ", (id, which, offset, length) => {
      if (this.fault === "break") return void client.end();
      const { content } = at(open[which.readUInt32BE()]!)!;
      const part = Buffer.from(content).subarray(offset, offset + length);
      if (part.length) sftp.data(id, part);
      else sftp.status(id, STATUS_CODE.EOF);
    });
    sftp.on("CLOSE", (id) => sftp.status(id, STATUS_CODE.OK));
  }
}
