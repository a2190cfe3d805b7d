/* On a page that stands in for any missing address: this file lies in assets/, so it knows where the top is. */
(function () {
  "use strict";
  var top = new URL("../", document.currentScript.src);
  document.querySelectorAll("a[data-top]").forEach(function (a) { a.href = new URL(a.dataset.top, top).href; });
})();
