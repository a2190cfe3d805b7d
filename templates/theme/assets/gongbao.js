/* Gongbao: everything here is a comfort; every page reads, links and prints without it. */
(function () {
  "use strict";
  var root = document.documentElement;
  var keep = function (k, v) { try { v ? localStorage.setItem("gb-" + k, v) : localStorage.removeItem("gb-" + k); } catch (e) {} };

  /* theme and large type */
  var dark = function () {
    return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };
  document.querySelectorAll(".gb-set").forEach(function (set) { set.hidden = false; });   /* no script, no buttons */
  document.querySelectorAll("[data-gb]").forEach(function (button) {
    var kind = button.dataset.gb;
    if (kind === "size") button.setAttribute("aria-pressed", String(root.dataset.size === "large"));
    button.addEventListener("click", function () {
      if (kind === "theme") { root.dataset.theme = dark() ? "light" : "dark"; keep("theme", root.dataset.theme); return; }
      var large = root.dataset.size !== "large";
      if (large) root.dataset.size = "large"; else delete root.dataset.size;
      button.setAttribute("aria-pressed", String(large));
      keep("size", large ? "large" : "");
    });
  });

  /* facets are closed on a phone, as the table of contents is (early.js), which follows the reader on a desk */
  if (matchMedia("(max-width: 60rem)").matches)
    document.querySelectorAll(".gb-facets details").forEach(function (d) { d.open = false; });
  var links = {};
  document.querySelectorAll(".gb-toc a[href^='#']").forEach(function (a) { links[decodeURIComponent(a.hash.slice(1))] = a; });
  var heads = Object.keys(links).map(function (id) { return document.getElementById(id); }).filter(Boolean);
  if (heads.length && "IntersectionObserver" in window) {
    var follow = function () {
      var now = heads[0];
      heads.forEach(function (h) { if (h.getBoundingClientRect().top < 140) now = h; });
      Object.keys(links).forEach(function (id) {
        if (id === now.id) links[id].setAttribute("aria-current", "true"); else links[id].removeAttribute("aria-current");
      });
    };
    var seen = new IntersectionObserver(follow, { rootMargin: "-130px 0px -60% 0px" });
    heads.forEach(function (h) { seen.observe(h); });
    follow();
  }

  /* a citation names the day it was read and, on a web server, the address of the page */
  var two = function (n) { return (n < 10 ? "0" : "") + n; };
  var today = new Date();
  document.querySelectorAll("[data-fill=date]").forEach(function (node) {
    node.textContent = today.getFullYear() + "-" + two(today.getMonth() + 1) + "-" + two(today.getDate());
  });
  if (location.protocol.indexOf("http") === 0) document.querySelectorAll("[data-fill=url]").forEach(function (node) {
    if (!/^https?:/.test(node.textContent)) node.textContent = location.href.split(/[?#]/)[0];
  });

  /* copy: a citation, or the link of a paragraph with its number */
  var say = document.createElement("p");
  say.className = "gb-say"; say.setAttribute("role", "status");
  document.body.appendChild(say);
  var hide;
  var copy = function (text, other) {                        /* other: what a button in the message copies instead */
    var done = function () {
      say.textContent = "已复制：" + (text.length > 32 ? text.slice(0, 32) + "…" : text);
      if (other) {
        var more = document.createElement("button");
        more.type = "button"; more.textContent = "改用 GB/T 7714";
        more.addEventListener("click", function () { copy(other); });
        say.appendChild(more);
      }
      say.classList.add("on"); clearTimeout(hide);
      hide = setTimeout(function () { say.classList.remove("on"); say.textContent = ""; }, other ? 8000 : 2600);
    };
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text).then(done);
    var box = document.createElement("textarea");            /* file:// has no clipboard interface */
    box.value = text; document.body.appendChild(box); box.select();
    document.execCommand("copy"); box.remove(); done();
  };
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (button) return copy(document.getElementById(button.dataset.copy).textContent.trim());
    var number = event.target.closest(".gb-pn");
    var cite = document.querySelector("[data-short]");
    if (!number || !cite) return;
    var entry = document.getElementById("c-gbt").cloneNode(true), url = entry.querySelector("[data-fill=url]");
    if (url) url.textContent = number.href;
    copy(cite.dataset.short + "，第" + number.dataset.n + "段。" + number.href, entry.textContent.trim());
  });

  /* sort a table by a number or by text: a click on the head, again to turn round */
  document.querySelectorAll("table[data-sort] th[data-key]").forEach(function (th, _, all) {
    var button = document.createElement("button");
    button.type = "button";
    while (th.firstChild) button.appendChild(th.firstChild);
    th.appendChild(button);
    button.addEventListener("click", function () {
      var table = th.closest("table"), up = th.getAttribute("aria-sort") !== "ascending";
      all.forEach(function (other) { if (other.closest("table") === table) other.removeAttribute("aria-sort"); });
      th.setAttribute("aria-sort", up ? "ascending" : "descending");
      /* rows, or where a body has several, such groups by their first rows */
      var groups = table.tBodies.length > 1, from = groups ? table : table.tBodies[0];
      table.classList.add("sorted");                          /* the heads of parts mean nothing in another order */
      var value = function (part) {
        var cell = (groups ? part.rows[0] : part).children[th.cellIndex];
        return cell.dataset.v || cell.textContent;
      };
      Array.from(groups ? table.tBodies : from.rows).filter(function (part) {
        return !part.hasAttribute("data-part");
      }).sort(function (a, b) {
        var x = value(a), y = value(b), d = (parseFloat(x) - parseFloat(y)) || x.localeCompare(y, "zh-Hans-CN");
        if (!x !== !y) return x ? -1 : 1;                       /* what is empty comes last, either way */
        return up ? d : -d;
      }).forEach(function (part) { from.appendChild(part); });
    });
  });
})();
