/* Facets: the form [data-narrow] narrows the reports [data-item] of a page; without this script the list is whole.
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

  var chosen = function () { return selects.map(function (select) { return select.value; }); };
  var fits = function (n, choice, but) {
    return choice.every(function (value, facet) {
      return !value || facet === but || known[facet][n].some(function (option) { return option.value === value; });
    });
  };

  var show = function () {
    var choice = chosen(), narrowed = choice.some(Boolean), found = 0;
    items.forEach(function (item, n) {
      item.hidden = !fits(n, choice, -1);
      if (!item.hidden) found += 1;
    });
    /* how many reports each further choice would leave */
    selects.forEach(function (select, facet) {
      var counts = new Map();
      items.forEach(function (_, n) {
        if (fits(n, choice, facet)) known[facet][n].forEach(function (o) { counts.set(o, (counts.get(o) || 0) + 1); });
      });
      Array.from(select.options).slice(1).forEach(function (option) {
        var count = counts.get(option) || 0;
        option.textContent = option.dataset.label + "（" + count + "）";
        option.disabled = !count && !option.selected;
      });
      select.classList.toggle("on", Boolean(select.value));
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
    var words = !found ? said.dataset.none : said.dataset.say.replace("{n}", found).replace("{all}", items.length);
    said.textContent = narrowed ? words : "";
    document.querySelectorAll("[data-carry]").forEach(function (link) { link.hash = narrowed ? state() : ""; });
  };

  var state = function () {
    var pairs = new URLSearchParams();
    selects.forEach(function (select) { if (select.value) pairs.set(select.name, select.value); });
    return pairs.toString();
  };
  var restore = function () {
    if (location.hash.indexOf("=") < 0) return false;
    var pairs = new URLSearchParams(location.hash.slice(1));
    selects.forEach(function (select) {
      select.value = pairs.get(select.name) || "";
      if (select.selectedIndex < 0) select.value = "";
    });
    return true;
  };
  var remember = function () {
    var words = state();
    history.replaceState(null, "", words ? "#" + words : location.href.split("#")[0]);
  };

  form.addEventListener("change", function () { show(); remember(); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(function () { show(); remember(); selects[0].focus(); }); });
  window.addEventListener("hashchange", function () { if (restore()) show(); });
  form.hidden = false;
  restore();
  show();
})();
