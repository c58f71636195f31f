// The Nu Html Checker (the W3C's validator) on every HTML, CSS and SVG file.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, extname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const JAR = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");

// The validator says nothing about a good file, nor about one that it skips, so its silence proves nothing. Each kind
// gets a decoy with a mistake in its third line; a run that misses one did not check that kind. They also tell from
// which number it counts lines, which is not the same for all kinds.
const DECOY_LINE = 3;
const DECOYS = {
  ".html":
    '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Decoy</title>\n<decoy></decoy></html>\n',
  ".css": "p {\ncolor: black;\ndecoy: none;\n}\n",
  ".svg": '<svg\nxmlns="http://www.w3.org/2000/svg">\n<decoy/></svg>\n',
};

// It does not see that a policy with `data:` lets in such a picture; `finish.mjs` asks a browser.
const UNKNOWING = /Content Security Policy \(meta tag\): image “data:/;

export async function validator(site, _browser, java = "java") {
  const files = site.files.filter((file) => extname(file) in DECOYS);
  const counts = Object.keys(DECOYS).map(
    (kind) => `${files.filter((file) => file.endsWith(kind)).length} ${kind}`,
  );
  const summary = counts.join(", ");
  if (files.length === 0) return { checked: 0, summary, problems: [] };

  const decoyDir = await mkdtemp(join(tmpdir(), "decoys-"));
  try {
    const decoys = Object.keys(DECOYS).map((kind) => join(decoyDir, `decoy${kind}`));
    await Promise.all(decoys.map((path) => writeFile(path, DECOYS[extname(path)])));
    const messages = await run(java, [...decoys, ...files.map((file) => resolve(site.dir, file))]);

    const problems = [];
    const notes = [];
    const firstLine = {};
    for (const path of decoys) {
      const found = messages.filter((message) => message.path === path && message.type === "error");
      if (found.length === 0)
        problems.push(`did not find the mistake in ${basename(path)}: this kind is not checked`);
      firstLine[extname(path)] = DECOY_LINE - (found[0]?.lastLine ?? DECOY_LINE);
    }
    for (const message of messages.filter(({ path }) => !decoys.includes(path))) {
      const { path, type, subType, message: text, lastLine, firstColumn, extract } = message;
      const place =
        path && `${relative(site.dir, path)}:${lastLine + firstLine[extname(path)]}:${firstColumn ?? 1}`;
      const report = [`${place ?? "validator"}: ${subType ?? type}: ${text}`, extract?.trim()]
        .filter(Boolean)
        .join("\n  ");
      // Errors and warnings count. What remains are remarks on style, such as the one on the slash of `<br />`, which
      // is valid HTML and which Markdown is turned into: worth reading, but not in the hands of whoever writes a page.
      const isRemark = (type === "info" && !subType) || UNKNOWING.test(text);
      (isRemark ? notes : problems).push(report);
    }
    return { checked: files.length, summary, problems, notes };
  } finally {
    await rm(decoyDir, { recursive: true });
  }
}

async function run(java, paths) {
  // Mistakes are in the output; with --exit-zero-always any other exit code means that the validator itself failed.
  const flags = [
    "--also-check-css",
    "--also-check-svg",
    "--format",
    "json",
    "--stdout",
    "--exit-zero-always",
  ];
  const { stdout } = await promisify(execFile)(java, ["-jar", JAR, ...flags, ...paths], {
    timeout: 120_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout).messages.map((message) => ({
    ...message,
    path: message.url?.startsWith("file:") ? fileURLToPath(message.url) : undefined,
  }));
}
