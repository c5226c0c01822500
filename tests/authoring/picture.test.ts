import { expect, test } from "vitest";
import { largestPicture, readPicture } from "../../workspace/authoring/picture.js";
import { isPlainDrawing } from "../../workspace/authoring/plain-drawing.js";

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))),
  );
const secret = "taken at 12 Acacia Road";
const chunk = (name: string, content: string) =>
  bytes([0, 0, 0, content.length], name, content, [0, 0, 0, 0]).toString("latin1");
const segment = (kind: number, content: string) =>
  bytes([0xff, kind, 0, content.length + 2], content).toString("latin1");
const webpChunk = (name: string, content: string) =>
  bytes(name, [content.length, 0, 0, 0], content, content.length % 2 ? [0] : []).toString("latin1");

const pictures: [ending: string, picture: Buffer, kept: string][] = [
  [
    "png",
    bytes(
      "\x89PNG\r\n\x1a\n",
      chunk("IHDR", "head"),
      chunk("tEXt", secret),
      chunk("IDAT", "dots"),
      chunk("IEND", ""),
    ),
    "dots",
  ],
  [
    "jpg",
    bytes([0xff, 0xd8], segment(0xe0, "JFIF"), segment(0xe1, secret), segment(0xda, "x"), "dots"),
    "dots",
  ],
  ["gif", bytes("GIF89a", "dots"), "dots"],
  [
    "webp",
    bytes(
      "RIFF\0\0\0\0WEBP",
      webpChunk("VP8X", "\x0c123456789"),
      webpChunk("EXIF", secret),
      webpChunk("VP8 ", "dots"),
    ),
    "dots",
  ],
];

test.each(pictures)(
  "a picture is known as %s by its content, and loses what a camera wrote into it",
  (ending, picture, kept) => {
    const read = readPicture(picture);
    expect(read.ending).toBe(ending);
    const content = Buffer.from(read.bytes).toString("latin1");
    expect(content).toContain(kept);
    expect(content).not.toContain(secret);
  },
);

test.each([
  ["a text", bytes("Ana, born 2023"), /no picture/],
  ["a page", bytes("<!doctype html><p>x"), /no picture/],
  ["half a picture", bytes([0xff, 0xd8, 0xff, 0xe1, 0x7f, 0xff]), /damaged/],
  ["a picture that is too large", Buffer.alloc(largestPicture + 1), /5 MB/],
  [
    "a drawing with a script",
    bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
    /script/,
  ],
])("%s is refused with what to do", (_, given, words) => {
  expect(() => readPicture(given)).toThrow(words);
});

test("a drawing is kept as it is", () => {
  const drawing = `<?xml version="1.0"?><!-- made --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>A</title><defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs><rect width="1" height='1' fill="url(#a)"/></svg>`;
  expect(isPlainDrawing(drawing)).toBe(true);
  expect(readPicture(Buffer.from(drawing))).toMatchObject({ ending: "svg", bytes: Buffer.from(drawing) });
});

test.each([
  "<svg onload='x'></svg>",
  "<svg><a href='https://x.org'><rect/></a></svg>",
  "<svg><use href='https://x.org#a'/></svg>",
  "<svg><use xlink:href='javascript:1'/></svg>",
  "<svg><foreignObject><p>x</p></foreignObject></svg>",
  "<svg><style>@import 'x'</style></svg>",
  "<svg><rect style='background:url(https://x.org)'/></svg>",
  "<svg><rect fill='&#117;rl(https://x.org)'/></svg>",
  "<svg><rect on&#108;oad='x'/></svg>",
  "<svg><![CDATA[<script>1</script>]]></svg>",
  "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg>&x;</svg>",
  "<?xml-stylesheet href='x'?><svg></svg>",
  "<svg><set attributeName='onload' to='x'/></svg>",
  "<svg><rect width=1/></svg>",
  "<svg><h:script xmlns:h='http://www.w3.org/1999/xhtml'>1</h:script></svg>",
  "<svg><scr<!-- -->ipt>1</svg>",
])("%s is more than a drawing", (drawing) => {
  expect(isPlainDrawing(drawing)).toBe(false);
});
