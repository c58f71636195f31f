// A built site: its files, its pages and the addresses they have once they are published.
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/**
 * Pages contain absolute addresses, so they can only be seen properly at their own. It is read from the home page's
 * canonical link; the browser is then answered from `dir` whenever it asks for an address below it (see browser.mjs),
 * which needs no server, no port and no special build, and works for a site in a folder of its host, too.
 *
 * `now` is the moment for which the site was built, if that is not the present.
 */
export async function openSite(browser, dir, now) {
  const files = await list(dir);
  const pages = files.filter((file) => file.endsWith(".html"));
  if (pages.length === 0) throw new Error(`${dir} contains no HTML file`);

  const heads = await readHeads(browser, dir, pages);
  const canonical = heads.get("index.html")?.canonical;
  if (!URL.canParse(canonical)) {
    throw new Error(`${dir}/index.html names no absolute address of its own (<link rel="canonical">)`);
  }
  const home = new URL("./", canonical).href;

  const addressOf = (file) => {
    const address = new URL(home);
    address.pathname += file; // encodes as browsers do
    return address.href;
  };
  const pageAddressOf = (file) => addressOf(file.replace(/(^|\/)index\.html$/, "$1"));
  const fileAt = new Map(files.map((file) => [addressOf(file), file]));
  for (const file of pages) fileAt.set(pageAddressOf(file), file);

  /** The file that a web server would send for an address, if there is one. */
  const fileOf = (address) => {
    const { origin, pathname } = new URL(address);
    return fileAt.get(origin + pathname);
  };
  const owns = (address) => address.startsWith(home);

  // What a reader can stay on: everything but the stubs that lead from an old address to a new one.
  const readable = pages
    .filter((file) => !heads.get(file).redirects)
    .map((file) => ({ file, address: pageAddressOf(file) }));

  return {
    dir,
    files,
    now,
    pages: readable,
    front: readable.find(({ file }) => file === "index.html"),
    fileOf,
    owns,
    /** What is wrong with asking for an address, if anything is. */
    objectionTo(address) {
      if (fileOf(address)) return undefined;
      const reason = owns(address) ? "a file that the site does not have" : "which is not part of the site";
      return `asks for ${address}, ${reason}`;
    },
  };
}

/**
 * The same site as it was built at several moments: one folder each, named after its moment as `dlde build --today`
 * takes it, where a day stands for its noon in UTC.
 */
export async function openBuilds(browser, dir) {
  const names = (await readdir(dir)).sort();
  const builds = [];
  for (const name of names) {
    const now = new Date(/T/.test(name) ? name : `${name}T12:00:00Z`);
    if (Number.isNaN(now.valueOf())) throw new Error(`${join(dir, name)} is not named after a moment`);
    builds.push(await openSite(browser, join(dir, name), now));
  }
  return builds;
}

/** All files below a folder, relative to it, with slashes as in addresses. */
async function list(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return paths.map((path) => relative(dir, path).split(sep).join("/")).sort();
}

/** Parses in the browser, because HTML is not a language for regular expressions; DOMParser loads and runs nothing. */
async function readHeads(browser, dir, files) {
  const texts = await Promise.all(files.map((file) => readFile(join(dir, file), "utf8")));
  const page = await browser.newPage();
  try {
    const heads = await page.evaluate(parse, texts);
    return new Map(files.map((file, i) => [file, heads[i]]));
  } finally {
    await page.close();
  }

  function parse(all) {
    return all.map((text) => {
      const html = new DOMParser().parseFromString(text, "text/html");
      return {
        canonical: html.querySelector('link[rel~="canonical"]')?.getAttribute("href"),
        redirects: html.querySelector('meta[http-equiv="refresh" i]') !== null,
      };
    });
  }
}
