// The words of a PDF that Chromium has made, and the sizes of its pages: enough to know what is printed, without
// another library. It reads what Skia writes (plain objects, Flate streams, two-byte glyphs with a map to Unicode).
import { inflateSync } from "node:zlib";

/** { pages: [{ width, height }] in points, text: all words without the blanks between them } */
export function readPdf(bytes) {
  const objects = readObjects(bytes);
  const fonts = new Map(); // number of the font's object → glyph → text
  for (const [number, { dictionary }] of objects) {
    const [, map] = dictionary.match(/\/ToUnicode (\d+) 0 R/) ?? [];
    if (map && objects.has(Number(map))) fonts.set(number, readMap(objects.get(Number(map)).stream()));
  }

  const pages = [];
  let text = "";
  for (const { dictionary } of objects.values()) {
    if (!/\/Type \/Page\b(?!s)/.test(dictionary)) continue;
    const [, box] = dictionary.match(/\/MediaBox \[([^\]]*)\]/) ?? [];
    const [left, bottom, right, top] = (box ?? "0 0 0 0").trim().split(/\s+/).map(Number);
    pages.push({ width: right - left, height: top - bottom });
    const named = new Map();
    for (const [, name, number] of dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g))
      named.set(name, fonts.get(Number(number)));
    const [, contents] = dictionary.match(/\/Contents (\d+) 0 R/) ?? [];
    if (contents) text += words(objects.get(Number(contents)).stream(), named);
  }
  return { pages, text };
}

function readObjects(bytes) {
  const source = bytes.toString("latin1"); // one character a byte
  const objects = new Map();
  for (const match of source.matchAll(/(?:^|\n)(\d+) 0 obj\s([^]*?)(?=\s*endobj|\s*stream\r?\n)/g)) {
    const [whole, number, dictionary] = match;
    const begin = match.index + whole.length;
    const [intro] = source.slice(begin, begin + 20).match(/^\s*stream\r?\n/) ?? [];
    objects.set(Number(number), {
      dictionary,
      stream() {
        if (!intro) return "";
        const length = Number(dictionary.match(/\/Length (\d+)/)?.[1] ?? 0);
        const data = bytes.subarray(begin + intro.length, begin + intro.length + length);
        return (/\/FlateDecode/.test(dictionary) ? inflateSync(data) : data).toString("latin1");
      },
    });
  }
  return objects;
}

/** The lines between beginbfchar/beginbfrange and their ends: glyphs and what they stand for, in UTF-16. */
function readMap(source) {
  const glyphs = new Map();
  const decode = (hex) => Buffer.from(hex, "hex").swap16().toString("utf16le");
  for (const [, block] of source.matchAll(/beginbfchar\s([^]*?)endbfchar/g)) {
    for (const [, glyph, text] of block.matchAll(/<(\w+)>\s*<(\w+)>/g))
      glyphs.set(parseInt(glyph, 16), decode(text));
  }
  for (const [, block] of source.matchAll(/beginbfrange\s([^]*?)endbfrange/g)) {
    for (const [, from, to, text] of block.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      const first = decode(text);
      for (let glyph = parseInt(from, 16); glyph <= parseInt(to, 16); glyph += 1) {
        const shifted = first.codePointAt(0) + glyph - parseInt(from, 16);
        glyphs.set(glyph, String.fromCodePoint(shifted) + first.slice(1));
      }
    }
  }
  return glyphs;
}

function words(content, fonts) {
  let font = new Map();
  let text = "";
  for (const [token, name, hex] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>/g)) {
    if (name) font = fonts.get(name) ?? new Map();
    else if (hex) {
      const digits = font.size > 0 ? hex.match(/.{1,4}/g) : [];
      text += digits.map((digit) => font.get(parseInt(digit, 16)) ?? "").join("");
    } else text += token;
  }
  return text.normalize("NFKC").replace(/\s/g, "");
}
