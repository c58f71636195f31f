// The links and images of a folder of pages, rewritten by cheerio and by posthtml, for comparison with dlde:
//
//   cargo run --release --example bench_finish -- pages /path/to/pages
//   npm ci --prefix tools/bench && node tools/bench/peers.mjs /path/to/pages /path/to/out
//
// Each reads every page, gives links that leave the site a class, `rel` and `referrerpolicy`, gives images `loading` and
// `decoding`, and writes the page. Copying alone comes first. All run in one process and one thread, in turn.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "cheerio";
import posthtml from "posthtml";

const [from, out] = process.argv.slice(2);
const leaves = (href) => /^(https?:)?\/\//.test(href ?? "");
const link = { rel: "noopener external", class: "external", referrerpolicy: "strict-origin" };
const image = { loading: "lazy", decoding: "async" };

const ways = {
  copy: (page) => page,
  cheerio(page) {
    const $ = load(page);
    $("a[href]").filter((_, a) => leaves(a.attribs.href)).attr(link);
    $("img").attr(image);
    return $.html();
  },
  posthtml: (page) =>
    posthtml([
      (tree) => {
        tree.match({ tag: "a", attrs: { href: true } }, (node) => {
          if (leaves(node.attrs.href)) Object.assign(node.attrs, link);
          return node;
        });
        tree.match({ tag: "img" }, (node) => {
          node.attrs = { ...node.attrs, ...image };
          return node;
        });
      },
    ]).process(page, { sync: true }).html,
};

const pages = readdirSync(from).filter((name) => name.endsWith(".html"));
const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
for (let round = 0; round < 3; round += 1) {
  for (const [name, way] of Object.entries(ways)) {
    const folder = join(out, `${name}${round}`);
    mkdirSync(folder, { recursive: true });
    const start = performance.now();
    for (const page of pages) writeFileSync(join(folder, page), way(readFileSync(join(from, page), "utf8")));
    times[name].push(performance.now() - start);
  }
}
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
for (const [name, taken] of Object.entries(times)) {
  const ms = median(taken);
  console.log(`${name.padEnd(10)} ${ms.toFixed(0).padStart(6)} ms  ${(ms / median(times.copy)).toFixed(1)} × copy`);
}
