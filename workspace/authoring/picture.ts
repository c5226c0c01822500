import { TellableError } from "../../loaders/store/safe-message.js";
import { isPlainDrawing } from "./plain-drawing.js";

/** A picture that may lie beside a page. */
export interface Picture {
  ending: "png" | "jpg" | "gif" | "webp" | "svg";
  /** Without what cameras and programs write into it: where it was taken, when, by whom. */
  bytes: Uint8Array;
}

/** The largest picture, in bytes. */
export const largestPicture = 5 * 1024 * 1024;

/** Reads a picture by its content, whatever it is called. Throws a TellableError if it is none that a page can show safely. */
export function readPicture(given: Uint8Array): Picture {
  if (given.length > largestPicture)
    throw new TellableError(
      `A picture can be ${largestPicture / 1024 / 1024} MB at most. Make it smaller, then put it in again.`,
    );
  const bytes = Buffer.from(given);
  const begins = (signature: string, at = 0) =>
    bytes.subarray(at, at + signature.length).toString("latin1") === signature;
  try {
    if (begins("\x89PNG\r\n\x1a\n")) return { ending: "png", bytes: pngWithoutTexts(bytes) };
    if (begins("\xff\xd8\xff")) return { ending: "jpg", bytes: jpegWithoutTexts(bytes) };
    if (begins("GIF87a") || begins("GIF89a")) return { ending: "gif", bytes };
    if (begins("RIFF") && begins("WEBP", 8)) return { ending: "webp", bytes: webpWithoutTexts(bytes) };
  } catch {
    throw new TellableError("This picture is damaged. Open it in another program, save it, and try again.");
  }
  const text = bytes.toString("utf8");
  if (!/^\uFEFF?\s*(?:<\?xml|<!--|<svg\b)/.test(text))
    throw new TellableError("This is no picture that a page can show. Save it as PNG, JPEG, GIF or WebP.");
  if (!isPlainDrawing(text))
    throw new TellableError(
      "This drawing (SVG) holds more than a drawing, such as a script or a link. Save it as PNG, or as plain SVG.",
    );
  return { ending: "svg", bytes };
}

const textsOfPng = new Set(["eXIf", "tEXt", "iTXt", "zTXt", "tIME"]);

function pngWithoutTexts(bytes: Buffer): Buffer {
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const name = bytes.toString("latin1", at + 4, at + 8);
    if (!textsOfPng.has(name)) kept.push(bytes.subarray(at, end));
    at = name === "IEND" ? bytes.length : end;
  }
  return Buffer.concat(kept);
}

// What a camera writes stands before the picture's own data, in segments of its own.
const textsOfJpeg = new Set([0xe1, 0xed, 0xfe]);
const pictureBegins = 0xda;

function jpegWithoutTexts(bytes: Buffer): Buffer {
  const kept = [bytes.subarray(0, 2)];
  for (let at = 2; ; ) {
    const kind = bytes.readUInt8(at + 1);
    if (bytes.readUInt8(at) !== 0xff) throw new Error("no segment begins here");
    if (kind === pictureBegins) return Buffer.concat([...kept, bytes.subarray(at)]);
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (!textsOfJpeg.has(kind)) kept.push(bytes.subarray(at, end));
    at = end;
  }
}

const textsOfWebp = new Set(["EXIF", "XMP "]);
// Bits of the first chunk that say such texts follow.
const saysTexts = 0x0c;

function webpWithoutTexts(bytes: Buffer): Buffer {
  const kept: Buffer[] = [];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    const chunk = Buffer.from(bytes.subarray(at, end));
    const name = chunk.toString("latin1", 0, 4);
    if (name === "VP8X") chunk.writeUInt8(chunk.readUInt8(8) & ~saysTexts, 8);
    if (!textsOfWebp.has(name)) kept.push(chunk);
    at = end;
  }
  const body = Buffer.concat(kept);
  const head = Buffer.from("RIFF\0\0\0\0WEBP", "latin1");
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}
