// What has its time appears and goes on time, also on a page that nobody has built for long.
(() => {
  const root = document.documentElement;
  const stages = ["announced", "call", "review", "programme", "live", "archive"];
  const all = (selector) => [...document.querySelectorAll(selector)];
  let timer;

  function update() {
    const now = Date.now() / 1000;
    let next = Infinity;    // the next moment at which anything changes
    const passed = (moment) => {
      if (moment > now) next = Math.min(next, moment);
      return moment <= now;
    };

    const { stage: before } = root.dataset;
    for (const stage of stages) if (passed(root.dataset[stage])) root.dataset.stage = stage;
    const { stage } = root.dataset;

    for (const mortal of all("[data-from], [data-until]")) {
      const born = passed(mortal.dataset.from ?? 0);
      const dead = passed(mortal.dataset.until);
      mortal.hidden = !born || dead;
    }

    const entries = all("[data-start]");
    const coming = Math.min(...entries.map((entry) => entry.dataset.start).filter((start) => start > now));
    for (const entry of entries) {
      const { start, end } = entry.dataset;
      const begun = passed(start);
      const state = begun && !passed(end) ? "now" : start == coming ? "next" : "";
      mark(entry, stage === "live" ? state : "");
    }

    if (stage !== before) arrange(stage);
    clearTimeout(timer);
    if (next < Infinity) timer = setTimeout(update, Math.min((next - now) * 1000 + 99, 864e5));
  }

  // Says in words what is on now and what is next.
  function mark(entry, state) {
    entry.querySelector(".entry__state")?.remove();
    entry.dataset.state = state;
    if (!state) return;
    const word = document.createElement("p");
    word.className = "entry__state";
    word.textContent = entry.closest(".programme").dataset[state];
    entry.querySelector(".entry__body").prepend(word);
  }

  // During the event its rooms come first; afterwards recordings do, and the call moves to the end.
  function arrange(stage) {
    if (stage === "live") document.querySelector(".actions")?.prepend(...all(".actions__item--way-in"));
    if (stage !== "archive") return;
    for (const list of all("main, .menu__list")) {
      const part = (name) => list.querySelector(`[data-section=${name}]`);
      const [introduction, recordings, call] = ["introduction", "recordings", "call"].map(part);
      const end = part("acknowledgements") ?? part("references");
      if (recordings) introduction ? introduction.after(recordings) : list.querySelector("[data-section]").before(recordings);
      if (call) end ? end.before(call) : list.append(call);
    }
  }

  update();
  document.addEventListener("visibilitychange", () => document.hidden || update());
})();
