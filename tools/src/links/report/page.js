// Shows the links that have the words and one of the verdicts.
const form = document.getElementById("filter");
const rows = [...document.querySelectorAll("#links tbody tr")];
const show = () => {
  const words = form.elements.words.value.trim().toLowerCase();
  const verdicts = new FormData(form).getAll("verdict");
  for (const row of rows) {
    row.hidden = !verdicts.includes(row.dataset.verdict) || !row.textContent.toLowerCase().includes(words);
  }
  const shown = rows.filter((row) => !row.hidden).length;
  form.elements.shown.value = `${shown} of ${rows.length} links are shown`;
};
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
form.hidden = false;
show();
