// Scripts and styles are files: nothing of them is written into the pages, so that a content security policy can
// forbid what others may smuggle in, and all scripts together stay small.
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";

const SCRIPT_LIMIT = 6_000;

export async function inline(site, browser) {
  const problems = [];
  let elements = 0;
  const tab = await browser.newPage();
  try {
    for (const file of site.files.filter((file) => extname(file) === ".html")) {
      const found = await tab.evaluate(survey, await readFile(join(site.dir, file), "utf8"));
      elements += found.elements;
      for (const mistake of found.mistakes) problems.push(`${file}: ${mistake}`);
    }
  } finally {
    await tab.close();
  }

  const scripts = site.files.filter((file) => [".js", ".mjs"].includes(extname(file)));
  const texts = await Promise.all(scripts.map((file) => readFile(join(site.dir, file))));
  // A script under two names, of which pages use one, is one.
  const sizes = new Map(scripts.map((file, i) => [texts[i].toString(), `${file} ${texts[i].length}`]));
  const total = [...sizes.keys()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const parts = [...sizes.values()].join(", ");
  if (total > SCRIPT_LIMIT) problems.push(`scripts have ${total} bytes, more than ${SCRIPT_LIMIT}: ${parts}`);

  return {
    checked: elements,
    summary: `${elements} elements, ${total} of ${SCRIPT_LIMIT} bytes of script`,
    problems,
  };
}

/** Runs in a page, and parses there without loading or running anything. */
function survey(text) {
  const html = new DOMParser().parseFromString(text, "text/html");
  const elements = [...html.querySelectorAll("*")];
  const mistakes = [];
  for (const element of elements) {
    const tag = element.outerHTML.slice(0, element.outerHTML.indexOf(">") + 1);
    // Other types are data for machines (JSON-LD), which no browser runs.
    const runs = ["", "module", "text/javascript"].includes(element.type?.toLowerCase() ?? "");
    if (element.matches("script:not([src])") && runs) mistakes.push(`inline script: ${tag}`);
    for (const { name, value } of element.attributes) {
      if (name === "style") mistakes.push(`style attribute: ${tag}`);
      if (/^on/.test(name)) mistakes.push(`script in an attribute: ${tag}`);
      if (/^\s*javascript:/i.test(value)) mistakes.push(`script in an address: ${tag}`);
    }
  }
  return { elements: elements.length, mistakes };
}
