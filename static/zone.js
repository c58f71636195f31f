// Times on the reader's own clock: the exact instant of deadlines, and a switch for all hours.
(() => {
  const { lang } = document.documentElement;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  // Plain "en" would be American; the page writes 9 December.
  const write = (date, options) => date.toLocaleString(lang === "en" ? "en-GB" : lang, options);
  const clock = (date) => write(date, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const zoneName = (date) => write(date, { timeZoneName: "short" }).split(" ").pop();
  const localDay = (date) => new Date(date - date.getTimezoneOffset() * 6e4).toISOString().slice(0, 10);

  for (const line of document.querySelectorAll(".dates__exact")) {
    const date = new Date(line.querySelector("time").dateTime);
    const mine = document.createElement("span");
    const day = write(date, { day: "numeric", month: "long", year: "numeric" });
    mine.textContent = `= ${day}, ${clock(date)} ${zoneName(date)}`;
    line.append(mine);
  }

  // What changes: elements with the words of the event and those of the reader.
  const texts = [];
  for (const hours of document.querySelectorAll(".hours")) {
    const times = hours.querySelectorAll("time");
    let day = times[0]?.dateTime.slice(0, 10);    // entries stay under their day; another one is said
    for (const time of times) {
      const date = new Date(time.dateTime);
      const said = write(date, { weekday: "short", day: "numeric", month: "short" });
      texts.push([time, (localDay(date) === day ? "" : `${said}, `) + clock(date)]);
      day = localDay(date);
    }
    hours.querySelectorAll(".zone").forEach((name, i) => {
      if (times[i]) texts.push([name, zoneName(new Date(times[i].dateTime))]);
    });
  }
  const bar = document.querySelector(".zone-switch");
  if (!bar || !texts.length) return;
  for (const words of document.querySelectorAll(".schedule-zone__words")) texts.push([words, zone]);
  for (const words of document.querySelectorAll(".event-only")) texts.push([words, ""]);
  for (const text of texts) text.push(text[0].textContent);

  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", bar.dataset.label);
  bar.append(bar.dataset.label);
  const buttons = [bar.dataset.event, `${bar.dataset.mine}: ${zone}`].map((words, mine) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(words);
    button.addEventListener("click", () => choose(mine));
    bar.append(button);
    return button;
  });

  function choose(mine) {
    for (const [element, reader, event] of texts) element.textContent = mine ? reader : event;
    buttons.forEach((button, number) => button.setAttribute("aria-pressed", number == mine));
    try { localStorage.setItem("zone", mine); } catch { /* not remembered */ }
  }

  let remembered = null;
  try { remembered = localStorage.getItem("zone"); } catch { /* as in a first visit */ }
  choose(remembered === "1" ? 1 : 0);
})();
