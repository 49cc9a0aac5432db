(() => {
  "use strict";
  const TEXT = 1, NULL = 4, FINDING = 16;
  const SHOW = { all: 0, doubtful: 2, null: NULL, many: 8, finding: FINDING };
  const STATUS = { checked: 32, auto: 64 };
  const NOTABLE = 2 | NULL | FINDING;
  const HIGHLIGHTED_ROWS = 300;

  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  root.classList.add("js");

  const data = JSON.parse(find("#data").textContent);
  const main = find("main");
  const rows = all(".r", main);
  const parts = all(".part", main);
  const masks = rows.map((row) => row.dataset.m.split(" ").map(Number));
  const boxes = all("input[name=langs]");
  const radios = all("input[name=show]");
  const search = find("#q");
  const status = find("#status");
  const started = new Set(boxes.filter((box) => box.defaultChecked).map((box) => box.value));
  const extra = { kind: "", concept: "", theme: "" };
  let current = -1;

  /* Names of languages, in English and in the language itself, as the browser knows them. */
  const nameIn = (display, tag) => {
    try {
      return new Intl.DisplayNames([display], { type: "language", fallback: "none" }).of(tag) || tag;
    } catch {
      return tag;
    }
  };
  const english = Object.fromEntries(data.languages.map((tag) => [tag, nameIn("en", tag)]));
  for (const element of all(".ln")) element.textContent = english[element.dataset.tag] || element.dataset.tag;
  for (const element of all(".own")) {
    const tag = element.dataset.tag;
    element.textContent = nameIn(tag, tag);
    const beside = find(".ln", element.nextElementSibling);
    if (beside.textContent === element.textContent) beside.textContent = tag;
  }
  for (const label of all(".langs label, .langs .pivot")) label.title = find(".ln", label).dataset.tag;

  /* Search: letters count, not case, accents, Arabic vowel signs, or the shape of quotes. */
  const LIKE = { "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ς": "σ", "ى": "ي", "ة": "ه",
    "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "„": '"', "–": "-", "—": "-", "‑": "-" };
  const IGNORED = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
  const ALIKE = new RegExp(`[${Object.keys(LIKE).join("")}]`, "gu");
  const fold = (text) =>
    text.normalize("NFKD").replace(IGNORED, "").toLowerCase().replace(/\s/gu, " ").replace(ALIKE, (char) => LIKE[char]);
  const textsIn = (row, column) => [...row.children[column + 1].getElementsByClassName("tx")];
  const folded = rows.map(() => []);
  const textOf = (index, column) => {
    if (folded[index][column] === undefined) {
      folded[index][column] = textsIn(rows[index], column).map((text) => fold(text.textContent)).join("\n");
    }
    return folded[index][column];
  };
  const rangesIn = (element, query) => {
    const places = [];
    let text = "";
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      let offset = 0;
      for (const char of node.data) {
        const plain = fold(char);
        for (let i = 0; i < plain.length; i += 1) places.push([node, offset, offset + char.length]);
        text += plain;
        offset += char.length;
      }
    }
    const ranges = [];
    for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) {
      const [from, to] = [places[at], places[at + query.length - 1]];
      const range = document.createRange();
      range.setStart(from[0], from[1]);
      range.setEnd(to[0], to[2]);
      ranges.push(range);
    }
    return ranges;
  };
  const highlight = (query, columns) => {
    if (!globalThis.CSS?.highlights) return;
    CSS.highlights.delete("found");
    if (!query) return;
    const hits = rows.filter((row) => !row.hidden).slice(0, HIGHLIGHTED_ROWS);
    const ranges = hits.flatMap((row) => columns.flatMap((column) =>
      textsIn(row, column).flatMap((text) => rangesIn(text, query))));
    CSS.highlights.set("found", new Highlight(...ranges));
  };

  /* Filters */
  const numberOf = (id) => data.concepts.findIndex((concept) => concept.id === id);
  const rowsWith = (selector, keep) =>
    new Set(all(selector, main).filter(keep).map((element) => element.closest(".r")));
  const shownColumns = () => [0, ...boxes.flatMap((box, i) => (box.checked ? [i + 1] : []))];

  const apply = () => {
    const columns = shownColumns();
    const others = columns.slice(1);
    root.style.setProperty("--columns", columns.length);
    boxes.forEach((box, i) => root.classList.toggle(`no${i + 1}`, !box.checked));
    const show = radios.find((radio) => radio.checked).value;
    const wanted = STATUS[status.value] || 0;
    const query = fold(search.value.trim());
    const columnOf = (element) => columns.includes(Number(/\bl(\d+)/.exec(element.closest(".c").className)[1]));
    const kind = extra.kind.replace("-", "–");
    const ofKind = kind && rowsWith(".k", (chip) => chip.textContent === kind && columnOf(chip));
    const concept = extra.concept ? numberOf(extra.concept) : -1;
    const ofConcept = extra.concept && rowsWith(`[data-c~="${concept}"]`, columnOf);
    const counts = Object.fromEntries(Object.keys(SHOW).map((key) => [key, 0]));
    const visible = rows.map((row, index) => {
      const mask = masks[index];
      const pivot = mask[0];
      let any = pivot & FINDING;
      for (const column of others) any |= mask[column];
      const fits = (pivot & TEXT || any & TEXT)
        && (!wanted || any & wanted)
        && (!ofKind || ofKind.has(row))
        && (!ofConcept || ofConcept.has(row))
        && (!query || columns.some((column) => textOf(index, column).includes(query)));
      if (fits) for (const key in SHOW) if (!SHOW[key] || any & SHOW[key]) counts[key] += 1;
      return Boolean(fits && (!SHOW[show] || any & SHOW[show]));
    });
    rows.forEach((row, index) => {
      if (row.hidden === visible[index]) row.hidden = !visible[index];
    });
    for (const part of parts) part.style.setProperty("--rows", all(".r:not([hidden])", part).length);
    const shown = visible.filter(Boolean).length;
    for (const radio of radios) find(".tally", radio.nextElementSibling).value = counts[radio.value].toLocaleString("en");
    find("#count").value = `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} units`;
    find("#nothing").hidden = shown > 0;
    const also = find("#also");
    also.hidden = !kind && !extra.concept;
    find("span", also).textContent = kind ? `only ${kind}` : extra.concept ? `term: ${extra.concept}` : "";
    highlight(query, columns);
    heat(concept);
    const dark = find("#dark");
    dark.media = { dark: "screen", light: "not all" }[extra.theme] || "screen and (prefers-color-scheme: dark)";
    root.style.colorScheme = extra.theme || "";
    measure();
  };

  const state = () => {
    const result = new URLSearchParams();
    const langs = boxes.filter((box) => box.checked).map((box) => box.value);
    if (langs.length !== started.size || langs.some((tag) => !started.has(tag))) result.set("langs", langs.join(","));
    const show = radios.find((radio) => radio.checked).value;
    if (show !== "all") result.set("show", show);
    if (status.value) result.set("status", status.value);
    if (search.value.trim()) result.set("q", search.value.trim());
    for (const key in extra) if (extra[key]) result.set(key, extra[key]);
    return result.toString().replaceAll("%2C", ",");
  };
  const changed = () => {
    apply();
    history.replaceState(null, "", `#${state()}`);
  };
  const reset = () => {
    radios[0].checked = true;
    status.value = "";
    search.value = "";
    extra.kind = extra.concept = "";
  };
  const read = (text) => {
    const given = new URLSearchParams(text);
    reset();
    if (given.has("langs")) {
      const langs = given.get("langs").split(",");
      for (const box of boxes) box.checked = langs.includes(box.value);
    }
    for (const radio of radios) if (radio.value === given.get("show")) radio.checked = true;
    status.value = given.get("status") in STATUS ? given.get("status") : "";
    search.value = given.get("q") || "";
    extra.kind = given.get("kind") || "";
    extra.concept = given.get("concept") || "";
    if (given.has("theme")) extra.theme = given.get("theme");
    if (given.has("panel")) open(given.get("panel"));
  };

  /* Moving about */
  const measure = () => root.style.setProperty("--stick", `${find(".sticky").offsetHeight - 1}px`);
  const go = (index) => {
    if (index < 0 || index >= rows.length) return;
    rows[current]?.classList.remove("here");
    current = index;
    const row = rows[index];
    row.classList.add("here");
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "start", inline: "nearest" });
  };
  const step = (way, notable) => {
    const columns = shownColumns();
    for (let index = current + way; index >= 0 && index < rows.length; index += way) {
      const worth = columns.some((column) => masks[index][column] & NOTABLE);
      if (!rows[index].hidden && (!notable || worth)) return go(index);
    }
  };
  const follow = () => {
    const target = location.hash.slice(1);
    const unit = /^u(\d+)$/.exec(target);
    if (!unit) {
      read(target);
      apply();
      return target && !target.startsWith("theme") && !target.startsWith("panel");
    }
    const row = rows[unit[1] - 1];
    if (row?.hidden) {
      reset();
      apply();
    }
    go(unit[1] - 1);
    return false;
  };
  const ensure = (tag) => {
    const box = boxes.find((item) => item.value === tag);
    if (box && !box.checked) {
      box.checked = true;
      apply();
    }
  };

  /* Drawers */
  const drawers = all(".drawer");
  const open = (id) => {
    for (const drawer of drawers) drawer.open = drawer.id === id && !drawer.open;
    root.classList.toggle("with-drawer", drawers.some((drawer) => drawer.open));
    for (const button of all("[data-drawer]")) button.ariaExpanded = String(find(`#${button.dataset.drawer}`).open);
    measure();
  };
  for (const drawer of drawers) {
    const shut = make("button", { type: "button", className: "shut", textContent: "×", ariaLabel: "Close" });
    shut.addEventListener("click", () => open(drawer.id));
    find("summary", drawer).addEventListener("click", (event) => event.preventDefault());
    find("summary", drawer).append(shut);
  }

  /* Terms */
  const tip = find("#tip");
  const heatStyle = document.head.appendChild(make("style"));
  const heat = (number) => {
    heatStyle.textContent = number < 0 ? "" : `[data-c~="${number}"] { background: var(--hot); }`;
  };
  const wording = (tag, text) => make("bdi", { lang: tag, textContent: text });
  const describe = (element, full) => {
    const tag = element.closest("[lang]").lang;
    const standing = ["superseded", "deprecated", "proposed", "admitted", "do-not-translate", "preferred"].find((name) => element.classList.contains(name));
    tip.replaceChildren();
    for (const number of element.dataset.c.split(" ")) {
      const concept = data.concepts[number];
      tip.append(make("p", { className: "id", textContent: `${concept.id} · ${standing}` }));
      if (concept.definition) tip.append(make("p", { textContent: concept.definition }));
      const table = make("table");
      const columns = shownColumns();
      data.languages.forEach((lang, column) => {
        const near = lang === tag || column === 0;
        if (!full && !near) return;
        const every = full && columns.includes(column);
        const terms = concept.terms[lang].filter(([, state]) => every || state === "preferred");
        if (!terms.length) return;
        const cell = make("td");
        terms.forEach(([text, state], position) => {
          if (position) cell.append(make("br"));
          cell.append(wording(lang, text));
          if (state !== "preferred") cell.append(make("span", { className: `tag ${state}-text`, textContent: ` ${state}` }));
        });
        const count = make("td", { className: "tag", textContent: `${concept.counts[lang] || 0} ×` });
        table.append(make("tr", {}, make("td", { className: "tag", textContent: english[lang] }), cell, count));
      });
      tip.append(table);
      if (full) {
        const only = make("button", { type: "button", textContent: "Only units with this term" });
        only.addEventListener("click", () => { unpin(); extra.kind = ""; extra.concept = concept.id; changed(); });
        tip.append(only);
      }
    }
    tip.hidden = false;
    tip.classList.toggle("pinned", full);
    const box = element.getClientRects()[0];
    const width = tip.offsetWidth, height = tip.offsetHeight;
    tip.style.left = `${Math.max(8, Math.min(box.left, root.clientWidth - width - 8))}px`;
    tip.style.top = `${box.bottom + height + 10 < root.clientHeight ? box.bottom + 6 : Math.max(8, box.top - height - 6)}px`;
  };
  const unpin = () => {
    tip.hidden = true;
    tip.classList.remove("pinned");
  };
  const rest = () => heat(extra.concept ? numberOf(extra.concept) : -1);

  const pairs = (group, on) => {
    const groups = all(".g[data-p]", group.closest(".r"));
    const wanted = new Set(group.dataset.p.split(" "));
    for (const other of groups) {
      other.classList.toggle("pair", on && other.dataset.p.split(" ").some((index) => wanted.has(index)));
    }
  };

  main.addEventListener("pointerover", (event) => {
    const term = event.target.closest(".t");
    const group = event.target.closest(".g[data-p]");
    if (group) pairs(group, true);
    if (!term || tip.classList.contains("pinned")) return;
    term.removeAttribute("title");
    heat(Number(term.dataset.c.split(" ")[0]));
    describe(term, false);
  });
  main.addEventListener("pointerout", (event) => {
    const group = event.target.closest(".g[data-p]");
    if (group) pairs(group, false);
    if (!event.target.closest(".t") || tip.classList.contains("pinned")) return;
    tip.hidden = true;
    rest();
  });
  document.addEventListener("click", (event) => {
    const term = event.target.closest("main .t");
    const link = event.target.closest("a[data-lang]");
    const drawer = event.target.closest("[data-drawer]");
    if (link) ensure(link.dataset.lang);
    if (drawer) open(drawer.dataset.drawer);
    if (term) {
      heat(Number(term.dataset.c.split(" ")[0]));
      describe(term, true);
    } else if (!event.target.closest("#tip")) {
      unpin();
      rest();
    }
    const row = event.target.closest("main .r");
    if (row && !event.target.closest("a")) {
      rows[current]?.classList.remove("here");
      current = rows.indexOf(row);
      row.classList.add("here");
    }
  });

  const bar = find("#bar");
  let waiting = 0;
  bar.addEventListener("submit", (event) => event.preventDefault());
  bar.addEventListener("change", (event) => { if (event.target !== search) changed(); });
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(changed, 160);
  });
  find("#drop").addEventListener("click", () => { extra.kind = extra.concept = ""; changed(); });
  find("#clear").addEventListener("click", () => { reset(); changed(); });
  find("#theme").addEventListener("click", () => {
    extra.theme = { "": "light", light: "dark", dark: "" }[extra.theme];
    changed();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (!tip.hidden) { unpin(); rest(); return; }
      if (drawers.some((drawer) => drawer.open)) { open(""); return; }
      reset();
      changed();
      search.blur();
      return;
    }
    if (event.target.matches("input[type=search], select, textarea")) return;
    const act = {
      j: () => step(1, false), k: () => step(-1, false),
      n: () => step(1, true), p: () => step(-1, true),
      "/": () => search.focus(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  window.addEventListener("hashchange", () => {
    if (follow()) main.scrollIntoView({ block: "start" });
  });
  window.addEventListener("resize", measure);

  apply();
  if (location.hash) follow();
})();
