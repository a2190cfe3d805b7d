/* Search without a server: finds any characters over all reports, over http and from a disk (file://).

   The index (written by generator/render/search.py) is a set of script files that call the functions of
   `gongbaoSearch`; they are loaded by script tags, only those that a query needs. Postings say which reports may
   have the words; their texts are then read, and a hit is shown only where the text really has the words.
   Everything shown is built with textContent: nothing of a text or a query is ever taken for markup.

   On a page with #gb-search the query comes from the address (search.html?q=…); on any page the key / goes to
   the search field. */
(function () {
  "use strict";

  const PAGE = 10;       /* reports shown at a time */
  const READ_ALL = 32;   /* up to so many chunks of text everything is read and ordered exactly */
  const READ = 8;        /* otherwise so many chunks at a time */
  const PASSAGES = 3;    /* passages of a report shown before “本篇另有” */
  const AROUND = 60;     /* characters shown before a hit, twice as many behind it */
  const FACETS = 8;      /* entries of a facet that are shown at once, the rest unfolds */
  const NAMES = 4;       /* names of a kind that are shown at once */
  const KEYS = 24;       /* bigrams looked up for a word; the check against the text does the rest */

  const SAY = {
    search: "检索",
    field: "检索词",
    results: "检索结果",
    hint: "输入两个字以上即可检索，标点、数字、字母都行。几个词用空格隔开，找同时有这些词的报告。",
    wait: "正在检索…",
    none: (q) => `没有找到${q}。`,
    advice: "可以换短一些的词，或少用一个词；也请看看有没有错字。检索的是原字，不含近义词。",
    near: "试试：",
    narrowed: "缩小范围后没有结果，请放宽所选的范围。",
    all: (q, reports, places) => [`${q}见于`, reports, "篇报告，共", places, "处。"],
    exact: (q, reports, read) => [`${q}见于`, reports, "篇报告，已列出", read, "篇。"],
    some: (q, found, rest) => [`${q}已找到`, found, "篇；还有", rest, "篇待核对，展开更多时逐篇核对。"],
    more: (n) => `展开更多（余${n}篇）`,
    moreMaybe: "展开更多",
    rest: (n) => `本篇另有${n}段`,
    times: (n) => `共${n}处`,
    facets: "缩小范围",
    kind: "机关",
    year: "年度",
    region: "地区",
    unknown: "未载",
    others: (n) => `其余${n}项`,
    order: "排序",
    orders: { "": "最相关的在前", year: "新的在前" },
    named: { organ: ["机关", "篇"], indicator: ["指标", "家"], term: ["提法", "篇"], document: ["文件", "篇"] },
    namesLeft: (n) => `另有${n}条`,
    namesOnly: (q) => `正文里没有${q}，有名称相合的：`,
    head: "篇首",
    caption: "图片说明",
    table: "表格",
    heading: "小标题",
    paragraph: (n) => `第${n}段`,
    failed: "检索数据没有读到。请检查网站是否完整，或刷新后再试。",
    changed: "检索数据刚刚更新，请刷新本页。",
  };

  const script = document.currentScript;
  const root = new URL("../", script.src);   /* this file lies in assets/, one below the top of the site */

  /* ---------- loading ---------- */

  const waiting = new Map();   /* name → what to do with its data */
  const loaded = new Map();    /* name → promise of its data */
  let index = null;

  function load(name) {
    if (!loaded.has(name)) loaded.set(name, new Promise((resolve, reject) => {
      const tag = document.createElement("script");
      const fail = () => { waiting.delete(name); loaded.delete(name); tag.remove(); reject(new Error(SAY.failed)); };
      waiting.set(name, { resolve, reject });
      /* the version in the address keeps a browser from mixing cached files of two builds */
      tag.src = new URL(`search/${name}.js${index ? "?v=" + index.version : ""}`, root).href;
      tag.onerror = fail;
      tag.onload = () => { if (waiting.has(name)) fail(); else tag.remove(); };
      document.head.append(tag);
    }));
    return loaded.get(name);
  }

  function arrive(name, version, data) {
    const call = waiting.get(name);
    if (!call) return;
    waiting.delete(name);
    if (index && version !== index.version) call.reject(new Error(SAY.changed)); else call.resolve(data);
  }

  window.gongbaoSearch = {
    index: (version, data) => arrive("index", version, Object.assign(data, { version })),
    postings: (version, k, pairs, singles) => arrive(`postings-${k}`, version, [singles, pairs]),
    names: (version, rows) => arrive("names", version, rows),
    texts: (version, k, rows) => arrive(`texts-${k}`, version, rows),
  };

  /* ---------- folding: as in the index, one width, one case, one kind of quote, no space ---------- */

  const folded = new Map();
  const dropped = /[\p{Z}\p{Cc}\p{Cf}]/gu;

  function foldChar(c) {
    let plain = folded.get(c);
    if (plain === undefined) {
      plain = Array.from(c.normalize("NFKC").toLowerCase(), (x) => {
        const row = index.alike.find((row) => row.includes(x));
        return row ? Array.from(row)[0] : x;
      }).join("").replace(dropped, "");
      folded.set(c, plain);
    }
    return plain;
  }

  function fold(text) {
    let plain = "";
    for (const c of text) plain += foldChar(c);
    return plain;
  }

  /* where each unit of the folded text stands in the text: [start, end) of its character */
  function origin(text) {
    const from = [], to = [];
    let at = 0;
    for (const c of text) {
      for (let i = foldChar(c).length; i > 0; i--) { from.push(at); to.push(at + c.length); }
      at += c.length;
    }
    return { from, to };
  }

  /* ---------- postings ---------- */

  function hash(key) {   /* FNV-1a over code points */
    let value = 0x811c9dc5;
    for (const c of key) value = Math.imul(value ^ c.codePointAt(0), 0x01000193);
    return value >>> 0;
  }

  function keysOf(word) {
    const chars = Array.from(word);
    if (chars.length < 2) return [word];
    return Array.from(new Set(chars.slice(1).map((c, i) => chars[i] + c))).slice(0, KEYS);
  }

  async function postings(key) {   /* report → grade */
    const single = Array.from(key).length === 1;
    const text = (await load(`postings-${hash(key) % index.shards}`))[single ? 0 : 1];
    const found = new Map();
    let at = text.indexOf(" " + key);
    if (at < 0) return found;
    let report = -1, value = 0;
    for (at += 1 + key.length; at < text.length && text[at] !== " "; at++) {
      const code = text.charCodeAt(at);
      if (code >= 93) { value = value * 34 + code - 93; continue; }
      value = value * 57 + code - 35;
      report += (value >> 2) + 1;
      found.set(report, value & 3);
      value = 0;
    }
    return found;
  }

  /* reports that may have every word, best first: [report, estimate] */
  async function candidates(words) {
    const lists = await Promise.all(words.map((word) => Promise.all(keysOf(word).map(postings))));
    const all = lists.flat().sort((a, b) => a.size - b.size);
    const found = [];
    for (const report of all[0].keys()) {
      if (!all.every((list) => list.has(report))) continue;
      /* a word is as well placed as its worst placed pair */
      found.push([report, lists.reduce((sum, list) => sum + Math.min(...list.map((l) => l.get(report))), 0)]);
    }
    return found.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  }

  function chunkOf(report) {
    let low = 0, high = index.chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (index.chunks[middle] <= report) low = middle; else high = middle - 1;
    }
    return low;
  }

  /* ---------- checking a report against the words ---------- */

  function rangesIn(text, words) {
    const plain = fold(text), spots = [];
    words.forEach((word, w) => {
      for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + word.length)) spots.push([at, at + word.length, w]);
    });
    if (!spots.length) return null;
    const { from, to } = origin(text);
    const merged = [];
    for (const [a, b, w] of spots.map(([a, b, w]) => [from[a], to[b - 1], w]).sort((x, y) => x[0] - y[0] || x[1] - y[1])) {
      const last = merged[merged.length - 1];
      if (!last || a >= last[1]) { merged.push([a, b, new Set([w])]); continue; }
      last[1] = Math.max(last[1], b);
      last[2].add(w);
    }
    return { ranges: merged, times: spots.length, words: new Set(spots.map((s) => s[2])) };
  }

  /* what stands at an anchor of a report's page: p3, s2, s2t1, c1, top, subtitle, kicker, byline */
  function kindOf(anchor) {
    if (/^p\d/.test(anchor)) return "paragraph";
    if (/^c\d/.test(anchor)) return "caption";
    if (/^s\d/.test(anchor)) return anchor.includes("t") ? "table" : "heading";
    return "head";
  }

  /* the report with its passages, best first; null where a word is missing after all */
  function check(number, row, words) {
    const [page, name, organ, region, year, flat] = row;
    const met = new Set(), passages = [];
    let heading = "", times = 0, order = 0, best = 0;
    for (let i = 0; i < flat.length; i += 2) {
      const [anchor, text] = [flat[i], flat[i + 1]];
      const kind = kindOf(anchor), hit = rangesIn(text, words);
      if (kind === "heading") heading = text;
      if (!hit) continue;
      hit.words.forEach((w) => met.add(w));
      times += hit.times;
      const weight = anchor === "byline" ? 1 : kind === "head" ? 3 : kind === "heading" ? 2 : 1;
      best = Math.max(best, hit.words.size * weight);
      passages.push({
        kind, text, ranges: hit.ranges, anchor, order: order++,
        heading: kind === "paragraph" || kind === "table" ? heading : "",
        score: hit.words.size * 100 + weight * 10 + Math.min(hit.times, 9),
      });
    }
    if (met.size < words.length) return null;
    passages.sort((a, b) => b.score - a.score || a.order - b.order);
    return { number, page, name, organ, region, year, passages, times, score: best * 100 + Math.min(times, 99) };
  }

  /* ---------- a search, read as far as it is asked for ---------- */

  class Search {
    constructor(words, found, byYear) {
      this.words = words;
      this.byYear = byYear;
      if (byYear) {
        const { values, of } = index.facets.find((facet) => facet.name === "year");
        const year = ([report]) => Number(values[of[report]]) || 0;
        found = found.slice().sort((a, b) => year(b) - year(a) || b[1] - a[1] || a[0] - b[0]);
      }
      this.left = found;                     /* candidates not yet read */
      this.count = found.length;
      this.hits = [];
      this.exact = words.every((word) => Array.from(word).length < 3);   /* postings alone are the truth */
    }

    async fill(wanted) {
      while (this.left.length && this.hits.length < wanted) {
        const chunks = new Set(this.left.map(([report]) => chunkOf(report)));
        const take = chunks.size <= READ_ALL ? chunks : new Set(Array.from(chunks).slice(0, READ));
        /* by year the order of the candidates is the truth: none is read before its turn */
        const last = this.byYear ? this.left.findIndex(([report]) => !take.has(chunkOf(report))) : -1;
        const now = (last < 0 ? this.left : this.left.slice(0, last)).filter(([report]) => take.has(chunkOf(report)));
        const read = new Set(now.map(([report]) => report));
        const texts = new Map(await Promise.all(Array.from(take, async (k) => [k, await load(`texts-${k}`)])));
        const found = now.map(([report]) => {
          const k = chunkOf(report);
          return check(report, texts.get(k)[report - index.chunks[k]], this.words);
        }).filter(Boolean);
        this.hits.push(...(this.byYear ? found : found.sort((a, b) => b.score - a.score || a.number - b.number)));
        this.left = this.left.filter(([report]) => !read.has(report));
      }
    }
  }

  /* ---------- showing ---------- */

  function make(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    node.append(...children.filter((child) => child !== null && child !== ""));
    return node;
  }

  function marked(text, ranges, start, end) {
    const nodes = [];
    let at = start;
    for (const [a, b] of ranges) {
      if (a < start || b > end) continue;
      nodes.push(text.slice(at, a), make("mark", null, text.slice(a, b)));
      at = b;
    }
    nodes.push(text.slice(at, end));
    return nodes.filter(Boolean);
  }

  /* as much of a passage as shows most of the words, from the start of a clause where one is near */
  function excerpt({ text, ranges }) {
    if (text.length <= 3 * AROUND) return marked(text, ranges, 0, text.length);
    let first = 0, best = 0;
    ranges.forEach(([a], i) => {
      const near = ranges.slice(i, i + 20).filter(([, b]) => b <= a + 2 * AROUND);
      const score = new Set(near.flatMap((range) => Array.from(range[2]))).size * 100 + near.length;
      if (score > best) { best = score; first = i; }
    });
    let start = Math.max(0, ranges[first][0] - AROUND);
    if (start > 0) {
      const clause = text.slice(start, ranges[first][0]).search(/[。；！？，]/);
      if (clause >= 0) start += clause + 1;
      else if (/[\uDC00-\uDFFF]/.test(text[start])) start--;
    }
    let end = Math.max(start + 3 * AROUND, ranges[first][1]);
    if (end >= text.length - 5) end = text.length;
    else {   /* at the end of a clause, too, where one is near: a number cut in two would be another number */
      const last = Math.max(end - AROUND, ranges[first][1]), clause = text.slice(last, end).search(/[。；！？，][^。；！？，]*$/);
      if (clause >= 0) end = last + clause + 1;
      else if (/[\uDC00-\uDFFF]/.test(text[end])) end++;
    }
    for (const [a, b] of ranges) if (a < end && b > end) end = b;
    return [start ? "…" : "", ...marked(text, ranges, start, end), end < text.length ? "…" : ""];
  }

  function address(hit, anchor) {
    return new URL(`${hit.page}#${anchor}`, root).href;
  }

  function passageNodes(hit, passage) {
    const where = passage.kind === "paragraph" ? SAY.paragraph(passage.anchor.slice(1)) : SAY[passage.kind];
    const meta = make("p", { class: "meta" });
    if (passage.heading) meta.append(make("span", { class: "nb" }, passage.heading), "　");
    meta.append(make("a", { href: address(hit, passage.anchor) }, where));
    return [meta, make("p", { class: "x" }, ...excerpt(passage))];
  }

  function hitNode(hit, words) {
    const title = rangesIn(hit.name, words);
    const link = make("a", { href: address(hit, "top") }, ...(title ? marked(hit.name, title.ranges, 0, hit.name.length) : [hit.name]));
    const about = [hit.organ || hit.region, hit.year, SAY.times(hit.times)].filter(Boolean);
    const meta = make("p", { class: "meta" });
    about.forEach((part, i) => meta.append(...(i ? ["　"] : []), make("span", { class: "nb" }, part)));
    const node = make("article", { class: "gb-hit" }, make("h3", null, link), meta);
    const shown = hit.passages.filter((p) => p.anchor !== "top");   /* it stands above */
    for (const passage of shown.slice(0, PASSAGES)) node.append(...passageNodes(hit, passage));
    if (shown.length > PASSAGES) {
      const more = make("details", null, make("summary", { class: "gb-hint" }, SAY.rest(shown.length - PASSAGES)));
      /* built when opened: a long report may have hundreds */
      more.addEventListener("toggle", () => {
        if (more.children.length === 1) for (const passage of shown.slice(PASSAGES)) more.append(...passageNodes(hit, passage));
      });
      node.append(more);
    }
    return node;
  }

  /* whether a value of a facet is the chosen one, or a region within the chosen one */
  const within = (value, chosen) => value === chosen || value.startsWith(chosen + "|");

  const quoted = (words) => words.map((word) => `“${word}”`).join("");

  class Page {
    constructor(box) {
      this.box = box;
      this.form = box.querySelector("form") || this.ownForm();
      this.count = make("p", { class: "gb-count", role: "status", "aria-live": "polite" });
      this.facets = make("div", { class: "gb-facets", role: "group", "aria-label": SAY.facets });
      this.names = make("div", { class: "gb-met" });
      this.list = make("div", { id: "gb-list" });
      this.more = make("button", { type: "button", class: "gb-more" });
      this.more.hidden = true;
      this.more.addEventListener("click", () => this.show(this.shown + PAGE).catch((error) => this.fail(error)));
      this.body = make("div", { class: "gb-hits" }, this.facets, make("div", null, this.names, make("h2", { class: "vh" }, SAY.results), this.list, this.more));
      this.body.hidden = true;
      box.append(this.count, this.body);
      document.addEventListener("keydown", (event) => this.walk(event));
    }

    ownForm() {
      const input = make("input", { type: "search", name: "q", "aria-label": SAY.field, autocomplete: "off" });
      const form = make("form", { class: "gb-bigfind", role: "search" }, input, make("button", null, SAY.search));
      this.box.append(form);
      return form;
    }

    say(...parts) {
      this.count.replaceChildren(...parts.map((part) => (typeof part === "number" ? make("b", null, part.toLocaleString("zh-CN")) : part)));
    }

    fail(error) {
      this.say(error.message);
      this.body.hidden = true;
    }

    async open(query) {
      const input = this.form.querySelector("[name=q]");
      input.value = query;
      this.say(SAY.wait);
      index = index || await load("index");
      this.raw = query.split(/[\p{Z}\p{Cc}]+/u).filter((word) => fold(word));
      this.words = Array.from(new Set(this.raw.map(fold)));
      if (!this.words.length) {
        this.say(SAY.hint);
        input.focus();
        return;
      }
      document.title = document.title.replace(/^[^ ]*/, (name) => `${name}：${this.raw.join(" ")}`);
      this.found = index.reports ? await candidates(this.words) : [];
      this.restore();
      this.drawFacets();
      await this.narrow();
      await this.meet();
    }

    /* the choice stands in the address, behind the query: it can be sent on, and a reader who comes back finds it */
    restore() {
      const pairs = new URLSearchParams(location.hash.slice(1));
      this.chosen = index.facets.map(({ name, values }) => new Set(pairs.getAll(name).filter((value) =>
        values.some((known) => within(known, value)))));
      this.byYear = pairs.get("order") === "year";
    }

    remember() {
      const pairs = new URLSearchParams();
      index.facets.forEach(({ name }, f) => this.chosen[f].forEach((value) => pairs.append(name, value)));
      if (this.byYear) pairs.set("order", "year");
      history.replaceState(null, "", pairs.size ? `#${pairs}` : location.href.split("#")[0]);
    }

    /* names that have the words: bodies, indicators, formulations, documents */
    async meet() {
      const words = this.words, all = await load("names");
      if (words !== this.words) return;
      this.names.replaceChildren();
      for (const [kind, flat] of Object.entries(all)) {
        const met = [];
        for (let i = 0; i < flat.length; i += 3) {
          const plain = fold(flat[i]);
          if (words.every((word) => plain.includes(word))) met.push([flat[i], flat[i + 1], flat[i + 2], plain === words[0]]);
        }
        if (!met.length) continue;
        met.sort((a, b) => b[3] - a[3] || b[2] - a[2]);
        const [said, unit] = SAY.named[kind];
        const nodes = met.slice(0, 200).map(([name, url, count]) => {
          const { ranges } = rangesIn(name, words);
          const link = make("a", { href: new URL(url, root).href }, ...marked(name, ranges, 0, name.length));
          return make("li", null, link, make("small", null, `${count}${unit}`));
        });
        const list = make("ul", null, ...nodes.slice(0, NAMES));
        if (nodes.length > NAMES) {
          const more = make("button", { type: "button" }, SAY.namesLeft(met.length - NAMES)), last = make("li", null, more);
          more.addEventListener("click", () => {
            last.replaceWith(...nodes.slice(NAMES));
            nodes[NAMES].querySelector("a").focus();
          });
          list.append(last);
        }
        this.names.append(make("section", null, make("h2", null, said), list));
      }
      if (this.names.children.length && this.body.hidden) {
        this.body.hidden = false;
        this.say(SAY.namesOnly(quoted(this.raw)));
      }
    }

    /* arrows walk from the field through the results and back */
    walk(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
      const input = this.form.querySelector("[name=q]"), stops = [input, ...this.list.querySelectorAll("h3 a")];
      const here = stops.indexOf(document.activeElement);
      if (here < 0) return;
      const next = stops[here + step] || (step > 0 && !this.more.hidden ? this.more : null);
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    }

    /* restrict to the chosen facets and start anew */
    async narrow() {
      this.search = new Search(this.words, this.found.filter(([report]) => this.fits(report, -1)), this.byYear);
      this.list.replaceChildren();
      this.shown = 0;
      await this.show(PAGE);
    }

    fits(report, but) {
      return this.chosen.every((set, f) => {
        const { values, of } = index.facets[f];
        return f === but || !set.size || Array.from(set).some((value) => within(values[of[report]], value));
      });
    }

    async show(wanted) {
      const search = this.search, before = this.shown;
      this.more.disabled = true;
      await search.fill(wanted);
      if (search !== this.search) return;   /* the reader has chosen something else meanwhile */
      this.more.disabled = false;
      const fresh = search.hits.slice(before, wanted).map((hit) => hitNode(hit, this.words));
      this.list.append(...fresh);
      this.shown = before + fresh.length;
      this.body.hidden = !this.found.length;
      await this.summary();
      if (before && fresh.length) fresh[0].querySelector("a").focus();
    }

    async summary() {
      const { hits, left, count, exact } = this.search;
      const q = quoted(this.raw), rest = hits.length - this.shown + left.length;
      this.more.hidden = !rest;
      this.more.textContent = left.length && !exact ? SAY.moreMaybe : SAY.more(rest.toLocaleString("zh-CN"));
      if (!left.length && !hits.length) await this.advise(q);
      else if (!left.length) this.say(...SAY.all(q, hits.length, hits.reduce((sum, hit) => sum + hit.times, 0)));
      else if (exact) this.say(...SAY.exact(q, count, this.shown));
      else this.say(...SAY.some(q, hits.length, left.length));
    }

    /* nothing found: say so, and offer shorter queries that the index knows */
    async advise(q) {
      if (this.chosen.some((set) => set.size)) { this.say(SAY.narrowed); return; }
      this.body.hidden = true;
      this.say(SAY.none(q), SAY.advice);
      const shorter = this.raw.length > 1 ? this.raw : Array.from(this.raw[0]).length > 2 ? halves(this.raw[0]) : [];
      const known = [];
      for (const word of shorter) if (known.length < 4) {
        const search = new Search([fold(word)], await candidates([fold(word)]), false);
        await search.fill(1);
        if (search.hits.length) known.push(word);
      }
      if (!known.length) return;
      const links = known.flatMap((word) => ["　", make("a", { href: `?q=${encodeURIComponent(word)}` }, word)]);
      this.count.append(make("br"), SAY.near, ...links);
    }

    drawFacets() {
      const old = this.facets.querySelector("details"), open = old ? old.open : !matchMedia("(max-width: 60rem)").matches;
      const details = make("details", null, make("summary", null, SAY.facets));
      details.open = open;
      index.facets.forEach(({ name }, f) => {
        const entries = this.entries(f);
        if (entries.length < 2 && !this.chosen[f].size) return;
        const labels = entries.map(({ value, label, depth, count }) => {
          const box = make("input", { type: "checkbox", value, "data-facet": name });
          box.checked = this.chosen[f].has(value);
          box.addEventListener("change", () => this.choose(f, value, box.checked));
          return make("label", depth ? { class: "in" } : null, box, ` ${label || SAY.unknown}`, make("span", null, String(count)));
        });
        const set = make("fieldset", null, make("legend", null, SAY[name]), ...labels.slice(0, FACETS));
        const rest = labels.slice(FACETS);
        if (rest.length) {
          const fold = make("details", null, make("summary", { class: "gb-others" }, SAY.others(rest.length)), ...rest);
          fold.open = rest.some((label) => label.firstChild.checked);
          set.append(fold);
        }
        details.append(set);
      });
      if (this.found.length > 1) {
        const select = make("select", null, ...Object.entries(SAY.orders).map(([value, said]) => make("option", { value }, said)));
        select.value = this.byYear ? "year" : "";
        select.addEventListener("change", () => {
          this.byYear = select.value === "year";
          this.remember();
          this.narrow().catch((error) => this.fail(error));
        });
        details.append(make("label", { class: "gb-order" }, `${SAY.order} `, select));
      }
      this.facets.replaceChildren(...(details.children.length > 1 ? [details] : []));
    }

    /* the entries of a facet, with how many reports each would leave; below a chosen region stand its parts */
    entries(f) {
      const { name, values, of } = index.facets[f], counts = new Map();
      const left = this.found.filter(([report]) => this.fits(report, f));
      if (name !== "region") {
        for (const [report] of left) counts.set(values[of[report]], (counts.get(values[of[report]]) || 0) + 1);
        const listed = values.filter((value) => counts.has(value) || this.chosen[f].has(value));
        return listed.map((value) => ({ value, label: value, depth: 0, count: counts.get(value) || 0 }));
      }
      const all = new Set();
      for (const [report] of left) {
        const parts = values[of[report]].split("|");
        parts.forEach((_, d) => {
          const path = parts.slice(0, d + 1).join("|");
          counts.set(path, (counts.get(path) || 0) + 1);
          all.add(path);
        });
      }
      this.chosen[f].forEach((path) => all.add(path));
      const below = (path) => Array.from(all).filter((p) => path === null ? !p.includes("|") : p.startsWith(path + "|") && !p.slice(path.length + 1).includes("|"));
      let top = below(null);
      while (top.length === 1 && below(top[0]).length > 1) top = below(top[0]);   /* all lie in one province: begin with its parts */
      const order = (paths) => paths.sort((a, b) => (counts.get(b) || 0) - (counts.get(a) || 0) || (a < b ? -1 : 1));
      const entry = (value, depth) => ({ value, label: value.split("|").pop(), depth, count: counts.get(value) || 0 });
      const chosen = (path) => Array.from(this.chosen[f]).some((value) => within(value, path));
      const listed = order(top).sort((a, b) => chosen(b) - chosen(a));
      return listed.flatMap((path) => [entry(path, 0), ...(chosen(path) ? order(below(path)).map((p) => entry(p, 1)) : [])]);
    }

    choose(f, value, on) {
      const set = this.chosen[f];
      if (on) {
        for (const other of set) if (index.facets[f].name === "region" && (within(value, other) || within(other, value))) set.delete(other);
        set.add(value);
      } else set.delete(value);
      this.remember();
      this.drawFacets();
      const box = Array.from(this.facets.querySelectorAll(`[data-facet=${index.facets[f].name}]`)).find((b) => b.value === value);
      if (box) box.focus();
      this.narrow().catch((error) => this.fail(error));
    }
  }

  /* shorter words to offer: without the last or the first character, then the two ends */
  function halves(word) {
    const chars = Array.from(word), n = chars.length;
    return Array.from(new Set([[0, n - 1], [1, n], [0, Math.ceil(n / 2)], [Math.floor(n / 2), n], [0, 2], [n - 2, n]]
      .map(([a, b]) => chars.slice(a, b).join("")))).filter((part) => fold(part));
  }

  /* ---------- on the page ---------- */

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const field = document.querySelector("#gb-search [name=q], .gb-bigfind [name=q]") || document.querySelector("[role=search] [name=q]");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  function start() {
    const box = document.getElementById("gb-search");
    if (!box) return;
    const page = new Page(box);
    page.open(new URLSearchParams(location.search).get("q") || "").catch((error) => page.fail(error));
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
