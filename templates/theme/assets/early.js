/* Runs before the first paint: the reader's own choice of theme and size, so that no page flashes. */
(function () {
  "use strict";
  ["theme", "size"].forEach(function (key) {
    try {
      var value = localStorage.getItem("gb-" + key);
      if (value) document.documentElement.dataset[key] = value;
    } catch (e) { /* no storage, no choice */ }
  });
  document.documentElement.dataset.script = "on";
})();
