// The links and images of a folder of pages, rewritten by cheerio and by posthtml, to measure dlde against:
//
//   npm ci --prefix tools/bench
//   cargo run --release --example bench_finish -- peers
//
// Each reads every page, gives links that leave the site a class, `rel` and `referrerpolicy`, gives images `loading` and
// `decoding`, and writes the page. A line on standard input names the way and the folder for the pages; when they are
// there, its name is printed.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { load } from "cheerio";
import posthtml from "posthtml";

const [from] = process.argv.slice(2);
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

const pages = readdirSync(from, { recursive: true }).filter((name) => name.endsWith(".html"));
for await (const line of createInterface({ input: process.stdin })) {
  const [name, out] = line.split(/ (.*)/);
  for (const page of pages) {
    mkdirSync(dirname(join(out, page)), { recursive: true });
    writeFileSync(join(out, page), ways[name](readFileSync(join(from, page), "utf8")));
  }
  console.log(name);
}
