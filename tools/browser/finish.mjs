// node tools/browser/finish.mjs PORTABLE HARDENED...
//
// Follows every link within the site in PORTABLE, made with `dlde build --portable`: from the disk, and in a folder of
// another site. Then opens every page of the sites in HARDENED under its own policy. Nothing may be refused, and the
// console has to stay empty.
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";
import { judge, print } from "./report.mjs";
import { openSite } from "./site.mjs";

/** Shown at any depth, so that its addresses stay absolute. */
const NOT_FOUND = "404.html";
const ELSEWHERE = "https://copy.example/some/folder/";
const TYPES = { html: "text/html", css: "text/css", js: "text/javascript", svg: "image/svg+xml" };

/** Opens pages one after the other and notes everything that goes wrong. */
async function inOneTab(browser, answer, look) {
  const context = await browser.newContext({ serviceWorkers: "block" });
  const problems = new Set();
  const tests = { running: false };
  try {
    if (answer) await context.route("**/*", answer);
    const tab = await context.newPage();
    const report = (problem) => tests.running || problems.add(`${tab.url()}: ${problem}`);
    tab.on("console", (message) => report(`console ${message.type()}: ${message.text()}`));
    tab.on("pageerror", (error) => report(`exception: ${error.message}`));
    tab.on("requestfailed", (request) => {
      // One page that leads on to the next breaks off what the first still loads.
      if (request.failure()?.errorText !== "net::ERR_ABORTED") report(`failed to load ${request.url()}`);
    });
    const outcome = await look(tab, report, tests);
    return { ...outcome, problems: [...problems] };
  } finally {
    await context.close();
  }
}

/** Every link from the front page on. `start` is its address, `home` that of the folder. */
async function followed(tab, report, dir, home) {
  const pages = [new URL("index.html", home).href];
  const known = new Set(pages);
  let links = 0;
  for (const address of pages) {
    await tab.goto(address, { waitUntil: "load" });
    await tab.evaluate(() => [...document.images].forEach((image) => (image.loading = "eager")));
    await tab.waitForFunction(() => [...document.images].every((image) => image.complete));
    const broken = await tab.evaluate(() =>
      [...document.images].filter((image) => !image.naturalWidth).map(({ currentSrc }) => currentSrc),
    );
    for (const picture of broken) report(`the picture ${picture} does not show`);
    const styled = await tab.evaluate(() => [...document.styleSheets].every((sheet) => sheet.ownerNode.sheet));
    if (!styled) report("a style sheet does not apply");
    const found = await tab.evaluate(() => [...document.links].map(({ href }) => href));
    for (const href of found.filter((href) => href.startsWith(home))) {
      links += 1;
      const target = new URL(href);
      const file = join(dir, decodeURIComponent(target.pathname.slice(new URL(home).pathname.length)));
      const there = await stat(file).catch(() => undefined);
      if (!there?.isFile()) {
        report(`${href} leads to no file`);
      } else if (file.endsWith(".html")) {
        const id = decodeURIComponent(target.hash.slice(1));
        if (id && !(await readFile(file, "utf8")).includes(`id="${id}"`)) report(`${href} leads to no place`);
        target.hash = "";
        if (!known.has(target.href)) {
          known.add(target.href);
          pages.push(target.href);
        }
      }
    }
  }
  const all = (await readdir(dir, { recursive: true })).filter((file) => file.endsWith(".html"));
  return { checked: links, summary: `${pages.length} of ${all.length} pages, ${links} links` };
}

function onDisk(browser, dir) {
  const home = `${pathToFileURL(dir).href}/`;
  // The browser itself refuses what leads away, and what a server would be needed for.
  return inOneTab(browser, undefined, async (tab, report) => {
    const outcome = await followed(tab, report, dir, home);
    // Pages that no link leads to, such as old addresses of a text.
    for (const file of await readdir(dir, { recursive: true })) {
      if (!file.endsWith(".html") || file === NOT_FOUND) continue;
      // One that leads on at once may do so before it has arrived.
      await tab.goto(pathToFileURL(join(dir, file)).href).catch((error) => {
        if (!error.message.includes("interrupted by another navigation")) throw error;
      });
      await tab.waitForLoadState("load");
      const shown = relative(dir, fileURLToPath(tab.url().split("#")[0]));
      if (shown.startsWith("..")) report(`${file} leads out of the folder`);
    }
    return outcome;
  });
}

function inAFolder(browser, dir) {
  const answer = async (route) => {
    const { href, pathname } = new URL(route.request().url());
    if (!href.startsWith(ELSEWHERE)) return route.abort();
    const path = join(dir, ...decodeURIComponent(pathname.slice(new URL(ELSEWHERE).pathname.length)).split("/"));
    if (!path.startsWith(dir + sep)) return route.abort();
    const body = await readFile(path).catch(() => undefined);
    if (!body) return route.fulfill({ status: 404 });
    return route.fulfill({ body, contentType: TYPES[path.split(".").pop()] });
  };
  return inOneTab(browser, answer, (tab, report) => followed(tab, report, dir, ELSEWHERE));
}

async function underItsPolicy(browser, dir) {
  const site = await openSite(browser, dir);
  const answer = (route) => {
    const file = site.fileOf(route.request().url());
    return file ? route.fulfill({ path: join(dir, file) }) : route.abort();
  };
  return inOneTab(browser, answer, async (tab, report, tests) => {
    let digests = 0;
    for (const { address } of site.pages) {
      await tab.goto(address, { waitUntil: "networkidle" });
      const seen = await tab.evaluate(() => ({
        policy: document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content,
        digests: document.querySelectorAll("[integrity]").length,
        // Every style sheet has to be in force, not only loaded.
        sheets: document.querySelectorAll('link[rel="stylesheet"]').length - document.styleSheets.length,
      }));
      if (!seen.policy) report("has no policy");
      if (seen.sheets > 0) report(`${seen.sheets} style sheets are not in force`);
      digests += seen.digests;
      // The policy is in force if it stops what nobody let in.
      tests.running = true;
      const stopped = await tab.evaluate(() => {
        const script = document.createElement("script");
        script.textContent = "window.stranger = true";
        return new Promise((done) => {
          document.addEventListener("securitypolicyviolation", () => done(!window.stranger), { once: true });
          document.head.append(script);
          setTimeout(() => done(!window.stranger), 500);
        });
      });
      tests.running = false;
      if (!stopped) report("runs a script that nobody let in");
    }
    return { checked: digests, summary: `${site.pages.length} pages, ${digests} digests` };
  });
}

const [portable, ...hardened] = process.argv.slice(2).map((dir) => resolve(dir));
if (hardened.length === 0) {
  console.error("usage: node finish.mjs PORTABLE HARDENED...");
  process.exit(2);
}
const browser = await launch();
let passed = true;
const checks = [
  ["a copy on a disk", () => onDisk(browser, portable)],
  ["a copy in a folder of another site", () => inAFolder(browser, portable)],
  ...hardened.map((dir) => [`its own policy: ${relative(".", dir)}`, () => underItsPolicy(browser, dir)]),
];
try {
  for (const [name, check] of checks) {
    const outcome = await judge(check);
    print(name, outcome);
    passed &&= outcome.problems.length === 0;
  }
} finally {
  await browser.close();
}
process.exit(passed ? 0 : 1);
