// node tools/browser/lighthouse.mjs OUT COMMAND...
//
// Lighthouse's verdict on the front page, with its defaults for a phone: every category has to reach 100. The site is
// built by COMMAND for the address at which it is then served, because a page that names another address as its own
// loses points for it: `--base-url` and `--out OUT` are added to the command.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import lighthouse from "lighthouse";
import { launch } from "./browser.mjs";
import { judge, print } from "./report.mjs";

const LOOPBACK = "127.0.0.1";
// Performance is measured, and a machine that does something else at the same time is slow for it. The best run tells
// what the page can do. All other categories judge the page itself, and have to be right in each run.
const MOST_RUNS = 3;
const MEASURED = "performance";
const CATEGORIES = [MEASURED, "accessibility", "best-practices", "seo"];
const PATIENCE = 90_000; // for one run

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
  ".ics": "text/calendar; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".woff2": "font/woff2",
};
const COMPRESSED = [".html", ".css", ".js", ".mjs", ".json", ".txt", ".xml", ".ics", ".svg"];

/** Serves a folder as GitHub Pages and its like do: compressed, with types and a time to keep. */
export async function serve(dir) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, `http://${LOOPBACK}`);
    const wanted = normalize(decodeURIComponent(pathname)).replace(/[/\\]$/, `${sep}index.html`);
    const path = join(dir, wanted); // normalized, so that it does not lead out of the folder
    const type = extname(path);
    const headers = { "content-type": TYPES[type] ?? "application/octet-stream" };
    try {
      const bytes = await readFile(path);
      headers["cache-control"] = type === ".html" ? "max-age=600" : "max-age=31536000";
      const packed = COMPRESSED.includes(type) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
      if (packed) headers["content-encoding"] = "gzip";
      response.writeHead(200, headers).end(packed ? gzipSync(bytes) : bytes);
    } catch {
      response.writeHead(404, { "content-type": TYPES[".txt"] }).end("Not found\n");
    }
  });
  server.listen(0, LOOPBACK);
  await once(server, "listening");
  const { port } = server.address();
  return { address: `http://${LOOPBACK}:${port}`, close: () => server.close() };
}

/** A check like all others, of an address and not of a folder. */
export async function scores(address) {
  const debuggingPort = await freePort();
  const browser = await launch({ args: [`--remote-debugging-port=${debuggingPort}`], allowed: [LOOPBACK] });
  const scored = new Map(); // category → score: the best of what is measured, the worst of the rest
  const problems = new Set();
  let measured = []; // what the last run said of the measured category
  let runs = 0;
  let audits = 0;
  try {
    while (runs < MOST_RUNS && scored.get(MEASURED) !== 1) {
      runs += 1;
      const { lhr } = await inTime(
        lighthouse(address, {
          port: debuggingPort,
          output: "json",
          logLevel: "error",
          onlyCategories: CATEGORIES,
        }),
      );
      if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
      audits += Object.keys(lhr.audits).length;
      for (const name of CATEGORIES) {
        const { score, auditRefs } = lhr.categories[name];
        const choose = name === MEASURED ? Math.max : Math.min;
        scored.set(name, scored.has(name) ? choose(scored.get(name), score) : score);
        const lost = auditRefs.filter(({ weight, id }) => weight > 0 && lhr.audits[id].score < 1);
        const descriptions = lost.map(({ id }) => describe(name, lhr.audits[id]));
        if (name === MEASURED) measured = descriptions;
        else descriptions.forEach((description) => problems.add(description));
      }
    }
  } finally {
    await browser.close();
  }

  const percent = (score) => Math.round(score * 100);
  // An audit may lose a little without costing its category a point.
  if (percent(scored.get(MEASURED)) < 100) measured.forEach((description) => problems.add(description));
  for (const [name, score] of scored)
    if (percent(score) < 100) problems.add(`${name}: ${percent(score)} of 100`);
  return {
    checked: audits,
    summary: `${[...scored].map(([name, score]) => `${name} ${percent(score)}`).join(", ")}, ${runs} runs`,
    problems: [...problems].sort(),
  };
}

function describe(category, { id, title, score, displayValue, details }) {
  const items = (details?.items ?? [])
    .slice(0, 5)
    .map((item) => item.node?.snippet ?? item.url ?? item.description ?? JSON.stringify(item).slice(0, 120));
  const value = [`score ${score}`, displayValue].filter(Boolean).join(", ");
  return [`${category}: ${id}: ${title} (${value})`, ...items.map((item) => `  ${item}`)].join("\n");
}

async function freePort() {
  const server = createServer().listen(0, LOOPBACK);
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function inTime(work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE / 1000} s`)), PATIENCE);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function main() {
  const [out, command, ...options] = process.argv.slice(2);
  if (!command) {
    console.error("usage: node lighthouse.mjs OUT COMMAND...");
    process.exit(2);
  }
  const server = await serve(out);
  try {
    const build = [...options, "--base-url", server.address, "--force", "--out", out];
    await promisify(execFile)(command, build, { timeout: 600_000, maxBuffer: 64 * 1024 * 1024 });
    const outcome = await judge(() => scores(`${server.address}/`), MOST_RUNS * PATIENCE);
    print("Lighthouse", outcome);
    process.exitCode = outcome.problems.length === 0 ? 0 : 1;
  } catch (error) {
    console.log(`FAIL Lighthouse: ${error.message}`);
    process.exitCode = 1;
  } finally {
    server.close();
  }
  // Lighthouse may leave timers behind.
  process.exit();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
