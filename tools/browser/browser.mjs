// The browser, and a visit to a page of the site without any network.
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";

const PATIENCE = 20_000;

/** A phone and a desk, by day and by night. */
export const VIEWS = [360, 1280].flatMap((width) =>
  ["light", "dark"].map((colorScheme) => ({
    name: `${width} px ${colorScheme}`,
    options: { viewport: viewport(width), colorScheme },
  })),
);

export function viewport(width) {
  return { width, height: 900 };
}

/** `allowed`: hosts that may be reached all the same, for what has to be looked at through a real server. */
export function launch({ args = [], allowed = [] } = {}) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    timeout: PATIENCE,
    args: [
      "--no-sandbox", // containers run as root, where Chromium's sandbox cannot start; it only sees this site
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Requests are answered in visit(). Whatever goes past that (sockets, preconnect) must not get anywhere either.
      "--no-proxy-server",
      ["--host-resolver-rules=MAP * ~NOTFOUND", ...allowed.map((host) => `EXCLUDE ${host}`)].join(),
      ...args,
    ],
  });
}

/** Opens, or closes, everything that readers can open, such as a menu on a phone. */
export function unfold(tab, open) {
  return tab.evaluate(
    (open) => document.querySelectorAll("details").forEach((fold) => (fold.open = open)),
    open,
  );
}

/**
 * Opens a page in a context of its own and returns what `look(page, visit)` returns. `visit.complaints` is everything
 * that went wrong on the way, `visit.sent` the bytes of each file that the page asked for.
 *
 * The options are those of a context, and:
 *   now      what the clock of the page says: as a rule the moment for which the site was built, so that a page whose
 *            content depends on the date looks the same whenever the tests run
 *   prepare  a function of the page, called before anything is loaded
 *   delay    milliseconds that each picture takes longer than the rest
 *   lazy     leave pictures out of sight for the one who scrolls there
 */
export async function visit(browser, site, { address }, options, look) {
  const { now = site.now, prepare, delay = 0, lazy = false, ...contextOptions } = options;
  const complaints = new Map(); // by address or text: the same failure is often reported in several ways
  const sent = new Map();
  const context = await browser.newContext({
    serviceWorkers: "block", // their requests would not pass by here
    reducedMotion: "reduce", // nothing is to be measured halfway
    ...contextOptions,
  });
  context.setDefaultTimeout(PATIENCE);
  try {
    await context.route("**/*", async (route) => {
      const wanted = route.request().url();
      const file = site.fileOf(wanted);
      if (!file) {
        complaints.set(wanted, site.objectionTo(wanted));
        return route.abort();
      }
      const path = join(site.dir, file);
      sent.set(file, (await stat(path)).size);
      if (delay && route.request().resourceType() === "image") await sleep(delay);
      return route.fulfill({ path });
    });

    const page = await context.newPage();
    page.on("requestfailed", (request) => {
      const wanted = request.url();
      if (!complaints.has(wanted))
        complaints.set(wanted, `failed to load ${wanted}: ${request.failure()?.errorText}`);
    });
    page.on("websocket", (socket) => complaints.set(socket.url(), `opens a socket to ${socket.url()}`));
    page.on("pageerror", (error) => complaints.set(error.message, `exception: ${error.message}`));
    page.on("console", (message) => {
      const serious = ["error", "warning"].includes(message.type());
      // Chromium logs failed requests as well; above they are reported with their address and reason.
      if (!serious || message.text().startsWith("Failed to load resource")) return;
      complaints.set(message.text(), `console ${message.type()}: ${message.text()}`);
    });

    if (now) await page.clock.setFixedTime(now);
    await prepare?.(page);
    await page.goto(address, { waitUntil: "load" });
    if (!lazy) {
      // Also what a reader loads by scrolling.
      await page.evaluate(() => [...document.images].forEach((image) => (image.loading = "eager")));
      await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    }
    return await look(page, { complaints, sent });
  } finally {
    await context.close();
  }
}
