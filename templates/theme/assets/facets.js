/* Facets: the form [data-narrow] narrows the reports [data-item] of a page; without this script the list is whole.
   A field called name takes words that must stand in the name, the region or the line of an item: all of them, or
   with data-any one of them, so that several bodies can be put side by side.
   Words a reader sees stand in the page; the choice stands in the address (#year=2025&kind=…) and can be sent on. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-narrow]");
  if (!form) return;
  var selects = Array.from(form.elements).filter(function (field) { return field.tagName === "SELECT"; });
  var said = form.querySelector("output"), clear = form.querySelector("button[type=reset]");
  var groups = Array.from(document.querySelectorAll("[data-group]"));
  var folds = groups.filter(function (group) { return group.tagName === "DETAILS"; });
  var closed = null;                                         /* how the reader had folded the list before narrowing it */
  var items = Array.from(document.querySelectorAll("[data-item]"));

  /* the values of an item for a facet: a region counts for every region that it lies in */
  var values = function (item, name) {
    var value = item.dataset[name];
    return name === "subject" ? value.split("|") : [value];
  };
  var known = selects.map(function (select) {
    var options = Array.from(select.options).slice(1);
    options.forEach(function (option) { option.dataset.label = option.textContent; });
    return items.map(function (item) {
      var own = values(item, select.name);
      return options.filter(function (option) {
        return select.name === "region" ? own[0].indexOf(option.value) === 0 : own.indexOf(option.value) >= 0;
      });
    });
  });

  /* a field for words of names; folded as search.js folds, as far as names need it */
  var field = form.elements.name;
  var plain = function (text) { return text.normalize("NFKC").toLowerCase().replace(/\s+/g, ""); };
  var names = field ? items.map(function (item) {
    return plain([item.dataset.name || item.textContent, item.title, item.dataset.region].join(" "));
  }) : [];
  var named = function () {
    var words = field ? field.value.split(/[\s、，,]+/).map(plain).filter(Boolean) : [];
    var has = function (name) { return function (word) { return name.indexOf(word) >= 0; }; };
    return items.map(function (_, n) {
      return !words.length || (field.hasAttribute("data-any") ? words.some(has(names[n])) : words.every(has(names[n])));
    });
  };

  var chosen = function () { return selects.map(function (select) { return select.value; }); };
  var fits = function (n, choice, but) {
    return choice.every(function (value, facet) {
      return !value || facet === but || known[facet][n].some(function (option) { return option.value === value; });
    });
  };

  var show = function () {
    var choice = chosen(), meant = named(), found = 0, shown = new Set(), all = new Set();
    var narrowed = choice.some(Boolean) || Boolean(field && field.value.trim());
    items.forEach(function (item, n) {
      item.hidden = !(meant[n] && fits(n, choice, -1));
      all.add(item.dataset.key || n);                        /* a body may have lines in several tables */
      if (!item.hidden) shown.add(item.dataset.key || n);
    });
    found = shown.size;
    /* how many reports each further choice would leave */
    selects.forEach(function (select, facet) {
      var counts = new Map();
      items.forEach(function (_, n) {
        if (meant[n] && fits(n, choice, facet)) known[facet][n].forEach(function (o) { counts.set(o, (counts.get(o) || 0) + 1); });
      });
      Array.from(select.options).slice(1).forEach(function (option) {
        var count = counts.get(option) || 0;
        option.textContent = option.dataset.label + "（" + count + "）";
        option.disabled = !count && !option.selected;
      });
      select.classList.toggle("on", Boolean(select.value));
    });
    if (field) field.classList.toggle("on", Boolean(field.value.trim()));
    document.querySelectorAll("[data-part]").forEach(function (part) {   /* the head of the items behind it */
      var left = 0;
      for (var next = part.nextElementSibling; next && !next.hasAttribute("data-part"); next = next.nextElementSibling)
        if (!next.hidden) left += 1;
      part.hidden = !left;
      part.querySelector("[data-count]").textContent = left;
    });
    groups.forEach(function (group) {
      var left = group.querySelectorAll("[data-item]:not([hidden])").length;
      group.hidden = narrowed && !left;
      var count = group.querySelector(":scope > summary > [data-count]");
      if (count) count.textContent = left;
    });
    document.querySelectorAll(".gb-jump a[href^='#']").forEach(function (link) {
      var head = document.getElementById(link.hash.slice(1)), group = head && head.closest("[data-group]");
      if (!group) return;
      link.hidden = group.hidden;
      var count = link.querySelector("[data-count]");
      if (count) count.textContent = group.querySelectorAll("[data-item]:not([hidden])").length;
    });
    if (narrowed && !closed) closed = folds.filter(function (fold) { return !fold.open; });
    if (narrowed) folds.forEach(function (fold) { fold.open = true; });
    else if (closed) { closed.forEach(function (fold) { fold.open = false; }); closed = null; }
    clear.hidden = !narrowed;
    var words = !found ? said.dataset.none : said.dataset.say.replace("{n}", found).replace("{all}", all.size);
    said.textContent = narrowed ? words : "";
    document.querySelectorAll("[data-carry]").forEach(function (link) { link.hash = narrowed ? state() : ""; });
  };

  var state = function () {
    var pairs = new URLSearchParams();
    selects.forEach(function (select) { if (select.value) pairs.set(select.name, select.value); });
    if (field && field.value.trim()) pairs.set("name", field.value.trim());
    return pairs.toString();
  };
  var restore = function () {
    if (location.hash.indexOf("=") < 0) return false;
    var pairs = new URLSearchParams(location.hash.slice(1));
    selects.forEach(function (select) {
      select.value = pairs.get(select.name) || "";
      if (select.selectedIndex < 0) select.value = "";
    });
    if (field) field.value = pairs.get("name") || "";
    return true;
  };
  var remember = function () {
    var words = state();
    history.replaceState(null, "", words ? "#" + words : location.href.split("#")[0]);
  };

  form.addEventListener("change", function () { show(); remember(); });
  if (field) field.addEventListener("input", function (event) { if (!event.isComposing) { show(); remember(); } });
  if (field) field.addEventListener("compositionend", function () { show(); remember(); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(function () { show(); remember(); selects[0].focus(); }); });
  window.addEventListener("hashchange", function () { if (restore()) show(); });
  form.hidden = false;
  restore();
  show();
})();
