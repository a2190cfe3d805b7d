/* Runs before the first paint: the reader's own choice of theme and size, so that no page flashes; on a phone the
   table of contents is folded as soon as it is read, so that nothing jumps. */
(function () {
  "use strict";
  ["theme", "size"].forEach(function (key) {
    try {
      var value = localStorage.getItem("gb-" + key);
      if (value) document.documentElement.dataset[key] = value;
    } catch (e) { /* no storage, no choice */ }
  });
  document.documentElement.dataset.script = "on";
  if (!matchMedia("(max-width: 60rem)").matches) return;
  var fold = function () {
    document.querySelectorAll(".gb-toc details:not([data-folded])").forEach(function (d) { d.open = false; d.dataset.folded = ""; });
  };
  var reading = new MutationObserver(fold);
  reading.observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", function () { fold(); reading.disconnect(); });
})();
